import type { Level } from './entry.ts'

const [OPEN, CLOSE, SPACE, QUOTE, BACKSLASH, COLON, SLASH, DOT, PLUS, MINUS] = [0x5b, 0x5d, 0x20, 0x22, 0x5c, 0x3a, 0x2f, 0x2e, 0x2b, 0x2d]
const MINUTE = 60_000
/** As many bytes of a message as the quick look at it takes. */
export const FIRST_BYTES = 6
/** What the nine digits of a time of day add up to too much, `0` being 0x30. */
const EXCESS = 0x30 * (11 * 3_600_000 + 11 * 60_000 + 11 * 1000 + 111)

/**
 * The look at a line's head that runs on every line: the unified log format at its fixed offsets,
 * `[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl.go:1068] ["message"]`. Other layouts are left to the grammar.
 * One object is reused for all lines: its fields hold what the last successful `at` saw.
 */
export class HeaderLook {
  /** Milliseconds since 1970, and minutes east of UTC. */
  ms = 0
  zone = 0
  level: Level = 'UNKNOWN'
  /** Where the message begins, behind its quote if it has one; still escaped. */
  messageStart = 0
  /** Midnight of the cached day in its zone, and the bytes that it was read from. */
  private midnight = Number.NaN
  private readonly day = new Uint8Array(16)

  /** @returns whether `buf[start, end)` begins like a log entry in the fixed layout */
  at(buf: Buffer, start: number, end: number): boolean {
    const at = this.message(buf, start, end)
    if (at < 0 || buf[at] === BACKSLASH || buf[at]! > 0x7f) return false
    this.messageStart = buf[at] === QUOTE ? at + 1 : at
    return this.messageStart <= end
  }

  /**
   * As `at`, for an entry inside a JSON string that is still escaped.
   * @returns false also where an escape hides something of the head, or of the message's first bytes
   */
  escaped(buf: Buffer, start: number, end: number): boolean {
    const at = this.message(buf, start, end)
    if (at < 0 || buf[at] === QUOTE || buf[at]! > 0x7f) return false
    const isQuoted = buf[at] === BACKSLASH && buf[at + 1] === QUOTE
    this.messageStart = isQuoted ? at + 2 : at
    return !holds(buf, start, at, BACKSLASH) && !holds(buf, this.messageStart, this.messageStart + FIRST_BYTES, BACKSLASH)
  }

  /** The end of the message that the last `at` saw: its closing quote or bracket, or `end` where there is none. */
  messageEnd(buf: Buffer, end: number): number {
    return messageEnd(buf, this.messageStart, end)
  }

  private time(buf: Buffer, start: number): boolean {
    if (buf[start + 14] !== COLON || buf[start + 17] !== COLON || buf[start + 20] !== DOT) return false
    const h = buf[start + 12]!
    const i = buf[start + 13]!
    const m = buf[start + 15]!
    const n = buf[start + 16]!
    const s = buf[start + 18]!
    const t = buf[start + 19]!
    const x = buf[start + 21]!
    const y = buf[start + 22]!
    const z = buf[start + 23]!
    if ((h & i & m & n & s & t & x & y & z & 0x30) !== 0x30 || ((h | i | m | n | s | t | x | y | z) & 0xc0) !== 0) return false
    if (!this.isDay(buf, start) && !this.readDay(buf, start)) return false
    this.ms = this.midnight + (h * 10 + i) * 3_600_000 + (m * 10 + n) * MINUTE + (s * 10 + t) * 1000 + x * 100 + y * 10 + z - EXCESS
    return true
  }

  /** Whether date and zone are those of the line before. */
  private isDay(buf: Buffer, start: number): boolean {
    const { day } = this
    for (let i = 9; i >= 0; i--) if (buf[start + 1 + i] !== day[i]) return false
    for (let i = 0; i < 6; i++) if (buf[start + 25 + i] !== day[10 + i]) return false
    return true
  }

  private readDay(buf: Buffer, start: number): boolean {
    const sign = buf[start + 25]
    if (buf[start + 5] !== SLASH || buf[start + 8] !== SLASH || buf[start + 28] !== COLON || (sign !== PLUS && sign !== MINUS)) return false
    const zone = two(buf, start + 26) * 60 + two(buf, start + 29)
    const midnight = Date.UTC(two(buf, start + 1) * 100 + two(buf, start + 3), two(buf, start + 6) - 1, two(buf, start + 9))
    if (Number.isNaN(midnight + zone)) return false
    this.zone = sign === PLUS ? zone : -zone
    this.midnight = midnight - this.zone * MINUTE
    buf.copy(this.day, 0, start + 1, start + 11)
    buf.copy(this.day, 10, start + 25, start + 31)
    return true
  }

  /** Reads time and level. @returns where the message stands inside its bracket, -1 when this is no head */
  private message(buf: Buffer, start: number, end: number): number {
    if (buf[start] !== OPEN || buf[start + 31] !== CLOSE || buf[start + 33] !== OPEN || end - start < 40) return -1
    const level = levelAt(buf, start + 34)
    if (level === null || !this.time(buf, start)) return -1
    this.level = level
    return messageAt(buf, start + 38, end)
  }
}

/** Told by its first two letters, in any case. */
function levelAt(buf: Buffer, at: number): Level | null {
  switch (((buf[at]! << 8) | buf[at + 1]!) & 0xdfdf) {
    case 0x494e:
      return 'INFO'
    case 0x5741:
      return 'WARN'
    case 0x4552:
      return 'ERROR'
    case 0x4445:
      return 'DEBUG'
    case 0x4641:
      return 'FATAL'
    default:
      return null
  }
}

/** From inside the level's brackets: over `] [file.go:1] ` to the message. */
function messageAt(buf: Buffer, from: number, end: number): number {
  let at = from
  while (buf[at] !== CLOSE && at - from < 4) at++
  if (buf[at] !== CLOSE || buf[at + 1] !== SPACE || buf[at + 2] !== OPEN) return -1
  at += 3
  if (buf[at] === QUOTE) return at
  const caller = callerEnd(buf, at, end)
  if (caller <= 0) return at
  return buf[caller + 1] === SPACE && buf[caller + 2] === OPEN ? caller + 3 : -1
}

/** The `]` after `file.go:12` (or `<unknown>`), or -1 when what stands here is no caller. */
function callerEnd(buf: Buffer, from: number, end: number): number {
  const last = Math.min(end, from + 200)
  let colon = buf[from] === 0x3c
  for (let at = from; at < last; at++) {
    const c = buf[at]!
    if (c === CLOSE) return colon ? at : -1
    if (c === COLON) colon = true
    else if (c === SPACE || c === OPEN || c === QUOTE) return -1
  }
  return -1
}

/** As HeaderLook.messageEnd, for a message that begins at `start`. */
export function messageEnd(buf: Buffer, start: number, end: number): number {
  if (buf[start - 1] === QUOTE) return quoteEnd(buf, start, end)
  let at = start
  while (at < end && buf[at] !== CLOSE) at++
  return at
}

/** Position of the closing quote of a message, or `end`. */
function quoteEnd(buf: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (buf[at] === QUOTE) return at
    if (buf[at] === BACKSLASH) at++
  }
  return end
}

function holds(buf: Buffer, from: number, to: number, byte: number): boolean {
  for (let at = from; at < to; at++) if (buf[at] === byte) return true
  return false
}

function two(buf: Buffer, at: number): number {
  const tens = buf[at]! - 0x30
  const ones = buf[at + 1]! - 0x30
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones
}
