/** Names for the bytes that transports use, so that the looks below read as text. */
export const TAB = 0x09
export const NEWLINE = 0x0a
export const CARRIAGE_RETURN = 0x0d
export const SPACE = 0x20
export const QUOTE = 0x22
export const PLUS = 0x2b
export const COMMA = 0x2c
export const MINUS = 0x2d
export const DOT = 0x2e
export const SLASH = 0x2f
export const ZERO = 0x30
export const COLON = 0x3a
export const LESS = 0x3c
export const EQUALS = 0x3d
export const GREATER = 0x3e
export const UPPER_D = 0x44
export const UPPER_I = 0x49
export const OPEN_BRACKET = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_BRACKET = 0x5d
export const UNDERSCORE = 0x5f
export const BACKTICK = 0x60
export const LOWER_C = 0x63
export const LOWER_E = 0x65
export const LOWER_N = 0x6e
export const LOWER_U = 0x75
export const OPEN_BRACE = 0x7b
export const PIPE = 0x7c
export const CLOSE_BRACE = 0x7d
/** The first byte of curly quotes. */
export const CURLY = 0xe2

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

export function isLetter(byte: number | undefined): boolean {
  if (byte === undefined) return false
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** Letters, digits, `-`, `_` and `.`: what names of hosts, pods, containers and units are made of. */
export function isNameByte(byte: number | undefined): boolean {
  return isDigit(byte) || isLetter(byte) || byte === MINUS || byte === UNDERSCORE || byte === DOT
}

/** True when `text` stands at `at` and ends no later than `end`. */
export function standsAt(buf: Buffer, at: number, end: number, text: Buffer): boolean {
  if (at + text.length > end) return false
  for (let i = 0; i < text.length; i++) if (buf[at + i] !== text[i]) return false
  return true
}

/** The first offset from `at` on that holds no digit. */
export function afterDigits(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && isDigit(buf[i])) i++
  return i
}

/** The first offset from `at` on that holds no byte of a name. */
export function afterName(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && isNameByte(buf[i])) i++
  return i
}

/** The first offset from `at` on that holds neither space nor tab. */
export function afterBlanks(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && (buf[i] === SPACE || buf[i] === TAB)) i++
  return i
}

/** Where `byte` stands first in the range, or -1. Unlike `Buffer.indexOf` it never looks behind `end`. */
export function find(buf: Buffer, at: number, end: number, byte: number): number {
  for (let i = at; i < end; i++) if (buf[i] === byte) return i
  return -1
}
