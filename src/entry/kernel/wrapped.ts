// See row.ts. Entries in envelopes, each line of which is wrapped as others before it.

import { admits, take, tell } from './counts.ts'
import { A_NAME, NO_NAME, tells, UNKNOWN } from './fields.ts'
import { headOf } from './heads.ts'
import { stringEnd, textEnd } from './plain-end.ts'
import { isSameSecond, timeAt } from './second.ts'
import { behindPayload, isString, needsNewline, payloadAt, readStencil } from './stencil.ts'
import { SCRATCH, scratch, unescaped } from './unescaped.ts'
import { holdsWord, looked, takesBad } from './words.ts'

const NEWLINE: u8 = 0x0a
const RETURN: u8 = 0x0d
const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
const QUOTE: u8 = 0x22
const BACKSLASH: u8 = 0x5c
const LOWER_N: u8 = 0x6e
const LEVEL: i32 = 34
/** Bytes from the level on that are looked at, at the most: as WrappedLook. */
const ROOM: i32 = 200
const IDLE: u8 = 2

/** Why it came back: at the end or a line that is not certain, or because it must be told what a field's name says before it can go on. */
export const WRAPPED_STOPS: i32 = 0
export const WRAPPED_ASKS_KEY: i32 = 1

/**
 * Goes on with a row as long as lines are certain to be of it.
 * @param stencil how the lines are wrapped (see stencil.ts) @param end of the page @param limit of the memory that may be looked at
 */
export function goWrapped(stencil: i32, from: i32, end: i32, limit: i32): i32 {
  readStencil(stencil)
  let start = from
  while (start < end) {
    const entry = payloadAt(start, limit)
    if (entry < 0 || entry + LEVEL + ROOM > limit || load<u8>(entry) !== OPEN || !isSameSecond(entry)) break
    const ms = timeAt(entry)
    if (ms < 0 || !admits(ms)) break
    const level = entry + LEVEL
    const head = headOf(level, ROOM)
    if (head === 0) break
    const length = <i32>load<u8>(head)
    const close = isString ? stringEnd(level + length, limit) : textEnd(level + length, limit)
    const next = load<u8>(close - 1) === CLOSE ? nextLine(close, limit) : -1
    if (next < 0) break
    const name = load<u8>(level)
    const isIdle = load<u8>(head, 1) === IDLE
    if (name !== 0x49 && name !== 0x44) {
      if (!takesBad || !isGrave(name) || isTrouble(entry, close)) break
    } else if (isIdle) {
      const says = toldBy(level + length - 1, close)
      if (says === UNKNOWN) {
        tell(start)
        return WRAPPED_ASKS_KEY
      }
      if (says !== NO_NAME) break
    }
    take(name, ms, isIdle)
    start = next
  }
  tell(start)
  return WRAPPED_STOPS
}

/** Whether a level that is graver than INFO begins so. */
function isGrave(name: u8): bool {
  return name === 0x57 || name === 0x45 || name === 0x46
}

/** Whether a word of trouble stands in an entry. */
function isTrouble(entry: i32, close: i32): bool {
  if (!isString) return holdsWord(entry, min(close, entry + looked))
  return looked > SCRATCH || holdsWord(scratch, min(unescaped(entry, close, looked), scratch + looked))
}

/** What the fields say. @param from the last byte of the message's end */
function toldBy(from: i32, close: i32): i32 {
  if (!isString) return tells(from, close)
  return close - from > SCRATCH ? A_NAME : tells(scratch, unescaped(from, close, SCRATCH))
}

/** Behind a line whose payload ends at `close`; -1 where something else stands there than is expected. */
function nextLine(close: i32, limit: i32): i32 {
  let place = close
  if (isString) {
    const hasNewline = load<u8>(close) === BACKSLASH && load<u8>(close + 1) === LOWER_N
    const quote = hasNewline ? close + 2 : close
    if (load<u8>(quote) !== QUOTE || (needsNewline && !hasNewline)) return -1
    place = behindPayload(quote, limit)
    if (place < 0) return -1
  }
  if (place + 1 >= limit) return -1
  const newline = load<u8>(place) === RETURN ? place + 1 : place
  return load<u8>(newline) === NEWLINE ? newline + 1 : -1
}
