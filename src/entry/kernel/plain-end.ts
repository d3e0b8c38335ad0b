// See row.ts. Ends of text as src/envelope/plain-end.ts finds them.

const TAB: u8 = 0x09
const QUOTE: u8 = 0x22
const AMPERSAND: u8 = 0x26
const BACKSLASH: u8 = 0x5c
const CURLY: u8 = 0xe2
/** `003` and the fourth digits of `<` and `>`. */
const ANGLE: u32 = 0x333030
const LOWER_C: u32 = 0x63
const LOWER_E: u32 = 0x65

/** @param end behind the last byte that may be looked at */
export function stringEnd(from: i32, end: i32): i32 {
  const last = end - 4
  const spaces = i8x16.splat(0x20)
  const quotes = i8x16.splat(QUOTE)
  const ampersands = i8x16.splat(AMPERSAND)
  const backslashes = i8x16.splat(BACKSLASH)
  /** Behind what was met last. */
  let behind = from
  let place = from
  // The last four bytes that are looked at may begin at `last`.
  while (place < last + 4) {
    const bytes = v128.load(place)
    const quoted = i8x16.bitmask(i8x16.eq(bytes, quotes))
    const escaped = i8x16.bitmask(i8x16.eq(bytes, backslashes))
    // Signed, what is not ASCII is less than a space, too.
    const other = i8x16.bitmask(v128.or(i8x16.lt_s(bytes, spaces), i8x16.eq(bytes, ampersands)))
    const next = place + 16
    // Most escapes are those of quotes: each backslash stands before one, but for the last byte, of which that is not known.
    if (other === 0 && quoted === ((escaped << 1) & 0xffff) && next <= last) {
      if (quoted !== 0) behind = place + 32 - clz(quoted)
      place = next - (escaped >> 15)
      continue
    }
    let met = quoted | escaped | other
    while (met !== 0) {
      const at = next - 16 + ctz(met)
      if (at > last) return min(at, endOfLast(behind, last))
      const byte = load<u8>(at)
      if (byte !== BACKSLASH) {
        if (byte < 0x80 || byte === CURLY) return at
        behind = at + 1
      } else {
        const length = escapeLength(at, end)
        if (length === 0) return at
        behind = at + length
      }
      const passed = behind - next + 16
      met = passed >= 16 ? 0 : (met >> passed) << passed
    }
    place = max(next, behind)
  }
  return endOfLast(behind, last)
}

/** @param end behind the last byte that may be looked at */
export function textEnd(from: i32, end: i32): i32 {
  const last = end - 4
  const spaces = i8x16.splat(0x20)
  const ampersands = i8x16.splat(AMPERSAND)
  let place = from
  while (place <= last) {
    while (place + 32 <= last && !v128.any_true(v128.or(isOther(place, spaces, ampersands), isOther(place + 16, spaces, ampersands))))
      place += 32
    const met = i8x16.bitmask(isOther(place, spaces, ampersands))
    const next = place + (met === 0 ? 16 : ctz(met))
    if (next > last) return min(next, endOfLast(place, last))
    place = next
    if (met === 0) continue
    const byte = load<u8>(place)
    if (byte !== TAB && (byte < 0x80 || byte === CURLY)) return place
    place++
  }
  return place
}

/** Of sixteen bytes those that a text may end with: signed, what is not ASCII is less than a space, too. */
function isOther(place: i32, spaces: v128, ampersands: v128): v128 {
  const bytes = v128.load(place)
  return v128.or(i8x16.lt_s(bytes, spaces), i8x16.eq(bytes, ampersands))
}

/** Four bytes are looked at at once there: behind the last four that begin at `last` or before. */
function endOfLast(place: i32, last: i32): i32 {
  return place > last ? place : place + ((((last - place) >> 2) + 1) << 2)
}

function escapeLength(place: i32, end: i32): i32 {
  const letter = load<u8>(place + 1)
  if (letter === QUOTE || letter === BACKSLASH || letter === 0x2f || letter === 0x74) return 2
  if (letter !== 0x75 || place + 6 > end) return 0
  const digits = load<u32>(place, 2)
  const fourth = digits >> 24
  return (digits & 0xffffff) === ANGLE && (fourth === LOWER_C || fourth === LOWER_E) ? 6 : 0
}
