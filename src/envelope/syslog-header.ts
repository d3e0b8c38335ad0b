import { afterDigits, afterName, CLOSE_BRACKET, COLON, isDigit, isNameByte, OPEN_BRACKET, SPACE } from './bytes.ts'
import { readInstant } from './instant.ts'

/** The head of a syslog line; the object is reused and only valid until the next call. */
export interface SyslogHeader {
  /** NaN when the head has no year. */
  ms: number
  zone: number | null
  hostStart: number
  hostEnd: number
  /** `tidb-server`, without its process id. */
  unitStart: number
  unitEnd: number
  /** The first byte of the payload. */
  payload: number
}

const header: SyslogHeader = { ms: Number.NaN, zone: null, hostStart: 0, hostEnd: 0, unitStart: 0, unitEnd: 0, payload: 0 }
const MONTHS = words(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])
const DAYS = words(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])

/**
 * Reads `Oct 19 16:36:49 host unit[pid]: ` (RFC 3164, journald's short), `2023-10-19T16:36:49+0800 host unit[pid]: ` (short-iso, rsyslog)
 * or `Thu 2023-10-19 16:36:49 CST host unit[pid]: ` (short-full). With a time in ISO the process id must be there: without it two
 * words of any text behind a time would pass.
 */
export function readSyslogHeader(buf: Buffer, at: number, end: number): Readonly<SyslogHeader> | null {
  if (at + 19 > end) return null
  header.ms = Number.NaN
  header.zone = null
  const isShort = MONTHS.has(threeBytes(buf, at))
  const host = isShort ? afterShort(buf, at, end) : isDigit(buf[at]) ? afterIso(buf, at, end) : afterFull(buf, at, end)
  if (host < 0) return null
  header.hostStart = host
  header.hostEnd = afterHost(buf, host, end)
  if (header.hostEnd === host || header.hostEnd >= end || buf[header.hostEnd] !== SPACE) return null
  return afterUnit(buf, header.hostEnd + 1, end, isShort) ? header : null
}

/** `Oct  9 16:36:49.123456 ` */
function afterShort(buf: Buffer, at: number, end: number): number {
  const day = buf[at + 4] === SPACE ? at + 5 : at + 4
  const clock = afterDigits(buf, day, end) + 1
  if (buf[at + 3] !== SPACE || clock !== at + 7 || buf[clock - 1] !== SPACE || buf[clock + 2] !== COLON || buf[clock + 5] !== COLON)
    return -1
  let i = clock
  while (i < end && buf[i] !== SPACE) {
    if (!isDigit(buf[i]) && buf[i] !== COLON && buf[i] !== 0x2e) return -1
    i++
  }
  return i + 1
}

function afterIso(buf: Buffer, at: number, end: number): number {
  const time = readInstant(buf, at, end)
  if (time === null || time.zone === null || buf[time.next] !== SPACE) return -1
  header.ms = time.ms
  header.zone = time.zone
  return time.next + 1
}

/** The name of the zone is only understood as UTC: others are not unique. */
function afterFull(buf: Buffer, at: number, end: number): number {
  if (buf[at + 3] !== SPACE || !DAYS.has(threeBytes(buf, at))) return -1
  const time = readInstant(buf, at + 4, end)
  if (time === null || buf[time.next] !== SPACE) return -1
  let zoneEnd = time.next + 1
  while (zoneEnd < end && zoneEnd < time.next + 8 && buf[zoneEnd] !== SPACE) zoneEnd++
  header.ms = time.ms
  header.zone = buf.toString('latin1', time.next + 1, zoneEnd) === 'UTC' ? 0 : null
  return buf[zoneEnd] === SPACE ? zoneEnd + 1 : -1
}

/** Hosts may be IPv6 addresses, but never end with a colon. */
function afterHost(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && (isNameByte(buf[i]) || buf[i] === COLON)) i++
  return i > at && buf[i - 1] === COLON ? at : i
}

/** `tidb-server[21873]: `; units are also named like `tidb@4000` or `(tidb)`. */
function afterUnit(buf: Buffer, at: number, end: number, pidMayBeMissing: boolean): boolean {
  let i = afterName(buf, at, end)
  while (i < end && (isNameByte(buf[i]) || buf[i] === 0x40 || buf[i] === 0x28 || buf[i] === 0x29 || buf[i] === 0x2f)) i++
  if (i === at || i >= end) return false
  header.unitStart = at
  header.unitEnd = i
  if (buf[i] === OPEN_BRACKET) {
    const close = afterDigits(buf, i + 1, end)
    if (close === i + 1 || close >= end || buf[close] !== CLOSE_BRACKET) return false
    i = close + 1
  } else if (!pidMayBeMissing) return false
  if (i >= end || buf[i] !== COLON || (i + 1 < end && buf[i + 1] !== SPACE)) return false
  header.payload = Math.min(end, i + 2)
  return true
}

function words(texts: readonly string[]): ReadonlySet<number> {
  return new Set(texts.map((text) => threeBytes(Buffer.from(text), 0)))
}

function threeBytes(buf: Buffer, at: number): number {
  return (buf[at]! << 16) | (buf[at + 1]! << 8) | buf[at + 2]!
}
