import type { Level } from './entry.ts'

const [OPEN, CLOSE, SPACE, QUOTE, BACKSLASH, COLON, SLASH, PLUS, MINUS] = [0x5b, 0x5d, 0x20, 0x22, 0x5c, 0x3a, 0x2f, 0x2b, 0x2d]
const MINUTE = 60_000

/** By the first two letters in upper case. */
const LEVELS: Readonly<Record<number, Level>> = { 17477: 'DEBUG', 18766: 'INFO', 22337: 'WARN', 17746: 'ERROR', 17985: 'FATAL' }

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
  /** The message without its quotes, still escaped; `messageEnd` equals the end of the line when its end was not found. */
  messageStart = 0
  messageEnd = 0
  private day = 0
  private dayKey = -1

  /** @returns whether `buf[start, end)` begins like a log entry in the fixed layout */
  at(buf: Buffer, start: number, end: number): boolean {
    if (buf[start] !== OPEN || end - start < 40) return false
    if (buf[start + 31] !== CLOSE || buf[start + 33] !== OPEN || buf[start + 5] !== SLASH || buf[start + 14] !== COLON) return false
    const level = LEVELS[((buf[start + 34]! << 8) | buf[start + 35]!) & 0xdfdf]
    if (!level || !this.time(buf, start)) return false
    this.level = level
    return this.message(buf, start + 35, end)
  }

  private time(buf: Buffer, start: number): boolean {
    const year = two(buf, start + 1) * 100 + two(buf, start + 3)
    const month = two(buf, start + 6)
    const date = two(buf, start + 9)
    const hour = two(buf, start + 12)
    const minute = two(buf, start + 15)
    const second = two(buf, start + 18)
    const thousandth = two(buf, start + 21) * 10 + (buf[start + 23]! - 0x30)
    const zone = two(buf, start + 26) * 60 + two(buf, start + 29)
    if (Number.isNaN(year + month + date + hour + minute + second + thousandth + zone)) return false
    const sign = buf[start + 25]
    if (sign !== PLUS && sign !== MINUS) return false
    const key = (year * 12 + month) * 31 + date
    if (key !== this.dayKey) {
      this.dayKey = key
      this.day = Date.UTC(year, month - 1, date)
    }
    this.zone = sign === PLUS ? zone : -zone
    this.ms = this.day + hour * 3_600_000 + minute * MINUTE + second * 1000 + thousandth - this.zone * MINUTE
    return true
  }

  /** From inside the level's brackets: over `] [file.go:1] ` to the message. */
  private message(buf: Buffer, from: number, end: number): boolean {
    let at = from
    while (at < end && buf[at] !== CLOSE && at - from < 8) at++
    if (buf[at] !== CLOSE || buf[at + 1] !== SPACE || buf[at + 2] !== OPEN) return false
    at += 3
    if (buf[at] !== QUOTE) {
      const caller = callerEnd(buf, at, end)
      if (caller > 0 && (buf[caller + 1] !== SPACE || buf[caller + 2] !== OPEN)) return false
      if (caller > 0) at = caller + 3
    }
    if (buf[at] === BACKSLASH || buf[at]! > 0x7f) return false
    if (buf[at] === QUOTE) {
      this.messageStart = at + 1
      this.messageEnd = quoteEnd(buf, at + 1, end)
    } else {
      this.messageStart = at
      const close = buf.indexOf(CLOSE, at)
      this.messageEnd = close < 0 || close > end ? end : close
    }
    return true
  }
}

/** The `]` after `file.go:12` (or `<unknown>`), or -1 when what stands here is no caller. */
function callerEnd(buf: Buffer, from: number, end: number): number {
  let colon = false
  for (let at = from; at < end && at - from < 200; at++) {
    const c = buf[at]
    if (c === CLOSE) return colon || buf[from] === 0x3c ? at : -1
    if (c === SPACE || c === OPEN || c === QUOTE) return -1
    if (c === COLON) colon = true
  }
  return -1
}

/** Position of the closing quote of a message, or `end`. */
function quoteEnd(buf: Buffer, from: number, end: number): number {
  for (let at = buf.indexOf(QUOTE, from); at >= 0 && at < end; at = buf.indexOf(QUOTE, at + 1)) {
    let slashes = 0
    while (buf[at - 1 - slashes] === BACKSLASH && at - slashes > from) slashes++
    if (slashes % 2 === 0) return at
  }
  return end
}

function two(buf: Buffer, at: number): number {
  const tens = buf[at]! - 0x30
  const ones = buf[at + 1]! - 0x30
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones
}
