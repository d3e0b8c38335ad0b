import { crc32 } from 'node:zlib'
import type { Bytes } from './bytes.ts'

/** Passes unpacked bytes on while it counts them against the limits and takes their checksum. */
export class Check {
  crc = 0
  size = 0
  /** True when a limit ended it. */
  stopped = false

  /** @param counted false where a decompressor beneath has counted the bytes already */
  constructor(
    readonly self: Bytes,
    readonly counted = true,
  ) {}

  async *through<R>(chunks: AsyncGenerator<Buffer, R>): AsyncGenerator<Buffer, R | null> {
    try {
      for (;;) {
        const { value, done } = await chunks.next()
        if (done === true) return value
        const limit = this.counted ? this.self.ledger.unpacked(value.length) : null
        if (limit !== null) {
          this.stopped = true
          this.self.fail('archive-limit', limit)
          return null
        }
        this.size += value.length
        this.crc = crc32(value, this.crc)
        yield value
      }
    } finally {
      await chunks.return(undefined as R)
    }
  }
}
