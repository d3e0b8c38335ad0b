// AssemblyScript, not TypeScript: kernel.mjs makes WebAssembly of it. It has no memory of its own: row-kernel.ts says where what lies, and
// what the codes mean. Addresses are those of bytes; numbers of two bytes and more stand lowest byte first.

import { admits, take, tell } from './counts.ts'
import { NO_NAME, setFields, tells, UNKNOWN } from './fields.ts'
import { headOf, setHeads } from './heads.ts'
import { isSameSecond, setSecondPlace, timeAt } from './second.ts'
import { holdsWord, looked, setLooked, takesBad } from './words.ts'

const NEWLINE: u8 = 0x0a
const RETURN: u8 = 0x0d
const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d

/** No entry of the fixed layout with a caller is shorter. */
const SHORTEST: i32 = 60
/** Where the level stands in a line. */
const LEVEL: i32 = 34

export const STRANGE: i32 = 0
export const QUIET: i32 = 1
export const IDLE: i32 = 2
/** IDLE, and it is known that its fields tell nothing. */
export const SILENT: i32 = 3

/** Why `go` came back: at the end, at a line that is not one of the row, or because it must be told something before it can go on. */
export const AT_END: i32 = 0
export const AT_STRANGE: i32 = 1
export const ASKS_SECOND: i32 = 2
export const ASKS_HEAD: i32 = 3
export const ASKS_KEY: i32 = 4

/**
 * Tells where the tables lie.
 * @param lookedAt how far into an entry that is graver than INFO is looked for a word
 */
export function setUp(headsPlace: i32, keysPlace: i32, ofIdPlace: i32, secondPlace: i32, lookedAt: i32): void {
  setHeads(headsPlace)
  setFields(keysPlace, ofIdPlace)
  setSecondPlace(secondPlace)
  setLooked(lookedAt)
}

/**
 * Goes on with the row under way.
 * @param given what is known of the first line's head by asking; STRANGE: nothing
 * @param givenLength bytes from the level on that this rests on
 */
export function go(from: i32, end: i32, given: i32, givenLength: i32): i32 {
  let start = from
  let known = given
  while (start < end) {
    const newline = newlineFrom(start, end)
    if (newline < 0) return stop(AT_END, start)
    const close = load<u8>(newline - 1) === RETURN ? newline - 2 : newline - 1
    if (close - start < SHORTEST - 1 || load<u8>(start) !== OPEN || load<u8>(close) !== CLOSE) return stop(AT_STRANGE, start)
    if (!isSameSecond(start)) return stop(ASKS_SECOND, start)
    const ms = timeAt(start)
    if (ms < 0 || !admits(ms)) return stop(AT_STRANGE, start)
    const level = start + LEVEL
    let kind = known
    let length = givenLength
    if (known === STRANGE) {
      const head = headOf(level, close + 1 - level)
      if (head === 0) return stop(ASKS_HEAD, start)
      kind = <i32>load<u8>(head, 1)
      length = <i32>load<u8>(head)
    }
    const name = load<u8>(level)
    const bad = name !== 0x49 && name !== 0x44
    if (bad) {
      if (!takesBad || holdsWord(start, min(close + 1, start + looked))) return stop(AT_STRANGE, start)
    } else if (kind === IDLE) {
      const says = tells(level + length, close + 1)
      if (says !== NO_NAME) return stop(says === UNKNOWN ? ASKS_KEY : AT_STRANGE, start)
    }
    take(name, ms, kind !== QUIET)
    known = STRANGE
    start = newline + 1
  }
  return stop(AT_END, start)
}

function stop(code: i32, start: i32): i32 {
  tell(start)
  return code
}

/** Where the next newline stands, -1 where none stands before `end`. */
function newlineFrom(from: i32, end: i32): i32 {
  const newlines = i8x16.splat(NEWLINE)
  for (let place = from; place < end; place += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(place), newlines))
    if (found !== 0) {
      const newline = place + ctz(found)
      return newline < end ? newline : -1
    }
  }
  return -1
}
