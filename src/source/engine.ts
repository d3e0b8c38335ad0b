import type { Transform } from 'node:stream'

/** A decompressor of node:zlib: a transform that counts the input it has used. */
export type Decompressor = Transform & { readonly bytesWritten: number }

/**
 * Drives a decompressor of node:zlib chunk by chunk. Piped, such a stream forgets finished output when it meets an error or the
 * end of a cut input; driven so, everything that came out before is delivered. Make it with `highWaterMark: 1`, so that
 * it works on the next piece while the reader holds the last one, and no further.
 */
export class Engine {
  error: Error | null = null
  #wake: () => void = () => {}

  constructor(readonly stream: Decompressor) {
    for (const event of ['readable', 'end', 'close']) stream.on(event, () => this.#wake())
    stream.on('error', (error: Error) => {
      this.error = error
      this.#wake()
    })
  }

  /** Gives what `chunk` unpacks to. The chunk must not change before this ends. @returns how many bytes of it were used */
  async *push(chunk: Buffer): AsyncGenerator<Buffer, number> {
    const before = this.stream.bytesWritten
    let written = false
    this.stream.write(chunk, () => {
      written = true
      this.#wake()
    })
    for (;;) {
      const out = this.stream.read() as Buffer | null
      if (out !== null) yield out
      else if (written || this.error !== null || this.stream.destroyed) break
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    return this.stream.bytesWritten - before
  }

  close(): void {
    this.stream.destroy()
  }
}
