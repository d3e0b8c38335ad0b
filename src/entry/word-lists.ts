import type { WordTable } from './wants.ts'

const HASHES = 1 << 16

/** A table of words as the kernel reads it: how far to go on by hash, and by hash the address of the words that may stand there. */
export class WordLists {
  private readonly shifts: number
  private readonly places: number
  private readonly lists: readonly { readonly hash: number; readonly bytes: Buffer; readonly place: number }[]

  /** @param room gives so many bytes of memory a place */
  constructor(
    private readonly table: WordTable,
    room: (bytes: number) => number,
  ) {
    this.shifts = room(HASHES)
    this.places = room(HASHES * 4)
    this.lists = [...table.ending].map(([hash, words]) => {
      const bytes = listOf(words)
      return { hash, bytes, place: room(bytes.length) }
    })
  }

  /** @param tell is told where the table lies, and how long its shortest word is */
  write(memory: Buffer, tell: (shifts: number, lists: number, shortest: number) => void): void {
    memory.set(this.table.shifts, this.shifts)
    for (const { hash, bytes, place } of this.lists) {
      memory.set(bytes, place)
      memory.writeInt32LE(place, this.places + hash * 4)
    }
    tell(this.shifts, this.places, this.table.shortest)
  }
}

/** Words behind their lengths, and a length of 0. */
function listOf(words: readonly Buffer[]): Buffer {
  return Buffer.concat([...words.flatMap((word) => [lengthOf(word), word]), Buffer.alloc(2)])
}

function lengthOf(word: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(word.length)
  return length
}
