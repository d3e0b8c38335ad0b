import type { WordTable } from '../entry/wants.ts'

/** Words shorter than this are looked for apart: how far a look may leap depends on the shortest of them. */
const LONG = 9
/** Bytes by which a place is judged, for short words and for long ones: many long words have most pairs of letters between them. */
const [PAIR, TRIPLE] = [2, 3] as const
/** More of a word's beginning is not looked at. */
const LONGEST_BEGINNING = 255

/**
 * Looks whether one of several words stands in some bytes. Judges a few bytes at a time how far the next word can be at the least
 * (the method of Wu and Manber), so that most bytes are never looked at.
 */
export class AnyWord {
  /** How it looks for short words, and for long ones. */
  readonly leaps: readonly WordTable[]
  private readonly ways: readonly Leaps[]

  /** @param words of two bytes or more, at least one */
  constructor(words: readonly string[]) {
    const all = words.map((word) => Buffer.from(word))
    if (all.length === 0 || all.some(({ length }) => length < PAIR)) throw new RangeError('words of two bytes or more')
    const [short, long] = [all.filter(({ length }) => length < LONG), all.filter(({ length }) => length >= LONG)]
    this.leaps = this.ways = [...(short.length > 0 ? [new Leaps(short, PAIR)] : []), ...(long.length > 0 ? [new Leaps(long, TRIPLE)] : [])]
  }

  /** Whether a word stands in `buf[start, end)`. */
  standsIn(buf: Buffer, start: number, end: number): boolean {
    for (const leaps of this.ways) if (leaps.standsIn(buf, start, end)) return true
    return false
  }
}

/** Words of similar length. */
class Leaps implements WordTable {
  readonly shifts: Uint8Array
  readonly ending = new Map<number, Buffer[]>()
  readonly shortest: number

  constructor(
    words: readonly Buffer[],
    readonly block: 2 | 3,
  ) {
    this.shortest = words.reduce((least, { length }) => Math.min(least, length), LONGEST_BEGINNING)
    this.shifts = new Uint8Array(1 << 16).fill(this.shortest - block + 1)
    for (const word of words) {
      for (let end = block; end <= this.shortest; end++) {
        const hash = this.hashAt(word, end - 1)
        this.shifts[hash] = Math.min(this.shifts[hash]!, this.shortest - end)
      }
      const last = this.hashAt(word, this.shortest - 1)
      const known = this.ending.get(last)
      if (known) known.push(word)
      else this.ending.set(last, [word])
    }
  }

  standsIn(buf: Buffer, start: number, end: number): boolean {
    const { shifts, shortest } = this
    for (let at = start + shortest - 1; at < end; ) {
      const hash = this.hashAt(buf, at)
      const shift = shifts[hash]!
      if (shift > 0) at += shift
      else if (this.standsAt(buf, at - shortest + 1, end, hash)) return true
      else at++
    }
    return false
  }

  private standsAt(buf: Buffer, start: number, end: number, hash: number): boolean {
    for (const word of this.ending.get(hash)!) if (start + word.length <= end && isAt(buf, start, word)) return true
    return false
  }

  /** Of the block whose last byte is `at`. */
  private hashAt(buf: Buffer, at: number): number {
    if (this.block === PAIR) return (buf[at - 1]! << 8) | buf[at]!
    return (buf[at]! ^ (buf[at - 1]! << 5) ^ (buf[at - 2]! << 10)) & 0xffff
  }
}

/** Most places differ in their first byte: a call into the system's comparison would cost more than it saves. */
function isAt(buf: Buffer, start: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i++) if (buf[start + i] !== word[i]) return false
  return true
}
