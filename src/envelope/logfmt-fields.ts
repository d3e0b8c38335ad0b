import { BACKSLASH, CARRIAGE_RETURN, EQUALS, NEWLINE, QUOTE, SPACE, TAB } from './bytes.ts'

/** Where one `key=value` stands; the object is reused and only valid within the visit. */
export interface FieldRange {
  keyStart: number
  keyEnd: number
  /** The value without its quotes, still escaped. */
  valueStart: number
  valueEnd: number
  /** Offset of the first backslash of a quoted value, -1 when nothing in it is escaped. */
  escape: number
}

const field: FieldRange = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0, escape: -1 }

/**
 * Walks `key=value key="value"` by bytes: the fast way to what grammars/logfmt.ts accepts, no more and no less.
 * @param visit called for each field in turn; false ends the walk early
 * @returns false when the range is no logfmt; fields before the fault have been visited then
 */
export function eachField(buf: Buffer, start: number, end: number, visit: (field: Readonly<FieldRange>) => boolean): boolean {
  let at = afterGap(buf, start, end)
  while (at < end) {
    const next = readField(buf, at, end)
    if (next < 0) return false
    if (!visit(field)) return true
    at = afterGap(buf, next, end)
    if (at === next && at < end) return false
  }
  return true
}

function afterGap(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && (buf[i] === SPACE || buf[i] === TAB)) i++
  return i
}

/** @returns the offset behind the field, -1 when none stands here */
function readField(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && isPlain(buf[i]!) && buf[i] !== EQUALS) i++
  if (i === at || i >= end || buf[i] !== EQUALS) return -1
  field.keyStart = at
  field.keyEnd = i++
  field.valueStart = i
  field.escape = -1
  if (buf[i] === QUOTE && i < end) return readQuoted(buf, i + 1, end)
  while (i < end && isPlain(buf[i]!)) i++
  field.valueEnd = i
  return i
}

function readQuoted(buf: Buffer, at: number, end: number): number {
  field.valueStart = at
  for (let i = at; i < end; i++) {
    const byte = buf[i]!
    if (byte === QUOTE) {
      field.valueEnd = i
      return i + 1
    }
    if (byte === NEWLINE) return -1
    if (byte !== BACKSLASH) continue
    if (field.escape < 0) field.escape = i
    if (buf[++i] === NEWLINE) return -1
  }
  return -1
}

function isPlain(byte: number): boolean {
  return byte !== SPACE && byte !== TAB && byte !== QUOTE && byte !== NEWLINE && byte !== CARRIAGE_RETURN
}
