import { getFileNameLowLevel, parseExtraFields } from 'yauzl'
import { Bytes } from './bytes.ts'
import { type Member, memberName } from './member.ts'
import { memberBytes, unsupported, type ZipEntry } from './zip-data.ts'

const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_SIZE = 30
const HAS_DESCRIPTOR = 8
const UTF8_NAME = 0x800
const DEFLATED = 8
const ZIP64_EXTRA = 1
const IN_ZIP64 = 0xffffffff
/** With and without signature, with 4 and 8 byte sizes. */
const DESCRIPTOR_SIZES = [16, 24, 12, 20]

interface LocalHeader extends ZipEntry {
  readonly name: string
  /** Null when only the data itself tells where it ends. */
  readonly packedSize: number | null
}

/**
 * The files of a zip without its directory, from one local header (APPNOTE 4.3.7) to the next, as far as the headers lead.
 * A member that ends early is reported with it; that the directory is missing is for the caller to say.
 */
export async function* walkZip(input: Bytes): AsyncGenerator<Member> {
  for (let header = await readHeader(input); header !== null; header = await readHeader(input)) {
    const { packedSize } = header
    const raw = packedSize === null ? input : limited(input, packedSize)
    const bytes = memberBytes(raw, header)
    if (!header.name.endsWith('/')) yield { name: memberName(header.name), bytes }
    await bytes.drain()
    if (packedSize !== null) await raw.drain()
    else if (unsupported(header) !== null || header.method !== DEFLATED || bytes.failed) return
    else await skipDescriptor(input)
    await bytes.close()
  }
}

function limited(input: Bytes, size: number): Bytes {
  return new Bytes(input.ledger, async function* (self) {
    let left = size
    for await (const chunk of input.upTo(size)) {
      left -= chunk.length
      yield chunk
    }
    if (left === 0) return
    if (!input.failed) self.fail('archive-cut', 'a zip member ends early')
    self.failed = true
  })
}

/** @returns null where no further local header stands, or only a part of one */
async function readHeader(input: Bytes): Promise<LocalHeader | null> {
  const fixed = await input.peek(LOCAL_HEADER_SIZE)
  if (fixed.length < LOCAL_HEADER_SIZE || fixed.readUInt32LE(0) !== LOCAL_HEADER) return null
  const head = await input.take(LOCAL_HEADER_SIZE)
  const nameSize = head.readUInt16LE(26)
  const extraSize = head.readUInt16LE(28)
  const rest = await input.take(nameSize + extraSize)
  if (rest.length < nameSize + extraSize) return null
  const flags = head.readUInt16LE(6)
  const open = (flags & HAS_DESCRIPTOR) !== 0
  const large = zip64Sizes(rest.subarray(nameSize))
  const size = head.readUInt32LE(22)
  const packed = head.readUInt32LE(18)
  return {
    name: getFileNameLowLevel(flags | UTF8_NAME, rest.subarray(0, nameSize), [], false),
    flags,
    method: head.readUInt16LE(8),
    crc: open ? null : head.readUInt32LE(14),
    size: open ? null : size === IN_ZIP64 ? large.size : size,
    packedSize: open ? null : packed === IN_ZIP64 ? large.packed : packed,
  }
}

function zip64Sizes(extra: Buffer): { readonly size: number | null; readonly packed: number | null } {
  try {
    const data = parseExtraFields(extra).find((field) => field.id === ZIP64_EXTRA)?.data
    if (data === undefined || data.length < 16) return { size: null, packed: null }
    return { size: Number(data.readBigUInt64LE(0)), packed: Number(data.readBigUInt64LE(8)) }
  } catch {
    return { size: null, packed: null }
  }
}

async function skipDescriptor(input: Bytes): Promise<void> {
  const head = await input.peek(28)
  const size = DESCRIPTOR_SIZES.find((at) => head.toString('latin1', at, at + 2) === 'PK') ?? 16
  await input.take(size)
}
