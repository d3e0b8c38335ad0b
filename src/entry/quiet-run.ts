import { FIRST_BYTES, type HeaderLook, messageEnd } from './look.ts'
import { IDLE, QUIET, QuietHeads, STRANGE } from './quiet-heads.ts'
import { PAUSE } from './tally.ts'
import type { Wants } from './wants.ts'

const [CLOSE, SPACE, OPEN, QUOTE, BACKSLASH, COLON] = [0x5d, 0x20, 0x5b, 0x22, 0x5c, 0x3a]
/** No entry of the fixed layout with a caller is shorter. */
const SHORTEST = 60
/** Where the level stands in a line. */
const LEVEL = 34
/** `INFO` and `DEBU`, read from the lowest byte up. */
const [INFO, DEBU] = [0x4f464e49, 0x55424544]
/** What ends the name of a caller's file: anything but the characters that a file name has. */
const ENDS_FILE = Uint8Array.from({ length: 256 }, (_, c) =>
  c <= SPACE || c === OPEN || c === CLOSE || c === QUOTE || c === COLON ? 1 : 0,
)

/**
 * Goes over entries of no interest that stand in a row, each on a line of its own in the fixed layout, as nearly all lines of a plain log
 * do. Whatever is not certain ends the row and is left to the look at single lines; `over` then says what the row amounts to.
 */
export class QuietRun {
  lines = 0
  debug = 0
  /** How many have a message that the tables know. */
  idle = 0
  /** How many lines are later, and how many earlier, than the one before them. */
  up = 0
  down = 0
  /** Times of the row in milliseconds since 1970: of its last line, and the latest. */
  ms = 0
  latest = 0
  /** The latest of its INFO; -Infinity without one. */
  latestInfo = 0
  /** Minutes east of UTC. */
  zone = 0
  private view: DataView = new DataView(new ArrayBuffer(0))
  private readonly heads = new QuietHeads()
  /** The bytes of date, time to the second, and zone that were met last: `[2023/12/25 11:18:48.` and ` +00:00] [`. */
  private readonly head = new Int32Array(8)
  /** The instant of those, without milliseconds. */
  private second = Number.NaN

  constructor(
    private readonly look: HeaderLook,
    private readonly wants: Wants,
  ) {}

  /**
   * @param earliest @param latest of all times met so far: what lies before them, or long behind them, ends the row
   * @param before time of the line before
   * @returns where the first line stands that is not one of the row
   */
  over(buf: Buffer, from: number, end: number, earliest: number, latest: number, before: number): number {
    if (this.view.buffer !== buf.buffer || this.view.byteOffset !== buf.byteOffset)
      this.view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength)
    const { view, wants } = this
    // Fields that change on every line would cost as much as all that is looked at.
    let lines = 0
    let debug = 0
    let idle = 0
    let up = 0
    let down = 0
    let last = before
    let high = latest
    let highInfo = Number.NEGATIVE_INFINITY
    let start = from
    while (start < end) {
      const newline = buf.indexOf(10, start)
      const stop = buf[newline - 1] === 13 ? newline - 1 : newline
      if (stop - start < SHORTEST || buf[start] !== OPEN || buf[stop - 1] !== CLOSE) break
      if (!this.isSameSecond(view, start) && !this.readSecond(buf, view, start, stop, lines)) break
      const x = buf[start + 21]! - 0x30
      const y = buf[start + 22]! - 0x30
      const z = buf[start + 23]! - 0x30
      if (!isDigit(x) || !isDigit(y) || !isDigit(z)) break
      const ms = this.second + x * 100 + y * 10 + z
      if (ms < earliest || ms - high > PAUSE) break
      const level = start + LEVEL
      const kind = this.heads.kind(view, level, stop - level) || this.kind(buf, view, level, stop)
      if (kind === STRANGE) break
      if (kind === IDLE) {
        if (wants.tells(buf, level + this.heads.idleLength, stop)) break
        idle++
      }
      lines++
      if (buf[level] === 0x44) debug++
      else if (ms > highInfo) highInfo = ms
      if (ms > last) up++
      else if (ms < last) down++
      if (ms > high) high = ms
      last = ms
      start = newline + 1
    }
    this.lines = lines
    this.debug = debug
    this.idle = idle
    this.up = up
    this.down = down
    this.ms = last
    this.latest = high
    this.latestInfo = highInfo
    return start
  }

  /** @param level where the level begins */
  private kind(buf: Buffer, view: DataView, level: number, stop: number): number {
    const name = view.getInt32(level, true)
    if (name !== INFO && (name !== DEBU || buf[level + 4] !== 0x47)) return STRANGE
    const message = messageStart(buf, level + (name === INFO ? 4 : 5))
    if (message < 0) return STRANGE
    let end = message + FIRST_BYTES
    let kind = QUIET
    if (this.wants.mayBegin(buf, message)) {
      end = messageEnd(buf, message, stop)
      const found = this.wants.find(buf, message, end)
      if (found >= 0 && !this.wants.isIdle(found)) return STRANGE
      if (found >= 0) kind = IDLE
      end++
    }
    if (end > stop) return STRANGE
    this.heads.learn(view, level, end - level, kind)
    return kind
  }

  private isSameSecond(view: DataView, at: number): boolean {
    const { head } = this
    return (
      view.getInt32(at + 17, true) === head[4] &&
      view.getInt32(at + 13, true) === head[3] &&
      view.getInt32(at + 9, true) === head[2] &&
      view.getInt32(at + 5, true) === head[1] &&
      view.getInt32(at + 1, true) === head[0] &&
      view.getInt32(at + 24, true) === head[5] &&
      view.getInt32(at + 28, true) === head[6] &&
      view.getUint16(at + 32, true) === head[7]
    )
  }

  /** @param lines of the row so far: the zone of one row is one */
  private readSecond(buf: Buffer, view: DataView, at: number, stop: number, lines: number): boolean {
    if (!this.look.at(buf, at, stop) || buf[at + 24] !== SPACE || buf[at + 32] !== SPACE) return false
    if (lines > 0 && this.look.zone !== this.zone) return false
    for (let i = 0; i < 5; i++) this.head[i] = view.getInt32(at + 1 + i * 4, true)
    this.head[5] = view.getInt32(at + 24, true)
    this.head[6] = view.getInt32(at + 28, true)
    this.head[7] = view.getUint16(at + 32, true)
    this.zone = this.look.zone
    this.second = Math.floor(this.look.ms / 1000) * 1000
    return true
  }
}

/** @param at behind the level @returns where the message begins behind its quote, -1 where it is not certain */
function messageStart(buf: Buffer, at: number): number {
  if (buf[at] !== CLOSE || buf[at + 1] !== SPACE || buf[at + 2] !== OPEN) return -1
  let to = at + 3
  while (ENDS_FILE[buf[to]!] === 0) to++
  if (buf[to] !== COLON) return -1
  to++
  while (isDigit(buf[to]! - 0x30)) to++
  if (buf[to] !== CLOSE || buf[to + 1] !== SPACE || buf[to + 2] !== OPEN) return -1
  const first = buf[to + 3]!
  if (first === QUOTE) return to + 4
  return first === BACKSLASH || first > 0x7f ? -1 : to + 3
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9
}
