import { FIRST_BYTES, type HeaderLook, messageEnd } from './look.ts'
import { messageStart } from './message-start.ts'
import { MOST_NAMES, PIECE, RowKernel } from './row-kernel.ts'
import type { Wants } from './wants.ts'

const SPACE = 0x20
/** Where the level stands in a line. */
const LEVEL = 34
/** The first four letters of the levels, read from the lowest byte up. */
const [INFO, DEBUG, WARN, ERROR, FATAL] = [0x4f464e49, 0x55424544, 0x4e524157, 0x4f525245, 0x41544146]
const CODES = ['STRANGE', 'QUIET', 'IDLE', 'SILENT', 'AT_END', 'ASKS_SECOND', 'ASKS_HEAD', 'ASKS_KEY'] as const
type Codes = Readonly<Record<(typeof CODES)[number], number>>
const kernels = new WeakMap<Wants, RowKernel>()

/** One for all readings of a thread: what was learnt of lines holds for all of them. */
export function kernelOf(wants: Wants): RowKernel {
  let kernel = kernels.get(wants)
  if (kernel === undefined) kernels.set(wants, (kernel = new RowKernel(wants)))
  return kernel
}

/**
 * Goes over entries of no interest that stand in a row, each on a line of its own in the fixed layout, as nearly all lines of a plain log
 * do. Whatever is not certain ends the row and is left to the look at single lines; `over` then says what the row amounts to. What runs on
 * every line is the kernel's part; what it has not met yet is looked up here, once.
 */
export class QuietRun {
  lines = 0
  debug = 0
  warn = 0
  error = 0
  fatal = 0
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
  private readonly kernel: RowKernel
  private readonly codes: Codes
  /** Whether `go` came to the end of what it was given, or to a line that reaches over it. */
  private wentOn = false
  /** Bytes that the kind rests on which was found last. */
  private length = 0

  constructor(
    private readonly look: HeaderLook,
    private readonly wants: Wants,
  ) {
    const kernel = kernelOf(wants)
    this.kernel = kernel
    const code = (name: keyof Codes) => [name, kernel.constant(name)]
    this.codes = Object.fromEntries(CODES.map(code)) as Codes
  }

  /**
   * @param earliest @param latest of all times met so far: what lies before them, or long behind them, ends the row
   * @param before time of the line before
   * @param takesBad whether entries that are WARN or worse, and of no interest, may be of the row
   * @returns where the first line stands that is not one of the row
   */
  over(buf: Buffer, from: number, end: number, earliest: number, latest: number, before: number, takesBad: boolean): number {
    const { kernel } = this
    const { counts } = kernel
    kernel.expect('bare')
    kernel.begin(earliest, latest, before)
    kernel.takeBad(takesBad)
    let start = from
    if (kernel.holds(buf)) start = this.go(buf, buf.byteOffset, start, end)
    else
      for (let next = start; start < end; start = next) {
        const to = Math.min(end, start + PIECE)
        next = this.go(buf, kernel.load(buf, start, to) - start, start, to)
        if (next === start || !this.wentOn) {
          start = next
          break
        }
      }
    this.lines = counts.lines
    if (this.lines === 0) return start
    this.debug = counts.debug
    this.warn = counts.warn
    this.error = counts.error
    this.fatal = counts.fatal
    this.idle = counts.idle
    this.up = counts.up
    this.down = counts.down
    this.ms = counts.ms
    this.latest = counts.latest
    this.latestInfo = counts.latestInfo
    this.zone = kernel.zone
    return start
  }

  /** @param origin address of the page's first byte @returns where the first line stands that is not one of the row, or not whole */
  private go(buf: Buffer, origin: number, from: number, end: number): number {
    const { kernel, codes } = this
    let start = from
    let given = codes.STRANGE
    let asking = -1
    let asks = 0
    for (;;) {
      const code = kernel.go(origin + start, origin + end, given, this.length)
      start = kernel.counts.at - origin
      given = codes.STRANGE
      this.wentOn = code === codes.AT_END
      if (code === codes.ASKS_KEY) {
        asks = start === asking ? asks + 1 : 1
        asking = start
        if (asks <= MOST_NAMES) kernel.learnAskedKey()
        else if ((given = this.silent(buf, start)) === codes.STRANGE) return start
      } else if (code === codes.ASKS_SECOND) {
        if (!this.readSecond(buf, start, lineEnd(buf, start))) return start
        kernel.learnSecond(origin + start, this.look.ms, this.look.zone)
      } else if (code === codes.ASKS_HEAD) {
        const kind = this.kind(buf, start + LEVEL, lineEnd(buf, start))
        if (kind === codes.STRANGE) return start
        if (!kernel.learnHead(origin + start + LEVEL, this.length, kind)) given = kind
      } else return start
    }
  }

  /** @param level where the level begins */
  private kind(buf: Buffer, level: number, stop: number): number {
    const { codes, wants } = this
    const name = buf.readInt32LE(level)
    const bad = name === WARN || (name === ERROR && buf[level + 4] === 0x52) || (name === FATAL && buf[level + 4] === 0x4c)
    if (!bad && name !== INFO && (name !== DEBUG || buf[level + 4] !== 0x47)) return codes.STRANGE
    const message = messageStart(buf, level + (name === INFO || name === WARN ? 4 : 5))
    if (message < 0) return codes.STRANGE
    let end = message + FIRST_BYTES
    let kind = codes.QUIET
    if (wants.mayBegin(buf, message)) {
      end = messageEnd(buf, message, stop)
      const found = wants.find(buf, message, end)
      if (found >= 0 && (bad || !wants.isIdle(found))) return codes.STRANGE
      if (found >= 0) kind = codes.IDLE
      end++
    }
    if (end > stop) return codes.STRANGE
    this.length = end - level
    return kind
  }

  /** What an idle line is when all of its fields are looked at. */
  private silent(buf: Buffer, start: number): number {
    const stop = lineEnd(buf, start)
    const kind = this.kind(buf, start + LEVEL, stop)
    return kind === this.codes.IDLE && !this.wants.tells(buf, start + LEVEL + this.length, stop) ? this.codes.SILENT : this.codes.STRANGE
  }

  /** The zone of one row is one. */
  private readSecond(buf: Buffer, at: number, stop: number): boolean {
    if (!this.look.at(buf, at, stop) || buf[at + 24] !== SPACE || buf[at + 32] !== SPACE) return false
    return this.kernel.counts.lines === 0 || this.look.zone === this.kernel.zone
  }
}

function lineEnd(buf: Buffer, start: number): number {
  const newline = buf.indexOf(10, start)
  return buf[newline - 1] === 13 ? newline - 1 : newline
}
