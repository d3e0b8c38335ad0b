import { readSync, writeSync } from 'node:fs'
import { type TemporaryFile, temporaryFile } from '../source/temporary-file.ts'
import { Recent } from './recent.ts'

/** Bytes that stay in memory; what comes after them goes to a temporary file. */
export const KEPT = 12 << 20
/** Bytes that are read from the file at once, since what comes next is mostly wanted next. */
const WINDOW = 64 << 10
/** Windows that are kept: as many as blocks are read from in turns. */
const WINDOWS = 32

interface OnDisk {
  readonly place: number
  readonly size: number
}

interface Window {
  readonly from: number
  readonly bytes: Buffer
}

/** Blocks of bytes by number, in memory up to a limit and on disk beyond it. */
export class BlockStore {
  private readonly blocks: (Buffer | OnDisk)[] = []
  private readonly windows = new Recent<number, Window>(WINDOWS)
  private kept = 0
  private file: TemporaryFile | null = null
  private written = 0

  /**
   * @param folder where a temporary file may be made
   * @param limit bytes that stay in memory
   */
  constructor(
    private readonly folder: string,
    private readonly limit = KEPT,
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

  /** A whole block, which is not kept in memory when it lay on disk. */
  get(number: number): Buffer {
    const block = this.blocks[number]!
    return Buffer.isBuffer(block) ? block : this.read(block, 0, block.size)
  }

  /** Bytes `[from, to)` of a block that is read from its beginning to its end, more or less. */
  slice(number: number, from: number, to: number): Buffer {
    const block = this.blocks[number]!
    if (Buffer.isBuffer(block)) return block.subarray(from, to)
    let window = this.windows.get(number)
    if (window === undefined || from < window.from || to > window.from + window.bytes.length) {
      window = { from, bytes: this.read(block, from, Math.min(block.size, Math.max(to, from + WINDOW))) }
      this.windows.set(number, window)
    }
    return window.bytes.subarray(from - window.from, to - window.from)
  }

  /** Removes the temporary file. Safe to call twice. */
  close(): void {
    this.file?.close()
    this.file = null
  }

  private read({ place }: OnDisk, from: number, to: number): Buffer {
    const read = Buffer.from(new ArrayBuffer(to - from))
    for (let at = 0; at < read.length; ) {
      const got = readSync(this.file!.fd, read, at, read.length - at, place + from + at)
      if (got === 0) break
      at += got
    }
    return read
  }
}
