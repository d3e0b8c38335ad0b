// See row.ts. Entries inside JSON strings, each line of which is wrapped as others before it.

import { admits, take } from './counts.ts'
import { A_NAME, NO_NAME, tells, UNKNOWN } from './fields.ts'
import { headOf } from './heads.ts'
import { stringEnd } from './plain-end.ts'
import { isSameSecond, timeAt } from './second.ts'

const NEWLINE: u8 = 0x0a
const RETURN: u8 = 0x0d
const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
const QUOTE: u8 = 0x22
const BACKSLASH: u8 = 0x5c
const LOWER_N: u8 = 0x6e
const LOWER_T: u8 = 0x74
const LOWER_U: u8 = 0x75
const LOWER_C: u8 = 0x63
const LEVEL: i32 = 34
/** Bytes from the level on that are looked at, at the most: as WrappedLook. */
const ROOM: i32 = 200
const IDLE: u8 = 2
/** As in a stencil: what stands between two literals, and how long it may be. */
const STRING: i32 = 1
const LONGEST_VALUE: i32 = 64
/** Bytes that can be unescaped. */
export const SCRATCH: i32 = 65536

let scratch: i32 = 0
/** Where it stopped. */
export let wrappedAt: i32 = 0
/** Why: at the end or a line that is not certain, or because it must be told what a field's name says before it can go on. */
export const WRAPPED_STOPS: i32 = 0
export const WRAPPED_ASKS_KEY: i32 = 1

export function setScratch(place: i32): void {
  scratch = place
}

/**
 * Goes on with a row as long as lines are certain to be of it.
 * @param stencil how the lines are wrapped (see StencilProgram) @param end of the page @param limit of the memory that may be looked at
 */
export function goWrapped(stencil: i32, start: i32, end: i32, limit: i32): i32 {
  wrappedAt = start
  const payloadPart = load<i32>(stencil)
  const parts = load<i32>(stencil, 4)
  const needsNewline = load<i32>(stencil, 8) !== 0
  while (wrappedAt < end) {
    const entry = over(stencil + 12, 0, payloadPart, wrappedAt, limit)
    if (entry < 0 || entry + LEVEL + ROOM > limit || load<u8>(entry) !== OPEN || !isSameSecond(entry)) return WRAPPED_STOPS
    const level = entry + LEVEL
    const name = load<u8>(level)
    const ms = timeAt(entry)
    if ((name !== 0x49 && name !== 0x44) || ms < 0 || !admits(ms)) return WRAPPED_STOPS
    const head = headOf(level, ROOM)
    if (head === 0) return WRAPPED_STOPS
    const length = <i32>load<u8>(head)
    const close = stringEnd(level + length, limit)
    const hasNewline = load<u8>(close) === BACKSLASH && load<u8>(close + 1) === LOWER_N
    const quote = hasNewline ? close + 2 : close
    if (load<u8>(quote) !== QUOTE || (needsNewline && !hasNewline) || load<u8>(close - 1) !== CLOSE) return WRAPPED_STOPS
    const behind = over(literal(stencil + 12, payloadPart + 1), payloadPart + 1, parts, quote, limit)
    const next = behind < 0 ? -1 : nextLine(behind, limit)
    if (next < 0) return WRAPPED_STOPS
    const isIdle = load<u8>(head, 1) === IDLE
    if (isIdle) {
      const says = toldBy(level + length - 1, close)
      if (says !== NO_NAME) return says === UNKNOWN ? WRAPPED_ASKS_KEY : WRAPPED_STOPS
    }
    take(name, ms, isIdle)
    wrappedAt = next
  }
  return WRAPPED_STOPS
}

/** Over literals, each but the last with a value behind it. @returns behind the last literal, -1 where something else stands */
function over(first: i32, part: i32, last: i32, from: i32, limit: i32): i32 {
  let place = from
  let entry = first
  for (let i = part; i <= last; i++) {
    const length = load<i32>(entry)
    if (!stands(entry + 8, length, place, limit)) return -1
    place += length
    if (i === last) return place
    const start = place
    place = load<i32>(entry, 4) === STRING ? stringEnd(place, limit) : wordEnd(place, limit)
    if (place - start > LONGEST_VALUE) return -1
    entry = after(entry)
  }
  return -1
}

/** Where the literal of a number lies, from the first on. */
function literal(first: i32, number: i32): i32 {
  let entry = first
  for (let i = 0; i < number; i++) entry = after(entry)
  return entry
}

/** The literal behind another one: they lie on multiples of four. */
function after(entry: i32): i32 {
  return entry + 8 + ((load<i32>(entry) + 3) & ~3)
}

function stands(bytes: i32, length: i32, place: i32, limit: i32): bool {
  if (place + length > limit) return false
  let i = 0
  while (i + 8 <= length && load<u64>(place + i) === load<u64>(bytes + i)) i += 8
  if (i + 8 <= length) return false
  while (i < length && load<u8>(place + i) === load<u8>(bytes + i)) i++
  return i === length
}

function wordEnd(from: i32, limit: i32): i32 {
  let place = from
  while (place < limit && isInWord(load<u8>(place))) place++
  return place
}

function isInWord(byte: u8): bool {
  const lower = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a) || byte === 0x2d || byte === 0x2b || byte === 0x2e
}

/** Behind what ends a line that has no more text at `place`, -1 where it goes on. */
function nextLine(place: i32, limit: i32): i32 {
  if (place + 1 >= limit) return -1
  const newline = load<u8>(place) === RETURN ? place + 1 : place
  return load<u8>(newline) === NEWLINE ? newline + 1 : -1
}

/** What the fields say. @param from the last byte of the message's end */
function toldBy(from: i32, end: i32): i32 {
  if (end - from > SCRATCH) return A_NAME
  let to = scratch
  for (let place = from; place < end; ) {
    const byte = load<u8>(place)
    const letter = load<u8>(place + 1)
    if (byte !== BACKSLASH) {
      store<u8>(to++, byte)
      place++
    } else if (letter === LOWER_U) {
      store<u8>(to++, load<u8>(place + 5) === LOWER_C ? 0x3c : 0x3e)
      place += 6
    } else {
      store<u8>(to++, letter === LOWER_T ? 0x09 : letter)
      place += 2
    }
  }
  return tells(scratch, to)
}
