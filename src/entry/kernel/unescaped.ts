// See row.ts. What a JSON string means whose escapes are all harmless (see plain-end.ts).

const BACKSLASH: u8 = 0x5c
const LOWER_C: u8 = 0x63
const LOWER_T: u8 = 0x74
const LOWER_U: u8 = 0x75

/** Bytes that can be unescaped. */
export const SCRATCH: i32 = 65536
/** Where they are then. */
export let scratch: i32 = 0

/** @param place with room for some bytes more */
export function setScratch(place: i32): void {
  scratch = place
}

/** @param most bytes that are asked for; a few more may come @returns behind what was written */
export function unescaped(from: i32, end: i32, most: i32): i32 {
  const backslashes = i8x16.splat(BACKSLASH)
  const last = scratch + most
  let to = scratch
  let place = from
  while (place < end && to < last) {
    const bytes = v128.load(place)
    v128.store(to, bytes)
    const met = i8x16.bitmask(i8x16.eq(bytes, backslashes))
    const plain = min(met === 0 ? 16 : ctz(met), end - place)
    place += plain
    to += plain
    if (met === 0 || place >= end) continue
    const letter = load<u8>(place, 1)
    if (letter === LOWER_U) {
      store<u8>(to, load<u8>(place, 5) === LOWER_C ? 0x3c : 0x3e)
      place += 6
    } else {
      store<u8>(to, letter === LOWER_T ? 0x09 : letter)
      place += 2
    }
    to++
  }
  return to
}
