import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { BlockEntry, Directory } from './directory.ts'

/** Speed counts for more than the last bytes. */
const LEVEL = 1
const MAGIC = Buffer.from('TTINDEX1')
const KEY = 32
/** Magic, key, place of the directory, its bytes, its CRC-32. */
const TAIL = MAGIC.length + KEY + 16
const LARGEST = 256 << 20

/** Where an index is written to: first the blocks, then the directory, at the very end what tells that all of it is there. */
export class IndexWriter {
  private at = 0

  /** @param fd of an empty file */
  constructor(private readonly fd: number) {}

  get size(): number {
    return this.at
  }

  /** @throws what the system throws */
  block(bytes: Buffer): Pick<BlockEntry, 'at' | 'size' | 'unpacked' | 'sum'> {
    const packed = deflateSync(bytes, { level: LEVEL })
    const entry = { at: this.at, size: packed.length, unpacked: bytes.length, sum: crc32(packed) }
    this.write(packed)
    return entry
  }

  /** @throws what the system throws */
  close(key: Buffer, directory: Directory): void {
    const { at, size, sum } = this.block(Buffer.from(JSON.stringify(directory)))
    const numbers = Buffer.alloc(16)
    numbers.writeDoubleLE(at, 0)
    numbers.writeUInt32LE(size, 8)
    numbers.writeUInt32LE(sum, 12)
    this.write(Buffer.concat([MAGIC, key, numbers]))
  }

  private write(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) {
      const written = writeSync(this.fd, bytes, from, bytes.length - from, this.at)
      from += written
      this.at += written
    }
  }
}

/** An index that lies on disk. */
export class IndexFile {
  private constructor(
    private readonly fd: number,
    readonly directory: Directory,
  ) {}

  /** @returns null where there is none, or it is damaged, cut, or of something else than the key says */
  static open(path: string, key: Buffer): IndexFile | null {
    let fd: number | null = null
    try {
      fd = openSync(path, 'r')
      const directory = directoryIn(fd, key)
      if (directory !== null) return new IndexFile(fd, directory)
    } catch {
      // Whatever is wrong with it: the input is read instead, and the index written anew.
    }
    if (fd !== null) closeSync(fd)
    return null
  }

  /** Whether the bytes of all these blocks are what was written. */
  isWhole(blocks: readonly BlockEntry[]): boolean {
    try {
      return blocks.every((block) => crc32(this.packed(block)) === block.sum)
    } catch {
      return false
    }
  }

  block(block: BlockEntry): Buffer {
    // In one piece: else it is put together from many small ones.
    return inflateSync(this.packed(block), { chunkSize: block.unpacked, maxOutputLength: LARGEST })
  }

  close(): void {
    closeSync(this.fd)
  }

  private packed({ at, size }: BlockEntry): Buffer {
    return bytesAt(this.fd, at, size)
  }
}

function directoryIn(fd: number, key: Buffer): Directory | null {
  const { size } = fstatSync(fd)
  if (size < TAIL) return null
  const tail = bytesAt(fd, size - TAIL, TAIL)
  if (!tail.subarray(0, MAGIC.length + KEY).equals(Buffer.concat([MAGIC, key]))) return null
  const numbers = tail.subarray(MAGIC.length + KEY)
  const [at, length, sum] = [numbers.readDoubleLE(0), numbers.readUInt32LE(8), numbers.readUInt32LE(12)]
  if (at + length + TAIL !== size) return null
  const packed = bytesAt(fd, at, length)
  return crc32(packed) === sum ? JSON.parse(inflateSync(packed, { maxOutputLength: LARGEST }).toString()) : null
}

function bytesAt(fd: number, at: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  for (let from = 0; from < size; ) {
    const got = readSync(fd, bytes, from, size - from, at + from)
    if (got === 0) throw new RangeError('the index is cut')
    from += got
  }
  return bytes
}
