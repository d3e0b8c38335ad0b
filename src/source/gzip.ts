import { Bytes } from './bytes.ts'
import { Check } from './check.ts'
import { inflate } from './inflate.ts'

const FLAG_HEADER_CHECK = 2
const FLAG_EXTRA = 4
const FLAG_NAME = 8
const FLAG_COMMENT = 16

/**
 * Unpacks gzip (RFC 1952): all members, trailing zero padding. Wrong checksums and cut ends are reported after everything
 * that could be unpacked was given; node's own gunzip would keep that back.
 */
export function gunzip(input: Bytes): Bytes {
  return new Bytes(input.ledger, (self) => members(input, self))
}

async function* members(input: Bytes, self: Bytes): AsyncGenerator<Buffer> {
  for (let first = true; ; first = false) {
    if (!first && !(await anotherMember(input, self))) break
    if (!(await skipHeader(input))) {
      cut(input, self)
      break
    }
    if (!(yield* member(input, self))) break
  }
  if (input.failed) self.failed = true
}

/** @returns whether the next member can be tried */
async function* member(input: Bytes, self: Bytes): AsyncGenerator<Buffer, boolean> {
  const content = new Check(self)
  const ending = yield* content.through(inflate(input))
  if (content.stopped) return false
  if (ending === 'damaged') {
    self.fail('archive-damaged', 'the gzip data is broken')
    return false
  }
  const trailer = await input.take(8)
  if (ending === 'cut' || trailer.length < 8) {
    cut(input, self)
    return false
  }
  if (trailer.readUInt32LE(0) !== content.crc || trailer.readUInt32LE(4) !== content.size % 2 ** 32) {
    self.fail('archive-damaged', 'the gzip checksum is wrong')
  }
  return true
}

function cut(input: Bytes, self: Bytes): void {
  if (!input.failed) self.fail('archive-cut', 'the gzip data ends early')
}

async function anotherMember(input: Bytes, self: Bytes): Promise<boolean> {
  if (!(await skipZeros(input))) return false
  const magic = await input.peek(3)
  if (magic[0] === 0x1f && (magic[1] ?? 0x8b) === 0x8b && (magic[2] ?? 8) === 8) return true
  self.fail('archive-damaged', 'bytes that are no gzip data follow the gzip data')
  return false
}

/** @returns whether anything is left */
async function skipZeros(input: Bytes): Promise<boolean> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const start = chunk.findIndex((byte) => byte !== 0)
    if (start === -1) continue
    input.unread(chunk.subarray(start))
    return true
  }
  return false
}

/** @returns false when the input ends inside the header */
async function skipHeader(input: Bytes): Promise<boolean> {
  const fixed = await input.take(10)
  if (fixed.length < 10) return false
  const flags = fixed.readUInt8(3)
  if (flags & FLAG_EXTRA) {
    const size = await input.take(2)
    if (size.length < 2 || (await input.take(size.readUInt16LE(0))).length < size.readUInt16LE(0)) return false
  }
  if (flags & FLAG_NAME && !(await skipText(input))) return false
  if (flags & FLAG_COMMENT && !(await skipText(input))) return false
  return !(flags & FLAG_HEADER_CHECK) || (await input.take(2)).length === 2
}

async function skipText(input: Bytes): Promise<boolean> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const end = chunk.indexOf(0)
    if (end === -1) continue
    input.unread(chunk.subarray(end + 1))
    return true
  }
  return false
}
