import type { Ledger } from './ledger.ts'
import type { ProblemCode } from './source.ts'

/**
 * A stream of bytes that is pulled, with look-ahead. Chunks may be parts of a buffer that is used again: each is valid until
 * the next is asked for. It never throws for bad input: it ends early, `failed` is set and the ledger knows why.
 */
export class Bytes implements AsyncIterable<Buffer> {
  /** Ended early, or its content is doubtful, for a reason already reported: layers above don't report the consequence. */
  failed = false
  #held: Buffer | null = null
  #ended = false
  readonly #input: AsyncGenerator<Buffer>

  /** @param make gives the chunks; it gets the stream itself to `fail` it */
  constructor(
    readonly ledger: Ledger,
    make: (self: Bytes) => AsyncGenerator<Buffer>,
  ) {
    this.#input = make(this)
  }

  /** Notes that this stream could not be given whole. */
  fail(code: ProblemCode, detail: string): void {
    this.failed = true
    this.ledger.report(code, detail)
  }

  /** @returns the next chunk as it comes, never empty; null at the end */
  async next(): Promise<Buffer | null> {
    const held = this.#held
    if (held !== null) {
      this.#held = null
      return held
    }
    while (!this.#ended) {
      const { value, done } = await this.#input.next()
      if (done === true) this.#ended = true
      else if (value.length > 0) return value
    }
    return null
  }

  /** @returns the next `size` bytes without taking them; fewer only when the stream ends before */
  async peek(size: number): Promise<Buffer> {
    let held = await this.next()
    while (held !== null && held.length < size && !this.#ended) {
      const kept = Buffer.from(held)
      const more = await this.next()
      held = more === null ? kept : Buffer.concat([kept, more])
    }
    this.#held = held
    return held === null ? Buffer.alloc(0) : held.subarray(0, size)
  }

  /** Takes the next `size` bytes; fewer only when the stream ends before. */
  async take(size: number): Promise<Buffer> {
    const taken = Buffer.from(await this.peek(size))
    if (this.#held !== null) this.unread(this.#held.subarray(taken.length))
    return taken
  }

  /** Puts back the end of the chunk that `next` gave last. */
  unread(rest: Buffer): void {
    this.#held = rest.length === 0 ? null : rest
  }

  /** Gives the next `size` bytes and leaves the stream behind them. */
  async *upTo(size: number): AsyncGenerator<Buffer> {
    let left = size
    while (left > 0) {
      const chunk = await this.next()
      if (chunk === null) return
      if (chunk.length > left) this.unread(chunk.subarray(left))
      const part = chunk.subarray(0, left)
      left -= part.length
      yield part
    }
  }

  /** Reads to the end and forgets. */
  async drain(): Promise<void> {
    while ((await this.next()) !== null);
  }

  /** Ends the stream and frees what lies beneath it. Safe to call twice. */
  async close(): Promise<void> {
    this.#ended = true
    this.#held = null
    await this.#input.return(undefined)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk
  }
}
