const FACTOR = 0x9e3779b1
/** What `find` gives where none fits. */
const NONE = -1

/** Texts that a message may begin with, found by its first four bytes, however many they are. */
export class Beginnings {
  private readonly shift: number
  /** The first text for each hash, and the next one with the same. */
  private readonly first: Int32Array
  private readonly next: Int32Array

  /** @param texts of four bytes or more */
  constructor(private readonly texts: readonly Buffer[]) {
    const bits = Math.max(8, Math.ceil(Math.log2(texts.length * 4 + 1)))
    this.shift = 32 - bits
    this.first = new Int32Array(1 << bits).fill(NONE)
    this.next = new Int32Array(texts.length).fill(NONE)
    for (let i = texts.length - 1; i >= 0; i--) {
      const slot = this.slot(texts[i]!, 0)
      this.next[i] = this.first[slot]!
      this.first[slot] = i
    }
  }

  /** @returns the number of the first of them with which `buf[start, end)` begins; negative when it begins with none */
  find(buf: Buffer, start: number, end: number): number {
    for (let i = this.first[this.slot(buf, start)]!; i !== NONE; i = this.next[i]!)
      if (beginsWith(buf, start, end, this.texts[i]!)) return i
    return NONE
  }

  private slot(buf: Buffer, at: number): number {
    const head = buf[at]! | (buf[at + 1]! << 8) | (buf[at + 2]! << 16) | (buf[at + 3]! << 24)
    return Math.imul(head, FACTOR) >>> this.shift
  }
}

/** Whether `buf[start, end)` begins with a text. */
export function beginsWith(buf: Buffer, start: number, end: number, text: Buffer): boolean {
  return end - start >= text.length && sameBytes(buf, start, text, 0, text.length)
}

/** Whether as many bytes are the same in both. */
export function sameBytes(a: Buffer, aStart: number, b: Buffer, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false
  return true
}
