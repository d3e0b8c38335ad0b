// AssemblyScript, not TypeScript: kernel.mjs makes WebAssembly of it. It has no memory of its own: row-kernel.ts says where what lies, and
// what the codes mean. Addresses are those of bytes; numbers of two bytes and more stand lowest byte first.

const NEWLINE: u8 = 0x0a
const RETURN: u8 = 0x0d
const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
const SPACE: u8 = 0x20
const QUOTE: u8 = 0x22
const EQUALS: u8 = 0x3d

/** No entry of the fixed layout with a caller is shorter. */
const SHORTEST: i32 = 60
/** Where the level stands in a line. */
const LEVEL: i32 = 34

export const STRANGE: i32 = 0
export const QUIET: i32 = 1
export const IDLE: i32 = 2

/** Why `go` came back: at the end, at a line that is not one of the row, or because it must be told something before it can go on. */
export const AT_END: i32 = 0
export const AT_STRANGE: i32 = 1
export const ASKS_SECOND: i32 = 2
export const ASKS_HEAD: i32 = 3
export const ASKS_KEY: i32 = 4

/** Heads of lines that were learnt: as many shelves, with a few records each, of so many bytes, of which the first eight hold length and kind. */
export const SHELVES: i32 = 256
export const RECORDS: i32 = 8
export const HEAD_SIZE: i32 = 192
/** Names of fields that were learnt: as many hashes, each with what it says. */
export const KEYS: i32 = 1024

/** What a field's name says of its line. */
export const NOTHING: i32 = 1
export const AN_ID: i32 = 2

let heads: i32 = 0
let keys: i32 = 0
let ofId: i32 = 0
let second: i32 = 0
let shifts: i32 = 0
let lists: i32 = 0
let shortestWord: i32 = 0
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

/** Where `go` stopped, and what the name it asks for is: a hash, and where it begins and ends. */
export let at: i32 = 0
export let keyHash: i32 = 0
export let keyStart: i32 = 0
export let keyEnd: i32 = 0

/** Tells where the tables lie, and how far into an entry that is graver than INFO is looked for a word. @param silence that ends a row, in milliseconds */
export function setUp(places: i32, wordLength: i32, lookedAt: i32, silence: f64): void {
  heads = load<i32>(places)
  keys = load<i32>(places, 4)
  ofId = load<i32>(places, 8)
  second = load<i32>(places, 12)
  shifts = load<i32>(places, 16)
  lists = load<i32>(places, 20)
  shortestWord = wordLength
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
      if (says !== 0) return stop(says, start)
    }
    if (kind === IDLE) idle++
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

/** The record of the head that stands at `level`, 0 where it was not learnt. @param room bytes that stand there; 26 or more */
function headOf(level: i32, room: i32): i32 {
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

/** Whether the fields in [from, end) say whose line it is: 0 where they do not, else why `go` must come back. */
function tells(from: i32, end: i32): i32 {
  for (let place = from; place < end; place++) {
    if (load<u8>(place) !== OPEN || load<u8>(place - 1) !== SPACE || load<u8>(place - 2) !== CLOSE) continue
    const key = load<u8>(place + 1) === QUOTE ? place + 2 : place + 1
    let hash: u32 = 0
    let to = key
    for (let c = load<u8>(to); c !== EQUALS && c !== CLOSE && c !== QUOTE && to < end; c = load<u8>(++to)) hash = (hash ^ c) * 0x01000193
    const learnt = keys + ((<i32>((hash * 0x9e3779b1) >> 22)) << 3)
    const says = load<i32>(learnt, 4)
    if (says === 0 || load<u32>(learnt) !== hash) {
      keyHash = hash
      keyStart = key
      keyEnd = to
      return ASKS_KEY
    }
    if (says !== NOTHING && (says !== AN_ID || isId(load<u8>(to) === QUOTE ? to + 2 : to + 1, end))) return AT_STRANGE
    place = to
  }
  return 0
}

/** Whether a value is one word of the characters of an id. */
function isId(from: i32, end: i32): bool {
  let place = load<u8>(from) === QUOTE ? from + 1 : from
  while (place < end && load<u8>(ofId + load<u8>(place)) === 1) place++
  const behind = load<u8>(place)
  return behind === CLOSE || behind === QUOTE || place >= end
}

/** Whether one of the words stands in [start, end): as AnyWord, from its own tables. */
function holdsWord(start: i32, end: i32): bool {
  for (let place = start + shortestWord - 1; place < end; ) {
    const pair = ((<i32>load<u8>(place - 1)) << 8) | <i32>load<u8>(place)
    const shift = <i32>load<u8>(shifts + pair)
    if (shift === 0 && isWordOf(load<i32>(lists + (pair << 2)), place - shortestWord + 1, end)) return true
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
