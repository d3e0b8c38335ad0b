import { BACKSLASHES, ONES, TOPS } from '../source/words.ts'
import { BACKSLASH, isDigit, LOWER_U, ZERO } from './bytes.ts'
import type { Line } from './envelope.ts'
import { viewOf } from './view.ts'

/** What follows the backslash -> the byte that is meant; 0 where it is not a simple escape. */
const SIMPLE = new Uint8Array(256)
for (const [letter, meant] of Object.entries({
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  v: '\v',
}))
  SIMPLE[letter.charCodeAt(0)] = meant.charCodeAt(0)

const LOWER_X = 0x78
const REPLACEMENT = 0xfffd

/**
 * Makes `[start, end)` of the line's buffer its payload. When there is an escape in it (the first at `firstEscape`; -1 for none),
 * the bytes are unescaped into a buffer of their own; what is no escape stays as it stands.
 */
export function takePayload(line: Line, start: number, end: number, firstEscape: number): void {
  line.column += start - line.start
  if (firstEscape < 0) {
    line.start = start
    line.end = end
    return
  }
  unescaped.write(line.buf, start, end)
  line.buf = Buffer.from(unescaped.bytes)
  line.start = 0
  line.end = line.buf.length
}

/** A place where text is written without its escapes. What stands there is only valid until the next is written. */
class Unescaped {
  #out = Buffer.allocUnsafeSlow(64 << 10)
  #view = new DataView(this.#out.buffer)
  #length = 0

  get bytes(): Buffer {
    return this.#out.subarray(0, this.#length)
  }

  /** Four bytes at a time where no escape stands among them. */
  write(buf: Buffer, start: number, end: number): void {
    // Unescaping never makes a text longer; the last four bytes that are written may be too many.
    if (end - start + 4 > this.#out.length) this.#widen(end - start + 4)
    const view = viewOf(buf)
    const [out, to] = [this.#out, this.#view]
    let at = 0
    for (let i = start; i < end; ) {
      while (i + 4 <= end) {
        const word = view.getInt32(i, true)
        to.setInt32(at, word, true)
        const met = ((word ^ BACKSLASHES) - ONES) & ~word & TOPS
        const plain = met === 0 ? 4 : (31 - Math.clz32(met & -met)) >> 3
        i += plain
        at += plain
        if (plain < 4) break
      }
      const byte = buf[i]!
      if (i >= end) break
      if (byte === BACKSLASH && i + 1 < end) {
        const next = buf[i + 1]!
        if (SIMPLE[next] === 0) [i, at] = this.#character(buf, i, end, at)
        else {
          out[at++] = SIMPLE[next]!
          i += 2
        }
      } else {
        out[at++] = byte
        i++
      }
    }
    this.#length = at
  }

  /** @returns what comes behind `\u…` or `\x…`, and where it is to be written; a backslash that begins neither stays */
  #character(buf: Buffer, i: number, end: number, at: number): [number, number] {
    const next = buf[i + 1]!
    const length = next === LOWER_U ? 4 : next === LOWER_X ? 2 : 0
    const code = length === 0 ? -1 : hex(buf, i + 2, Math.min(i + 2 + length, end), length)
    if (code < 0) {
      this.#out[at] = BACKSLASH
      return [i + 1, at + 1]
    }
    const low = code >= 0xd800 && code < 0xdc00 ? lowSurrogate(buf, i + 6, end) : -1
    const to = writeUtf8(this.#out, at, low < 0 ? single(code, length) : 0x10000 + ((code - 0xd800) << 10) + low - 0xdc00)
    return [i + (low < 0 ? 2 + length : 12), to]
  }

  #widen(size: number): void {
    this.#out = Buffer.allocUnsafeSlow(size * 2)
    this.#view = new DataView(this.#out.buffer)
  }
}

export const unescaped = new Unescaped()

/** Half a surrogate pair is no character, and Go prints `\xNN` above 7f only for bytes that are none either. */
function single(code: number, digits: number): number {
  return (code >= 0xd800 && code < 0xe000) || (digits === 2 && code > 0x7f) ? REPLACEMENT : code
}

function lowSurrogate(buf: Buffer, at: number, end: number): number {
  if (at + 6 > end || buf[at] !== BACKSLASH || buf[at + 1] !== LOWER_U) return -1
  const code = hex(buf, at + 2, at + 6, 4)
  return code >= 0xdc00 && code < 0xe000 ? code : -1
}

/** Whether the byte at `at` is a backslash that is no second half of an escape; `from` is where the text begins. */
export function isEscape(buf: Buffer, from: number, at: number): boolean {
  let i = at
  while (i >= from && buf[i] === BACKSLASH) i--
  return (at - i) % 2 === 1
}

function hex(buf: Buffer, at: number, end: number, length: number): number {
  if (end - at !== length) return -1
  let value = 0
  for (let i = at; i < end; i++) {
    const byte = buf[i]!
    const lower = byte | 0x20
    if (isDigit(byte)) value = value * 16 + byte - ZERO
    else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57
    else return -1
  }
  return value
}

function writeUtf8(out: Buffer, at: number, code: number): number {
  if (code < 0x80) {
    out[at] = code
    return at + 1
  }
  if (code < 0x800) {
    out[at] = 0xc0 | (code >> 6)
    out[at + 1] = 0x80 | (code & 0x3f)
    return at + 2
  }
  if (code < 0x10000) {
    out[at] = 0xe0 | (code >> 12)
    out[at + 1] = 0x80 | ((code >> 6) & 0x3f)
    out[at + 2] = 0x80 | (code & 0x3f)
    return at + 3
  }
  out[at] = 0xf0 | (code >> 18)
  out[at + 1] = 0x80 | ((code >> 12) & 0x3f)
  out[at + 2] = 0x80 | ((code >> 6) & 0x3f)
  out[at + 3] = 0x80 | (code & 0x3f)
  return at + 4
}
