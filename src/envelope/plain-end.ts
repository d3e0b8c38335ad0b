import { AMPERSANDS, BACKSLASHES, BUT_AMPERSAND, ONES, QUOTES, SPACES, TOPS } from '../source/words.ts'
import { BACKSLASH, CARRIAGE_RETURN, CURLY, LOWER_C, LOWER_E, LOWER_U, NEWLINE, QUOTE, TAB } from './bytes.ts'

/** `003` and the fourth digits of `<` and `>`, which Go escapes for the sake of browsers. */
const ANGLE = 0x333030
/** 1 for what JSON allows behind a backslash; Go's quoting, and with it logfmt, also knows `\a`, `\v` and `\xNN`. */
export const JSON_ESCAPES = new Uint8Array(256)
for (const letter of Buffer.from('"\\/bfnrtu')) JSON_ESCAPES[letter] = 1
/** 1 for what stands behind the backslash of an escape that means one harmless byte. */
const HARMLESS = new Uint8Array(256)
for (const letter of Buffer.from('"\\/t')) HARMLESS[letter] = 1

/**
 * Where a JSON string that goes on at `at` has its closing quote, or before it anything that makes its text more than one plain line:
 * other escapes, control characters, and bytes that an envelope inside it may be told by. Four bytes are looked at at once; of those
 * that show something, the lowest is certain. The last bytes of the view are not looked at: there it may return early.
 */
export function stringEnd(view: DataView, at: number): number {
  const last = view.byteLength - 4
  let i = at
  for (;;) {
    while (i <= last) {
      const word = view.getInt32(i, true)
      const met = ((word - SPACES) | (((word & BUT_AMPERSAND) ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | word) & TOPS
      if (met !== 0) {
        i += (31 - Math.clz32(met & -met)) >> 3
        break
      }
      i += 4
    }
    if (i > last) return i
    const byte = view.getUint8(i)
    if (byte === BACKSLASH) {
      const length = escapeLength(view, i)
      if (length === 0) return i
      i += length
    } else if (byte < 0x80 || byte === CURLY) return i
    else i++
  }
}

/** Where the JSON string that goes on at `at` has its closing quote; -1 where it has none, or what JSON does not allow behind a backslash. */
export function closingQuote(view: DataView, at: number): number {
  const last = view.byteLength - 4
  let i = at
  for (;;) {
    while (i <= last) {
      const word = view.getInt32(i, true)
      const met = (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & ~word & TOPS
      if (met !== 0) {
        i += (31 - Math.clz32(met & -met)) >> 3
        break
      }
      i += 4
    }
    if (i > last) return -1
    if (view.getUint8(i) === QUOTE) return i
    if (JSON_ESCAPES[view.getUint8(i + 1)] === 0) return -1
    i += 2
  }
}

/** As `stringEnd`, for text that goes on to the end of its line. A CR there is none of it. */
export function textEnd(view: DataView, at: number): number {
  const last = view.byteLength - 4
  let i = at
  for (;;) {
    while (i <= last) {
      const word = view.getInt32(i, true)
      const met = ((word - SPACES) | ((word ^ AMPERSANDS) - ONES) | word) & TOPS
      if (met !== 0) {
        i += (31 - Math.clz32(met & -met)) >> 3
        break
      }
      i += 4
    }
    if (i > last) return i
    const byte = view.getUint8(i)
    if (byte !== TAB && (byte < 0x80 || byte === CURLY)) return i
    i++
  }
}

/** Behind what ends a line that has no more text at `at`, -1 where it goes on. */
export function nextLine(view: DataView, at: number): number {
  if (at + 1 >= view.byteLength) return -1
  const newline = view.getUint8(at) === CARRIAGE_RETURN ? at + 1 : at
  return view.getUint8(newline) === NEWLINE ? newline + 1 : -1
}

/** @returns 0 for an escape that is more than another way to write one harmless byte */
function escapeLength(view: DataView, at: number): number {
  const letter = view.getUint8(at + 1)
  if (HARMLESS[letter] === 1) return 2
  if (letter !== LOWER_U || at + 6 > view.byteLength) return 0
  const digits = view.getInt32(at + 2, true)
  const fourth = digits >>> 24
  return (digits & 0xffffff) === ANGLE && (fourth === LOWER_C || fourth === LOWER_E) ? 6 : 0
}
