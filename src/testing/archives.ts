import { execFileSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

export interface TestMember {
  readonly name: string
  readonly data: Buffer
}

export type TestPacking = 'gzip' | 'tar' | 'zip' | 'zstd'

export async function tarOf(members: readonly TestMember[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, data } of members) tar.entry({ name, mtime: new Date(0) }, data)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export interface ZipOptions {
  readonly stored?: boolean
  /** Sizes and checksum behind the data, as programs write them that stream. */
  readonly descriptor?: boolean
  readonly encrypted?: boolean
  readonly method?: number
}

export function zipOf(members: readonly TestMember[], options: ZipOptions = {}): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data } of members) {
    const packed = options.stored ? data : deflateRawSync(data)
    const method = options.method ?? (options.stored ? 0 : 8)
    const flags = 0x800 | (options.descriptor ? 8 : 0) | (options.encrypted ? 1 : 0)
    const sums = [crc32(data), packed.length, data.length]
    const common = (inDirectory: boolean) =>
      bytes(
        [2, 20],
        [2, flags],
        [2, method],
        [4, 0],
        ...(options.descriptor && !inDirectory ? [0, 0, 0] : sums).map((sum) => [4, sum] as const),
        [2, Buffer.byteLength(name)],
      )
    const descriptor = options.descriptor ? bytes([4, 0x08074b50], ...sums.map((sum) => [4, sum] as const)) : Buffer.alloc(0)
    const file = Buffer.concat([bytes([4, 0x04034b50]), common(false), bytes([2, 0]), Buffer.from(name), packed, descriptor])
    const tail = bytes([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset])
    directory.push(Buffer.concat([bytes([4, 0x02014b50], [2, 20]), common(true), tail, Buffer.from(name)]))
    files.push(file)
    offset += file.length
  }
  const all = Buffer.concat(directory)
  const end = bytes([4, 0x06054b50], [2, 0], [2, 0], [2, members.length], [2, members.length], [4, all.length], [4, offset], [2, 0])
  return Buffer.concat([...files, all, end])
}

export async function packed(packing: TestPacking, data: Buffer, name = 'inner.log'): Promise<Buffer> {
  switch (packing) {
    case 'gzip':
      return gzipSync(data)
    case 'tar':
      return tarOf([{ name, data }])
    case 'zip':
      return zipOf([{ name, data }])
    case 'zstd':
      return zstdOf(data)
  }
}

/** zstd data whose blocks are stored as they are: no zstd program is needed to make it. */
export function zstdOf(data: Buffer, block = 1000): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])]
  for (let at = 0; at < data.length || at === 0; at += block) {
    const piece = data.subarray(at, at + block)
    const last = at + block >= data.length ? 1 : 0
    parts.push(bytes([3, (piece.length << 3) | last]), piece)
  }
  return Buffer.concat(parts)
}

/** A stream that gives `data` in pieces of `size` bytes. */
export function streamOf(data: Buffer, size = 4096): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
    })(),
  )
}

export function hasZstd(): boolean {
  try {
    execFileSync('zstd', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function bytes(...fields: readonly (readonly [size: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([size, value]) => {
      const field = Buffer.alloc(size)
      field.writeUIntLE(value, 0, size)
      return field
    }),
  )
}
