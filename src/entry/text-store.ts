import { readSync, writeSync } from 'node:fs'
import { type TemporaryFile, temporaryFile } from '../source/temporary-file.ts'

/** Bytes that stay in memory; what comes after them goes to a temporary file. */
export const KEPT = 12 << 20
/** Blocks of the file that are kept after they were read. */
const CACHED = 24

/** Blocks of bytes by number, in memory up to a limit and on disk beyond it. */
export class TextStore {
  private readonly blocks: (Buffer | { readonly place: number; readonly size: number })[] = []
  private readonly cache = new Map<number, Buffer>()
  private kept = 0
  private file: TemporaryFile | null = null
  private written = 0

  /**
   * @param folder where a temporary file may be made
   * @param limit bytes that stay in memory
   * @param cached blocks of the file that are kept after they were read: as many as are read from in turns
   */
  constructor(
    private readonly folder: string,
    private readonly limit = KEPT,
    private readonly cached = CACHED,
  ) {}

  /** @returns the number of the block; @throws what the system throws when the temporary file can't be written */
  put(block: Buffer): number {
    if (this.kept + block.length <= this.limit) {
      this.kept += block.length
      return this.blocks.push(block) - 1
    }
    this.file ??= temporaryFile(this.folder)
    for (let at = 0; at < block.length; ) at += writeSync(this.file.fd, block, at, block.length - at, this.written + at)
    const at = this.blocks.push({ place: this.written, size: block.length }) - 1
    this.written += block.length
    return at
  }

  get(number: number): Buffer {
    const block = this.blocks[number]!
    if (Buffer.isBuffer(block)) return block
    const cached = this.cache.get(number)
    if (cached !== undefined) return cached
    const read = Buffer.allocUnsafe(block.size)
    for (let at = 0; at < block.size; ) {
      const got = readSync(this.file!.fd, read, at, block.size - at, block.place + at)
      if (got === 0) break
      at += got
    }
    if (this.cache.size >= this.cached) this.cache.delete(this.cache.keys().next().value!)
    this.cache.set(number, read)
    return read
  }

  /** Removes the temporary file. Safe to call twice. */
  close(): void {
    this.file?.close()
    this.file = null
  }
}
