import type { WordTable } from '../entry/wants.ts'

/** Bytes by which a place is judged. */
const PAIR = 2

/**
 * Looks whether one of several words stands in some bytes. Judges two bytes at a time how far the next word can be at the least
 * (the method of Wu and Manber), so that most bytes are never looked at.
 */
export class AnyWord implements WordTable {
  readonly shifts: Uint8Array
  readonly ending = new Map<number, Buffer[]>()
  readonly shortest: number

  /** @param words of two bytes or more, at least one */
  constructor(words: readonly string[]) {
    const all = words.map((word) => Buffer.from(word))
    this.shortest = all.reduce((least, { length }) => Math.min(least, length), 255)
    if (all.length === 0 || this.shortest < PAIR) throw new RangeError('words of two bytes or more')
    this.shifts = new Uint8Array(1 << 16).fill(this.shortest - PAIR + 1)
    for (const word of all) {
      for (let end = PAIR; end <= this.shortest; end++) {
        const pair = pairAt(word, end - 1)
        this.shifts[pair] = Math.min(this.shifts[pair]!, this.shortest - end)
      }
      const last = pairAt(word, this.shortest - 1)
      this.ending.set(last, [...(this.ending.get(last) ?? []), word])
    }
  }

  /** Whether a word stands in `buf[start, end)`. */
  standsIn(buf: Buffer, start: number, end: number): boolean {
    const { shifts, shortest } = this
    for (let at = start + shortest - 1; at < end; ) {
      const pair = pairAt(buf, at)
      const shift = shifts[pair]!
      if (shift > 0) at += shift
      else if (this.standsAt(buf, at - shortest + 1, end, pair)) return true
      else at++
    }
    return false
  }

  private standsAt(buf: Buffer, start: number, end: number, pair: number): boolean {
    for (const word of this.ending.get(pair)!) if (start + word.length <= end && isAt(buf, start, word)) return true
    return false
  }
}

/** Most places differ in their first byte: a call into the system's comparison would cost more than it saves. */
function isAt(buf: Buffer, start: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i++) if (buf[start + i] !== word[i]) return false
  return true
}

function pairAt(buf: Buffer, at: number): number {
  return (buf[at - 1]! << 8) | buf[at]!
}
