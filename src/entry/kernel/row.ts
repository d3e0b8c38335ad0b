// AssemblyScript, not TypeScript: kernel.mjs makes WebAssembly of it. It has no memory of its own: row-kernel.ts says where what lies, and
// what the codes mean. Addresses are those of bytes; numbers of two bytes and more stand lowest byte first.

import { NO_NAME, setFields, tells, UNKNOWN } from './fields.ts'
import { headOf, setHeads } from './heads.ts'
import { holdsWord } from './words.ts'

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

let second: i32 = 0
let looked: i32 = 0
let pause: f64 = 0

let earliest: f64 = 0
let takesBad: bool = false
let secondMs: f64 = 0

/** Times of the row in milliseconds since 1970: of its last line, the latest of all, and the latest of its INFO. */
export let last: f64 = 0
export let high: f64 = 0
export let highInfo: f64 = 0

export let lines: i32 = 0
export let debug: i32 = 0
export let warn: i32 = 0
export let error: i32 = 0
export let fatal: i32 = 0
export let idle: i32 = 0
export let up: i32 = 0
export let down: i32 = 0

/** Where `go` stopped. */
export let at: i32 = 0

/**
 * Tells where the tables lie.
 * @param lookedAt how far into an entry that is graver than INFO is looked for a word
 * @param silence that ends a row, in milliseconds
 */
export function setUp(headsPlace: i32, keysPlace: i32, ofIdPlace: i32, secondPlace: i32, lookedAt: i32, silence: f64): void {
  setHeads(headsPlace)
  setFields(keysPlace, ofIdPlace)
  second = secondPlace
  looked = lookedAt
  pause = silence
}

/** Tells what instant it is that the bytes of the last second stand for. */
export function setSecond(ms: f64): void {
  secondMs = ms
}

/**
 * Begins a row.
 * @param from @param to times of all entries so far lie between: what lies before them, or long behind them, ends the row
 * @param before time of the line before
 * @param bad whether entries that are graver than INFO may be of the row
 */
export function begin(from: f64, to: f64, before: f64, bad: bool): void {
  lines = debug = warn = error = fatal = idle = up = down = 0
  earliest = from
  high = to
  last = before
  takesBad = bad
  highInfo = -Infinity
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
    const x = <u32>load<u8>(start + 21) - 0x30
    const y = <u32>load<u8>(start + 22) - 0x30
    const z = <u32>load<u8>(start + 23) - 0x30
    if (x > 9 || y > 9 || z > 9) return stop(AT_STRANGE, start)
    const ms = secondMs + <f64>(x * 100 + y * 10 + z)
    if (ms < earliest || ms - high > pause) return stop(AT_STRANGE, start)
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
    if (kind !== QUIET) idle++
    known = STRANGE
    lines++
    if (bad) count(name)
    else if (name === 0x44) debug++
    else if (ms > highInfo) highInfo = ms
    if (ms > last) up++
    else if (ms < last) down++
    if (ms > high) high = ms
    last = ms
    start = newline + 1
  }
  return stop(AT_END, start)
}

function stop(code: i32, start: i32): i32 {
  at = start
  return code
}

function count(level: u8): void {
  if (level === 0x57) warn++
  else if (level === 0x45) error++
  else fatal++
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

/** Whether date, time to the second and zone are those that were met last, which lie as in the line. */
function isSameSecond(start: i32): bool {
  return (
    load<u64>(start, 9) === load<u64>(second, 9) &&
    load<u32>(start, 17) === load<u32>(second, 17) &&
    load<u64>(start, 1) === load<u64>(second, 1) &&
    load<u64>(start, 24) === load<u64>(second, 24) &&
    load<u16>(start, 32) === load<u16>(second, 32)
  )
}
