// See row.ts.

/** Heads of lines that were learnt: as many shelves, with a few records each, of so many bytes, of which the first eight hold length and kind. */
export const SHELVES: i32 = 256
export const RECORDS: i32 = 8
export const HEAD_SIZE: i32 = 192

let heads: i32 = 0

/** Tells where the records lie. */
export function setHeads(place: i32): void {
  heads = place
}

/** The record of the head that stands at `level`, 0 where it was not learnt. @param room bytes that stand there; 26 or more */
export function headOf(level: i32, room: i32): i32 {
  const shelf = shelfOf(level)
  for (let head = shelf; head < shelf + RECORDS * HEAD_SIZE; head += HEAD_SIZE) {
    const length = <i32>load<u8>(head)
    if (length === 0) return 0
    const learnt = head + 8
    if (length > room || load<u64>(level + length - 8) !== load<u64>(learnt + length - 8)) continue
    let i = 0
    while (i < length - 8 && load<u64>(level + i) === load<u64>(learnt + i)) i += 8
    if (i >= length - 8) return head
  }
  return 0
}

/** Where the records of heads lie that look like the one at `level` in some bytes of the file's name, the line's number or the message. */
export function shelfOf(level: i32): i32 {
  const names = load<u64>(level, 7) * 0x9e3779b185eb + load<u64>(level, 15) * 0xc2b2ae3d27d5
  const mixed = (names ^ (names >> 29) ^ load<u64>(level, 23)) * 0x165667b19e37
  return heads + <i32>(mixed >> 56) * RECORDS * HEAD_SIZE
}
