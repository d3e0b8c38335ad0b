import type { Line } from '../envelope/envelope.ts'
import { Peeler } from '../envelope/index.ts'
import { endsFalling, endsQuietly, wrappedHead } from '../source/entry-head.ts'
import type { Source } from '../source/source.ts'
import type { Origin } from './entry.ts'
import { Framers } from './framers.ts'
import { MAX_ENTRIES } from './gather.ts'
import { isLineHead } from './line-head.ts'
import { HeaderLook } from './look.ts'
import { isOddPage } from './odd-page.ts'
import { isDecorated, type Order, ordered } from './order.ts'
import { type ItemBatch, Packer } from './pack.ts'
import { kernelOf, QuietRun } from './quiet-run.ts'
import { rawLine, rawLines } from './raw-line.ts'
import { FallenRows, type Rows, TurnedRows } from './rows.ts'
import { type ReadingSummary, Tally } from './tally.ts'
import { UniformPage } from './uniform.ts'
import { type IsHead, unwrap } from './unwrap.ts'
import { unwrapInside } from './unwrap-inside.ts'
import type { Wants } from './wants.ts'
import { WrappedLook } from './wrapped-look.ts'
import { WrappedRun } from './wrapped-run.ts'

/** Bytes up to which a page is always looked at as a whole: it may be a pasted report, with several orders and wraps in it. */
export const SMALL = 512 << 10

/** Takes a batch of items; `origins` are those of the streams that the batch numbers. */
export type BatchSink = (batch: ItemBatch, origins: readonly Origin[]) => void

/** What is to be done whenever so many bytes more were read and all that they gave was handed on. */
export interface Stretch {
  readonly bytes: number
  readonly done: (soFar: ReadingSummary) => Promise<void>
}

/** One pass over the pages of a source: keeps what its streams have under way, and counts. */
export class Reading {
  readonly tally = new Tally()
  private readonly look = new HeaderLook()
  private peeler = new Peeler()
  private readonly framers: Framers
  private readonly packer: Packer
  private run: QuietRun | null = null
  private readonly wrappedLook: WrappedLook
  private readonly wrappedRun: WrappedRun
  private readonly uniform = new UniformPage()
  private readonly rows: Rows
  /** Order of the page under way. */
  private order: Order = 'none'
  /** Whether any page stood newest first. */
  private isTurned = false
  /** Whether nothing can be under way behind the page that was read last. */
  private isOver = false

  /** @param newestFirst whether the source stands so from its beginning to its end */
  constructor(
    source: Pick<Source, 'name' | 'node'>,
    private readonly wants: Wants,
    sink: BatchSink,
    private readonly newestFirst = false,
  ) {
    this.rows = newestFirst ? new FallenRows() : new TurnedRows()
    const { look, tally } = this
    this.packer = new Packer((batch) => sink(batch, this.framers.origins))
    this.framers = new Framers(source, { look, wants, tally }, (item, stream, seq) => this.packer.add(item, stream, seq))
    this.wrappedLook = new WrappedLook(this.look, wants)
    this.wrappedRun = new WrappedRun(this.wrappedLook, wants)
  }

  /** @param growing lines of a source that is still being written come a few at a time, too few to be looked at as a whole */
  page(buf: Buffer, end: number, cutLines: number, growing = false): void {
    this.tally.bytes += end
    this.tally.cutLines += cutLines
    if (this.isOver && wrappedHead(buf, 0, end) >= 0) this.begin()
    if (end > SMALL) this.peeler.lookWith(kernelOf(this.wants))
    if (!growing && (end <= SMALL || isOddPage(buf, end, this.peeler, this.look))) this.whole(buf, end)
    else this.stream(buf, end)
    this.framers.endOfPage()
    if (!this.newestFirst) this.isOver = !growing && endsQuietly(buf, 0, end, MAX_ENTRIES)
    else if (this.order === 'descending' || endsFalling(buf, 0, end, MAX_ENTRIES)) this.begin()
  }

  /**
   * Behind so many whole entries what may have been under way in any stream is given up, because a reading may as well begin there:
   * then the parts of a file that is read in parts give what the whole gives.
   */
  private begin(): void {
    this.framers.begin()
    this.peeler = new Peeler()
    this.rows.end()
  }

  /** For a source that is still being written: see Framer. */
  settle(rested: boolean): void {
    this.framers.settle(rested)
    this.packer.flush()
  }

  /** @returns up to which byte all was handed on */
  async handOn(before: number, { bytes, done }: Stretch): Promise<number> {
    if (this.isTurned || this.tally.bytes - before < bytes) return before
    this.packer.flush()
    await done(this.tally.summary())
    return this.tally.bytes
  }

  close(): ReadingSummary {
    this.framers.close()
    this.packer.close()
    return this.tally.summary()
  }

  private beginPage(order: Order): void {
    this.order = order
    if (order === 'descending') this.isTurned = true
    const turn = this.rows.next(order)
    if (turn === 'before') {
      if (this.newestFirst) this.framers.begin()
      this.tally.turnBefore()
    } else if (turn === 'behind') this.tally.turnBehind()
    this.framers.beginPage(this.rows.base)
  }

  /** Line by line, in the order in which they stand. */
  private stream(buf: Buffer, end: number): void {
    const { look, tally } = this
    const run = (this.run ??= new QuietRun(look, this.wants))
    this.beginPage('ascending')
    const { main } = this.framers
    let up = 0
    let down = 0
    let before = 0
    for (let start = 0; start < end; ) {
      if (!main.isInPieces) {
        start = run.over(buf, start, end, tally.earliest, tally.latest, before, !main.hearsTests)
        if (run.lines > 0) {
          main.passed(run)
          up += run.up
          down += run.down
          before = run.ms
          if (start >= end) break
        }
      }
      start = main.pass(buf, this.afterWrapped(buf, start, end), end)
      if (start >= end) break
      const newline = buf.indexOf(10, start)
      const stop = newline > start && buf[newline - 1] === 13 ? newline - 1 : newline
      tally.lines++
      if (look.at(buf, start, stop)) {
        if (look.ms > before) up++
        else if (look.ms < before) down++
        before = look.ms
        if (!main.skim(buf, stop)) main.head(buf, start, stop, tally.lines, 0, 1)
      } else {
        const line = rawLine(buf, start, stop, tally.lines)
        this.peeled(line, this.peeler.peel(line).names)
      }
      start = newline + 1
    }
    tally.order(up === 0 && down === 0 ? 'none' : down > up ? 'descending' : 'ascending')
  }

  /** Counts lines of no interest without unescaping what a transport made of them. @returns where the first other one stands */
  private afterWrapped(buf: Buffer, from: number, end: number): number {
    const { stencils } = this.peeler
    const { wrappedRun: run, wrappedLook: look, tally } = this
    if (stencils === null || this.framers.areInPieces) return from
    const takesBad = !this.framers.hearTests
    for (let start = from; ; start = look.next) {
      const next = run.over(stencils, buf, start, end, tally.earliest, tally.latest, takesBad)
      if (run.lines > 0 && run.of !== null) {
        this.framers.of(run.of).passed(run)
        tally.chain(run.of.names)
      }
      if (run.bad === null || this.framers.of(run.bad).hearsTests) return next
      tally.lines++
      this.framers.of(run.bad).quiet(look)
      tally.chain(run.bad.names)
    }
  }

  private whole(buf: Buffer, end: number): void {
    const { framers, peeler, look, wrappedLook: wrapped, tally, uniform } = this
    if (framers.areInPieces || !uniform.read(buf, end, tally.lines, { peeler, look, wrapped })) {
      this.untangle(buf, end)
      return
    }
    const { order } = uniform
    tally.lines += uniform.count
    this.beginPage(order)
    tally.order(order)
    tally.chain(uniform.names)
    uniform.tell({
      quiet: (of, line) => this.framers.of(of).quiet(line),
      loud: (line, names) => this.peeled(line, names),
    })
    if (order === 'descending') framers.close()
  }

  /** The whole page at once: joins, peels, finds the runs and their order, then line by line. */
  private untangle(buf: Buffer, end: number): void {
    const lines = rawLines(buf, end, this.tally.lines)
    this.tally.lines += lines.length
    const joined = unwrap(lines, this.isHead)
    const peeled = joined.map((line) => ({ line, names: this.peeler.peel(line).names }))
    const runs = ordered(unwrapInside(peeled, this.isHead), this.look)
    this.beginPage(runs.reduce((a, b) => (b.lines.length > a.lines.length ? b : a)).order)
    for (const [i, run] of runs.entries()) {
      this.tally.order(run.order)
      for (const { line, names } of run.lines) this.peeled(line, names)
      if (i < runs.length - 1 || run.order === 'descending') this.framers.close()
    }
  }

  private readonly isHead: IsHead = (line) => {
    if (isLineHead(line.buf, line.start, line.end)) return true
    const peeled = { ...line }
    const { names } = this.peeler.peel(peeled)
    return names.length > 0 && (!isDecorated(names) || isLineHead(peeled.buf, peeled.start, peeled.end))
  }

  /** A transport may have kept several lines of a program in one of its own. */
  private peeled(line: Line, names: readonly string[]): void {
    const framer = this.framers.of(line)
    this.tally.chain(names)
    let inner = names.length === 0 ? -1 : line.buf.indexOf(10, line.start)
    if (inner < 0 || inner >= line.end) {
      framer.line(line)
      return
    }
    for (let start = line.start, span = line.span; start < line.end; start = inner + 1, span = 0) {
      inner = line.buf.indexOf(10, start)
      if (inner < 0 || inner > line.end) inner = line.end
      framer.line({ ...line, start, end: inner, span, partial: line.partial && inner === line.end })
    }
  }
}
