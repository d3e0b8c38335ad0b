import { BACKSLASH } from './bytes.ts'

/**
 * Tells for line after line of a page whether an escape such as `\n` stands in a range, with native searches over the whole page.
 * It remembers the page as `Needle` does.
 */
export class EscapeNeedle {
  readonly #text: Buffer
  #page: Buffer | null = null
  #asked = 0
  #at = 0

  /** @param letter what follows the backslash */
  constructor(letter: string) {
    this.#text = Buffer.from(`\\${letter}`)
  }

  within(buf: Buffer, start: number, end: number): boolean {
    if (buf !== this.#page || start < this.#asked) this.#at = start - 1
    this.#page = buf
    this.#asked = start
    while (this.#at < end) {
      if (this.#at >= start && isEscape(buf, start, this.#at)) return true
      const next = buf.indexOf(this.#text, Math.max(start, this.#at + 1))
      this.#at = next < 0 ? Number.POSITIVE_INFINITY : next
    }
    return false
  }
}

/** Whether the backslash at `at` is no second half of an escape; `from` is where the text begins. */
export function isEscape(buf: Buffer, from: number, at: number): boolean {
  let i = at
  while (i >= from && buf[i] === BACKSLASH) i--
  return (at - i) % 2 === 1
}
