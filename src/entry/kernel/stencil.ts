// See row.ts. How lines are wrapped: literals, and values between them, as ProgramStore wrote them.

import { instantEnd } from './instant.ts'
import { stringEnd } from './plain-end.ts'

/** What a value is. */
const STRING: i32 = 1
const INSTANT: i32 = 2
const LONGEST_VALUE: i32 = 64
/** Bytes of what is said of all of them, before the first. */
const HEAD: i32 = 16

/** The number of the value that is the payload, and of the last literal. */
let payload: i32 = 0
let last: i32 = 0
/** Where the literals lie, and the one behind the payload. */
let first: i32 = 0
let second: i32 = 0
/** Whether the payload must end with an escaped newline. */
export let needsNewline: bool = false
/** Whether it is the inside of a JSON string, or what is left of the line. */
export let isString: bool = false

/** What is asked from now on is asked of this one. */
export function readStencil(place: i32): void {
  payload = load<i32>(place)
  last = load<i32>(place, 4)
  needsNewline = load<i32>(place, 8) !== 0
  isString = load<i32>(place, 12) !== 0
  first = second = place + HEAD
  for (let i = 0; i <= payload; i++) second = after(second)
}

/** Where the payload of the line at `start` begins, -1 where it is wrapped in another way. */
export function payloadAt(start: i32, limit: i32): i32 {
  return over(first, 0, payload, start, limit)
}

/** Behind all that stands behind the payload, -1 where it is something else. @param quote that closes it */
export function behindPayload(quote: i32, limit: i32): i32 {
  return over(second, payload + 1, last, quote, limit)
}

/** Over literals, each but the last with a value behind it. @returns behind the last literal, -1 where something else stands */
function over(literal: i32, from: i32, to: i32, start: i32, limit: i32): i32 {
  let place = start
  let entry = literal
  for (let i = from; i <= to; i++) {
    const length = load<i32>(entry)
    if (!stands(entry + 8, length, place, limit)) return -1
    place += length
    if (i === to) return place
    const value = place
    const kind = load<i32>(entry, 4)
    place = kind === STRING ? stringEnd(place, limit) : kind === INSTANT ? instantEnd(place, limit) : wordEnd(place, limit)
    if (place < 0 || place - value > LONGEST_VALUE) return -1
    entry = after(entry)
  }
  return -1
}

/** The literal behind another one: they lie on multiples of four. */
function after(entry: i32): i32 {
  return entry + 8 + ((load<i32>(entry) + 3) & ~3)
}

function stands(bytes: i32, length: i32, place: i32, limit: i32): bool {
  if (place + length > limit) return false
  const last = length - 16
  let i = 0
  if (last >= 0) {
    while (i < last && areSame(place + i, bytes + i)) i += 16
    return i >= last && areSame(place + last, bytes + last)
  }
  while (i < length && load<u8>(place + i) === load<u8>(bytes + i)) i++
  return i === length
}

/** Of sixteen bytes here and there. */
function areSame(a: i32, b: i32): bool {
  return i8x16.all_true(i8x16.eq(v128.load(a), v128.load(b)))
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
