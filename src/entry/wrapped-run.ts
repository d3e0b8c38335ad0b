import type { Stencils, Wrapping } from '../envelope/stencils.ts'
import { WORSE } from './quiet.ts'
import { kernelOf } from './quiet-run.ts'
import type { Form, RowKernel } from './row-kernel.ts'
import { PAUSE } from './times.ts'
import type { Wants } from './wants.ts'
import type { WrappedLook } from './wrapped-look.ts'

/**
 * Goes over entries of no interest that stand in a row, each on a line of its own and wrapped for the same stream. Whatever is not certain
 * ends the row and is left to the look at single lines; `over` then says what the row amounts to.
 */
export class WrappedRun {
  lines = 0
  debug = 0
  warn = 0
  error = 0
  fatal = 0
  /** How many have a message that the tables know. */
  idle = 0
  /** Times of the row in milliseconds since 1970: of its last line, and the latest. */
  ms = 0
  latest = 0
  /** The latest of its INFO; -Infinity without one. */
  latestInfo = 0
  /** Minutes east of UTC. */
  zone = 0
  /** Whose lines they are. */
  of: Wrapping | null = null
  /** Of the line that ended the row, when it is of no interest but graver than INFO, and none like it was met before: the look still shows it. */
  bad: Wrapping | null = null

  constructor(
    private readonly look: WrappedLook,
    private readonly wants: Wants,
  ) {}

  /**
   * @param earliest @param latest of all times met so far: what lies before them, or long behind them, ends the row
   * @param takesBad whether entries that are WARN or worse, and of no interest, may be of the row
   * @returns where the first line stands that is not one of the row
   */
  over(stencils: Stencils, buf: Buffer, from: number, end: number, earliest: number, latest: number, takesBad: boolean): number {
    this.lines = this.debug = this.warn = this.error = this.fatal = this.idle = 0
    this.bad = null
    this.latest = latest
    this.latestInfo = Number.NEGATIVE_INFINITY
    const kernel = kernelOf(this.wants)
    const isFast = kernel.holds(buf)
    if (isFast) kernel.takeBad(takesBad)
    let start = from
    while (start < end) {
      if (isFast) start = this.many(kernel, stencils, buf, start, end, earliest)
      if (start >= end) break
      const isOfRow = this.one(stencils, buf, start, earliest)
      if (isFast && (isOfRow || this.bad !== null)) kernel.learnWrapped(formOf(stencils), buf.byteOffset + stencils.start, this.look)
      if (!isOfRow) break
      start = this.look.next
    }
    return start
  }

  /** Lines that look like others before, as long as they do. @returns where the first line stands that does not */
  private many(kernel: RowKernel, stencils: Stencils, buf: Buffer, start: number, end: number, earliest: number): number {
    const { first } = stencils
    if (first === null || (this.lines > 0 && (kernel.zone !== this.zone || !isSame(first, this.of!)))) return start
    const program = kernel.programOf(first)
    if (program === null) return start
    kernel.wrapped({ program, form: formOf(first) }, buf, start, end, { earliest, latest: this.latest, before: this.ms })
    const { counts } = kernel
    if (counts.lines === 0) return start
    this.of = first
    this.zone = kernel.zone
    this.lines += counts.lines
    this.debug += counts.debug
    this.warn += counts.warn
    this.error += counts.error
    this.fatal += counts.fatal
    this.idle += counts.idle
    this.ms = counts.ms
    this.latest = counts.latest
    this.latestInfo = Math.max(this.latestInfo, counts.latestInfo)
    return counts.at - buf.byteOffset
  }

  /** @returns whether the line at `start` is one of the row */
  private one(stencils: Stencils, buf: Buffer, start: number, earliest: number): boolean {
    const { look } = this
    const wrapping = look.at(stencils, buf, start)
    if (wrapping !== null && WORSE.has(look.level)) {
      this.bad = wrapping
      return false
    }
    if (wrapping === null || look.ms < earliest || look.ms - this.latest > PAUSE) return false
    if (this.lines === 0) {
      this.of = wrapping
      this.zone = look.zone
    } else if (look.zone !== this.zone || !isSame(wrapping, this.of!)) return false
    this.lines++
    if (look.level === 'DEBUG') this.debug++
    else if (look.ms > this.latestInfo) this.latestInfo = look.ms
    if (look.isIdle) this.idle++
    this.ms = look.ms
    if (look.ms > this.latest) this.latest = look.ms
    return true
  }
}

function formOf({ isString }: { readonly isString: boolean }): Form {
  return isString ? 'escaped' : 'wrapped'
}

function isSame(a: Wrapping, b: Wrapping): boolean {
  return a === b || (a.stream === b.stream && a.node === b.node && a.container === b.container && a.names === b.names)
}
