// See row.ts. Times before an entry, as src/envelope/instant.ts reads them.

const DOT: u8 = 0x2e
const COLON: u8 = 0x3a
const PLUS: u8 = 0x2b
const MINUS: u8 = 0x2d
const UPPER_Z: u8 = 0x5a
const ZERO: u8 = 0x30
/** Longer ones are left to who reads them anyway. */
const LONGEST: i32 = 64

/** `2023-12-07T21:19` as it was met last. */
let minute = i8x16.splat(0)

/** Behind a time with a zone, -1 where it is not certain that one stands there. */
export function instantEnd(from: i32, limit: i32): i32 {
  if (from + LONGEST > limit) return -1
  const bytes = v128.load(from)
  if (!i8x16.all_true(i8x16.eq(bytes, minute))) {
    if (!isMinute(from, bytes)) return -1
    minute = bytes
  }
  if (load<u8>(from, 16) !== COLON || digit(from + 17) > 5 || digit(from + 18) > 9) return -1
  let place = from + 19
  if (load<u8>(place) === DOT) {
    const fraction = ++place
    while (place < from + LONGEST - 6 && digit(place) <= 9) place++
    if (place === fraction) return -1
  }
  const sign = load<u8>(place)
  if (sign === UPPER_Z) return place + 1
  if ((sign !== PLUS && sign !== MINUS) || load<u8>(place, 3) !== COLON) return -1
  return isBelow(place + 1, 24) && isBelow(place + 4, 60) ? place + 6 : -1
}

/** Whether day and time of day exist, and of February its first 28 days do. */
function isMinute(from: i32, bytes: v128): bool {
  const zeros = i8x16(0x32, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x54, 0x30, 0x30, 0x3a, 0x30, 0x30)
  const above = i8x16(1, 1, 10, 10, 1, 10, 10, 1, 10, 10, 1, 10, 10, 1, 6, 10)
  if (!i8x16.all_true(i8x16.lt_u(i8x16.sub(bytes, zeros), above))) return false
  const month = two(from + 5)
  const day = two(from + 8)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month) && two(from + 11) < 24
}

function daysOf(month: i32): i32 {
  return month === 2 ? 28 : 30 + ((month + (month >> 3)) & 1)
}

/** Whether two digits stand there, of a number below another. */
function isBelow(place: i32, bound: i32): bool {
  return digit(place) <= 9 && digit(place + 1) <= 9 && two(place) < bound
}

function two(place: i32): i32 {
  return <i32>digit(place) * 10 + <i32>digit(place + 1)
}

/** Above 9 where none stands. */
function digit(place: i32): u8 {
  return load<u8>(place) - ZERO
}
