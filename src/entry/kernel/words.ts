// See row.ts.

let shifts: i32 = 0
let lists: i32 = 0
let shortest: i32 = 0

/** Tells where the tables lie, and how long the shortest word is. */
export function setWords(shiftsPlace: i32, listsPlace: i32, length: i32): void {
  shifts = shiftsPlace
  lists = listsPlace
  shortest = length
}

/** Whether one of the words stands in [start, end): as AnyWord, from its own tables. */
export function holdsWord(start: i32, end: i32): bool {
  for (let place = start + shortest - 1; place < end; ) {
    const pair = ((<i32>load<u8>(place - 1)) << 8) | <i32>load<u8>(place)
    const shift = <i32>load<u8>(shifts + pair)
    if (shift === 0 && isWordOf(load<i32>(lists + (pair << 2)), place - shortest + 1, end)) return true
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
