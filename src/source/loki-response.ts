import { CLOSE_BRACKET } from './json-bytes.ts'
import { LokiLines } from './loki-lines.ts'
import { LokiTuples } from './loki-tuples.ts'
import { LokiValues } from './loki-values.ts'

/** JSON held without a value coming out of it: then it is no log, whatever it is. */
const LONGEST_VALUE = 64 * 1024 * 1024
/** The most that the parser is given at once. */
const SLICE = 64 * 1024
/** A value that is longer is left to the parser, which need not have it whole. */
const LONGEST_TUPLE = 1024 * 1024

/**
 * Reads a response in pieces of any size. A parser follows its structure; behind a value of a stream it may be left where it is for as long
 * as more of them follow, since one more or less makes no difference to it.
 */
export class LokiResponse {
  readonly #lines = new LokiLines()
  readonly #values = new LokiValues(this.#lines)
  readonly #tuples = new LokiTuples(this.#lines)
  /** Bytes that are no UTF-8 would make the parser stop. */
  readonly #decoder = new TextDecoder()
  /** What may be the beginning of a value. */
  #rest = Buffer.alloc(0)
  /** Where in the response it begins. */
  #place = 0
  #silent = 0
  /** Whether what the parser was given last ended with a value of a stream. */
  #isBehindValue = false

  /** Why nothing more will come, or null. */
  get fault(): string | null {
    return this.#values.fault
  }

  /** @returns lines of JSON, valid until the next call */
  add(chunk: Buffer): Buffer {
    this.#read(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false)
    return this.#lines.take()
  }

  end(): Buffer {
    if (this.fault === null) this.#read(this.#rest, true)
    this.#values.end()
    return this.#lines.take()
  }

  #read(buf: Buffer, isLast: boolean): void {
    let at = 0
    while (at < buf.length && this.fault === null) {
      if (this.#isBehindValue) {
        const behind = this.#tuples.over(buf, at)
        if (behind > at) this.#silent = 0
        at = behind
        if (at === buf.length || (!isLast && buf.length - at < LONGEST_TUPLE)) break
      }
      at = this.#parse(buf, at)
    }
    this.#rest = Buffer.from(buf.subarray(at))
    this.#place += at
  }

  #parse(buf: Buffer, at: number): number {
    const close = buf.indexOf(CLOSE_BRACKET, at)
    const to = Math.min(at + SLICE, close < 0 ? buf.length : close + 1)
    const { count } = this.#values
    this.#values.write(this.#decoder.decode(buf.subarray(at, to), { stream: true }), this.#place + at)
    this.#isBehindValue = this.#values.count > count
    this.#silent = this.#isBehindValue ? 0 : this.#silent + to - at
    if (this.#silent > LONGEST_VALUE) this.#values.fault = 'a value is too long'
    return to
  }
}
