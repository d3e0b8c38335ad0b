import { BACKSLASH, isDigit, QUOTE, ZERO } from './bytes.ts'
import type { Line } from './envelope.ts'

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

/** 1 for what JSON allows behind a backslash; Go's quoting, and with it logfmt, also knows `\a`, `\v` and `\xNN`. */
export const JSON_ESCAPES = new Uint8Array(256)
for (const letter of Buffer.from('"\\/bfnrtu')) JSON_ESCAPES[letter] = 1

const LOWER_U = 0x75
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
  // Unescaping never makes a text longer.
  const out = Buffer.allocUnsafe(end - start)
  line.buf.copy(out, 0, start, firstEscape)
  line.end = writeUnescaped(line.buf, firstEscape, end, out, firstEscape - start, false)
  line.start = 0
  line.buf = out
}

/**
 * As `takePayload`, for a range of which nothing is known but that quotes stand around it.
 * @returns false, with the line untouched, when it is not the inside of one JSON string
 */
export function takeChecked(line: Line, start: number, end: number): boolean {
  const { buf } = line
  let first = start
  while (first < end && buf[first] !== BACKSLASH && buf[first] !== QUOTE) first++
  if (first === end) {
    takePayload(line, start, end, -1)
    return true
  }
  const out = Buffer.allocUnsafe(end - start)
  buf.copy(out, 0, start, first)
  const length = writeUnescaped(buf, first, end, out, first - start, true)
  if (length < 0) return false
  line.column += start - line.start
  line.buf = out
  line.start = 0
  line.end = length
  return true
}

/** @returns the length of what now stands in `out`; -1 when `checked` finds what can't stand in a JSON string */
function writeUnescaped(buf: Buffer, start: number, end: number, out: Buffer, at: number, checked: boolean): number {
  let to = at
  const stop = checked ? QUOTE : BACKSLASH
  for (let i = start; i < end; ) {
    const byte = buf[i]!
    if (byte !== BACKSLASH && byte !== stop) {
      out[to++] = byte
      i++
      continue
    }
    const next = buf[i + 1]!
    if (checked && (byte === BACKSLASH ? i + 1 >= end || JSON_ESCAPES[next] === 0 : byte === QUOTE)) return -1
    if (byte !== BACKSLASH || i + 1 >= end) {
      out[to++] = byte
      i++
    } else if (SIMPLE[next] !== 0) {
      out[to++] = SIMPLE[next]!
      i += 2
    } else {
      const length = next === LOWER_U ? 4 : next === LOWER_X ? 2 : 0
      const code = length === 0 ? -1 : hex(buf, i + 2, Math.min(i + 2 + length, end), length)
      if (code < 0) {
        out[to++] = byte
        i++
      } else {
        const low = code >= 0xd800 && code < 0xdc00 ? lowSurrogate(buf, i + 6, end) : -1
        to = writeUtf8(out, to, low < 0 ? single(code, length) : 0x10000 + ((code - 0xd800) << 10) + low - 0xdc00)
        i += low < 0 ? 2 + length : 12
      }
    }
  }
  return to
}

/** Half a surrogate pair is no character, and Go prints `\xNN` above 7f only for bytes that are none either. */
function single(code: number, digits: number): number {
  return (code >= 0xd800 && code < 0xe000) || (digits === 2 && code > 0x7f) ? REPLACEMENT : code
}

function lowSurrogate(buf: Buffer, at: number, end: number): number {
  if (at + 6 > end || buf[at] !== BACKSLASH || buf[at + 1] !== LOWER_U) return -1
  const code = hex(buf, at + 2, at + 6, 4)
  return code >= 0xdc00 && code < 0xe000 ? code : -1
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
