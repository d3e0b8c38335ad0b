import { afterDigits, COLON, COMMA, DOT, isDigit, MINUS, PLUS, SPACE, ZERO } from './bytes.ts'

/** A time read from bytes; the object is reused and only valid until the next call. */
export interface Stamp {
  /** Milliseconds since 1970, fractions kept. Without a zone the digits were read as UTC. */
  ms: number
  /** Minutes east of UTC, null when none was printed. */
  zone: number | null
  /** Offset of the first byte behind the time. */
  next: number
}

const MINUTE = 60_000
const stamp: Stamp = { ms: Number.NaN, zone: null, next: 0 }
/** Lines of one file share their day, so its midnight is computed once. */
const day = { key: -1, ms: 0 }

/**
 * Reads `YYYY-MM-DD` `T` or a space `HH:MM:SS`, then optionally `.` or `,` and digits of a second, then optionally
 * `Z`, `+08:00` or `+0800` (RFC 3339, and what zap, journald and Grafana make of it).
 * @returns the shared stamp, or null when no valid time stands at `at`
 */
export function readInstant(buf: Buffer, at: number, end: number): Readonly<Stamp> | null {
  if (at + 19 > end || buf[at + 4] !== MINUS || buf[at + 7] !== MINUS) return null
  const separator = buf[at + 10]!
  if ((separator | 0x20) !== 0x74 && separator !== SPACE) return null
  if (buf[at + 13] !== COLON || buf[at + 16] !== COLON) return null
  const midnight = readDay(two(buf, at), two(buf, at + 2), two(buf, at + 5), two(buf, at + 8))
  const hour = two(buf, at + 11)
  const minute = two(buf, at + 14)
  const second = two(buf, at + 17)
  if (!(midnight > Number.NEGATIVE_INFINITY && hour < 24 && minute < 60 && second < 60)) return null
  stamp.ms = midnight + ((hour * 60 + minute) * 60 + second) * 1000
  stamp.next = at + 19
  readFraction(buf, end)
  readZone(buf, end)
  return stamp
}

/**
 * Reads a whole range as a time: what `readInstant` takes, or seconds, milliseconds, microseconds or nanoseconds since
 * 1970 as 10, 13, 16 or 19 digits (Loki's API and journald print those).
 */
export function readTime(buf: Buffer, at: number, end: number): Readonly<Stamp> | null {
  const read = readInstant(buf, at, end)
  if (read) return read.next === end ? read : null
  const length = end - at
  if ((length !== 10 && length !== 13 && length !== 16 && length !== 19) || afterDigits(buf, at, end) !== end) return null
  let seconds = 0
  for (let i = at; i < at + 10; i++) seconds = seconds * 10 + buf[i]! - ZERO
  stamp.ms = seconds * 1000 + fraction(buf, at + 10, end)
  stamp.zone = 0
  stamp.next = end
  return stamp
}

/**
 * Reads a whole text as a time, with `-` or `/` in its date and perhaps a space before its zone:
 * `2019/10/09 11:21:05.123`, `2023/10/19 16:36:49.461 +08:00`, `2023-10-19T16:36:49.461+0800`.
 */
export function parseInstant(text: string): { readonly ms: number; readonly zone: number | null } | null {
  const plain = text.length > 64 ? text : text.replace(/\//g, '-').replace(/ (?=[+-]\d)/, '')
  const bytes = Buffer.from(plain, 'latin1')
  const read = readInstant(bytes, 0, bytes.length)
  return read && read.next === bytes.length ? { ms: read.ms, zone: read.zone } : null
}

/** Two digits as a number, NaN when they are none. */
function two(buf: Buffer, at: number): number {
  return isDigit(buf[at]) && isDigit(buf[at + 1]) ? (buf[at]! - ZERO) * 10 + buf[at + 1]! - ZERO : Number.NaN
}

/** Midnight in UTC, -Infinity or NaN for a day that does not exist. */
function readDay(century: number, year: number, month: number, date: number): number {
  const key = ((century * 100 + year) * 100 + month) * 100 + date
  if (key === day.key) return day.ms
  if (!(key >= 0)) return Number.NaN
  // Date.UTC takes years below 100 for 19xx; no log is that old.
  const ms = century === 0 ? Number.NaN : Date.UTC(century * 100 + year, month - 1, date)
  const made = new Date(ms)
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date) return Number.NaN
  day.key = key
  day.ms = ms
  return ms
}

function readFraction(buf: Buffer, end: number): void {
  const mark = buf[stamp.next]
  if (stamp.next >= end || (mark !== DOT && mark !== COMMA)) return
  const last = afterDigits(buf, stamp.next + 1, end)
  if (last === stamp.next + 1) return
  stamp.ms += fraction(buf, stamp.next + 1, last)
  stamp.next = last
}

/** Digits behind the second's point, as milliseconds; digits beyond the ninth do not count. */
function fraction(buf: Buffer, at: number, end: number): number {
  let value = 0
  let unit = 1000
  for (let i = at; i < end && i < at + 9; i++) {
    value = value * 10 + buf[i]! - ZERO
    unit /= 10
  }
  return value === 0 ? 0 : value * unit
}

function readZone(buf: Buffer, end: number): void {
  const at = stamp.next
  stamp.zone = null
  if (at >= end) return
  const sign = buf[at]!
  if ((sign | 0x20) === 0x7a) {
    stamp.zone = 0
    stamp.next = at + 1
    return
  }
  if (sign !== PLUS && sign !== MINUS) return
  const minutesAt = buf[at + 3] === COLON ? at + 4 : at + 3
  const hours = two(buf, at + 1)
  const minutes = two(buf, minutesAt)
  if (minutesAt + 2 > end || !(hours < 24 && minutes < 60)) return
  stamp.zone = (sign === PLUS ? 1 : -1) * (hours * 60 + minutes)
  stamp.ms -= stamp.zone * MINUTE
  stamp.next = minutesAt + 2
}
