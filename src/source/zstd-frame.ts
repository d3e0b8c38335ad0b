const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const DICTIONARY_ID_SIZES = [0, 1, 2, 4]
const CONTENT_SIZE_SIZES = [0, 2, 4, 8]
const RUN_LENGTH_BLOCK = 1

/**
 * Walks over the frames and blocks of zstd data (RFC 8878, section 3.1) without unpacking them, so that a cut is told from an end whatever
 * unpacks them: not every unpacker says so.
 */
export class FrameWalker {
  #state: 'between' | 'frame' | 'block' | 'foreign' = 'between'
  /** Bytes still to be passed over. */
  #skip = 0
  #checksum = 0
  #last = false
  #pending: Buffer = Buffer.alloc(0)

  /** `between` frames, `inside` one, or behind bytes that are no frame. */
  get state(): 'between' | 'inside' | 'foreign' {
    if (this.#state === 'foreign') return 'foreign'
    return this.#state === 'between' && this.#skip === 0 && this.#pending.length === 0 ? 'between' : 'inside'
  }

  push(chunk: Buffer): void {
    let rest = chunk
    while (this.#state !== 'foreign') {
      const passed = Math.min(this.#skip, rest.length)
      this.#skip -= passed
      rest = rest.subarray(passed)
      if (rest.length === 0) return
      const head = this.#pending.length === 0 ? rest : Buffer.concat([this.#pending, rest.subarray(0, 18)])
      const size = this.#step(head)
      if (size === null) {
        this.#pending = Buffer.from(head)
        return
      }
      rest = rest.subarray(size - this.#pending.length)
      this.#pending = Buffer.alloc(0)
    }
  }

  /** @returns the size of the header at the start of `head`, or null when it is not whole */
  #step(head: Buffer): number | null {
    if (this.#state === 'between') return this.#magic(head)
    return this.#state === 'frame' ? this.#frame(head) : this.#block(head)
  }

  #magic(head: Buffer): number | null {
    if (head.length < 4) return null
    const magic = head.readUInt32LE(0)
    if (magic === MAGIC) {
      this.#state = 'frame'
      return 4
    }
    if ((magic & 0xfffffff0) >>> 0 !== SKIPPABLE) {
      this.#state = 'foreign'
      return 4
    }
    if (head.length < 8) return null
    this.#skip = head.readUInt32LE(4)
    return 8
  }

  #frame(head: Buffer): number | null {
    const descriptor = head.readUInt8(0)
    const single = (descriptor & 32) !== 0
    const contentSize = descriptor >> 6 === 0 && single ? 1 : (CONTENT_SIZE_SIZES[descriptor >> 6] ?? 0)
    const size = 1 + (single ? 0 : 1) + (DICTIONARY_ID_SIZES[descriptor & 3] ?? 0) + contentSize
    if (head.length < size) return null
    this.#checksum = descriptor & 4 ? 4 : 0
    this.#state = 'block'
    return size
  }

  #block(head: Buffer): number | null {
    if (head.length < 3) return null
    const header = head.readUIntLE(0, 3)
    this.#last = (header & 1) === 1
    this.#skip = ((header >> 1) & 3) === RUN_LENGTH_BLOCK ? 1 : header >> 3
    if (this.#last) {
      this.#skip += this.#checksum
      this.#state = 'between'
    }
    return 3
  }
}
