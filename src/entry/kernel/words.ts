// See row.ts. Words are looked for as AnyWord looks, from its own tables.

/** One table for short words and one for long ones: how far the search goes on, and where the words are listed, by a hash. */
let shortShifts: i32 = 0
let shortLists: i32 = 0
let longShifts: i32 = 0
let longLists: i32 = 0
/** Bytes of the shortest word of each; 0 where there is none. */
let shortLength: i32 = 0
let longLength: i32 = 0

/** Whether entries that are graver than INFO may be of a row, and how far into one is looked for a word. */
export let takesBad: bool = false
export let looked: i32 = 0

export function setTakesBad(takes: bool): void {
  takesBad = takes
}

export function setLooked(howFar: i32): void {
  looked = howFar
}

export function setShortWords(shifts: i32, lists: i32, length: i32): void {
  shortShifts = shifts
  shortLists = lists
  shortLength = length
}

export function setLongWords(shifts: i32, lists: i32, length: i32): void {
  longShifts = shifts
  longLists = lists
  longLength = length
}

/** Whether one of the words stands in [start, end). */
export function holdsWord(start: i32, end: i32): bool {
  return (shortLength > 0 && holdsShort(start, end)) || (longLength > 0 && holdsLong(start, end))
}

function holdsShort(start: i32, end: i32): bool {
  for (let place = start + shortLength - 1; place < end; ) {
    const hash = ((<i32>load<u8>(place - 1)) << 8) | <i32>load<u8>(place)
    const shift = <i32>load<u8>(shortShifts + hash)
    if (shift === 0 && isWordOf(load<i32>(shortLists + (hash << 2)), place - shortLength + 1, end)) return true
    place += max(shift, 1)
  }
  return false
}

function holdsLong(start: i32, end: i32): bool {
  for (let place = start + longLength - 1; place < end; ) {
    const hash = (<i32>load<u8>(place) ^ ((<i32>load<u8>(place - 1)) << 5) ^ ((<i32>load<u8>(place - 2)) << 10)) & 0xffff
    const shift = <i32>load<u8>(longShifts + hash)
    if (shift === 0 && isWordOf(load<i32>(longLists + (hash << 2)), place - longLength + 1, end)) return true
    place += max(shift, 1)
  }
  return false
}

/** Whether one of a list of words, each behind its length, stands at `start`. */
function isWordOf(list: i32, start: i32, end: i32): bool {
  for (let word = list, length = <i32>load<u16>(word); length > 0; length = <i32>load<u16>((word += 2 + length))) {
    if (start + length > end) continue
    let i = 0
    while (i < length && load<u8>(start + i) === load<u8>(word + 2 + i)) i++
    if (i === length) return true
  }
  return false
}
