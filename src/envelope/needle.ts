/** Buffers up to this size are searched anew for each line; a larger one is a page of many lines. */
const SMALL = 16 << 10

/**
 * Tells for line after line of a page whether a byte stands in it, with one native search from hit to hit over the whole page
 * instead of one for each line. It remembers the page by its Buffer object: a page refilled with other bytes must come as another
 * object, or begin no further back than the line asked for last.
 */
export class Needle {
  #page: Buffer | null = null
  #asked = 0
  #at = 0

  constructor(private readonly byte: number) {}

  within(buf: Buffer, start: number, end: number): boolean {
    if (buf.length - start <= SMALL) {
      const at = buf.indexOf(this.byte, start)
      return at >= 0 && at < end
    }
    if (buf !== this.#page || start < this.#asked || this.#at < start) {
      const at = buf.indexOf(this.byte, start)
      this.#at = at < 0 ? Number.POSITIVE_INFINITY : at
      this.#page = buf
    }
    this.#asked = start
    return this.#at < end
  }
}
