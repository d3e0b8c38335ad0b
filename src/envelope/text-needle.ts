import { BACKSLASH } from './bytes.ts'

/**
 * Tells for line after line of a page whether a short text such as `\n` stands in a range, with native searches from hit to hit.
 * It remembers the page as `Needle` does.
 */
export class TextNeedle {
  readonly #text: Buffer
  #page: Buffer | null = null
  #asked = 0
  #at = 0

  /** @param counts whether the text at `at`, in a range that begins at `from`, is what is looked for */
  constructor(
    text: string,
    private readonly counts: (buf: Buffer, from: number, at: number) => boolean,
  ) {
    this.#text = Buffer.from(text)
  }

  within(buf: Buffer, start: number, end: number): boolean {
    if (buf !== this.#page || start < this.#asked) this.#at = start - 1
    this.#page = buf
    this.#asked = start
    while (this.#at < end) {
      if (this.#at >= start && this.counts(buf, start, this.#at)) return true
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
