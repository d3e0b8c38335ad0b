// See row.ts. Most lines print the second of the line before: then their time is known but for its milliseconds.

/** Where the beginning of an entry with the second lies that was met last, as in its line. */
let second: i32 = 0
let secondMs: f64 = 0

export function setSecondPlace(place: i32): void {
  second = place
}

/** Tells what instant it is that the bytes of the last second stand for. */
export function setSecond(ms: f64): void {
  secondMs = ms
}

/** Whether date, time to the second and zone of the entry at `start` are those that were met last. */
export function isSameSecond(start: i32): bool {
  return (
    load<u64>(start, 9) === load<u64>(second, 9) &&
    load<u32>(start, 17) === load<u32>(second, 17) &&
    load<u64>(start, 1) === load<u64>(second, 1) &&
    load<u64>(start, 24) === load<u64>(second, 24) &&
    load<u16>(start, 32) === load<u16>(second, 32)
  )
}

/** The time of an entry of that second; below 0 where its milliseconds are no digits. */
export function timeAt(start: i32): f64 {
  const x = <u32>load<u8>(start + 21) - 0x30
  const y = <u32>load<u8>(start + 22) - 0x30
  const z = <u32>load<u8>(start + 23) - 0x30
  return x > 9 || y > 9 || z > 9 ? -1 : secondMs + <f64>(x * 100 + y * 10 + z)
}
