import type { Line } from '../envelope/envelope.ts'
import { Peeler } from '../envelope/index.ts'
import type { PageSize } from '../source/page-builder.ts'
import { pages } from '../source/pages.ts'
import type { Source } from '../source/source.ts'
import type { Item, Origin } from './entry.ts'
import { Framer, type Wants } from './frame.ts'
import { isLineHead } from './line-head.ts'
import { HeaderLook } from './look.ts'
import { isDecorated, ordered, type Peeled, timeOf } from './order.ts'
import { type ReadingSummary, Tally } from './tally.ts'
import { type IsHead, unwrap } from './unwrap.ts'

/** Bytes up to which a page is always looked at as a whole: it may be a pasted report, with several orders and wraps in it. */
const SMALL = 512 << 10
const SAMPLES = 256

/** Takes the items of one source. `stream` names the stream within the source, `seq` the place within the stream. */
export type SourceSink = (item: Item, stream: string, seq: number) => void

export interface ReadOptions {
  readonly wants: Wants
  readonly pageSize?: PageSize
  /** Called after each page with the bytes read so far. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * Reads a source to its end in one pass: envelopes peeled, wrapped lines joined, newest-first runs turned round, entries framed.
 * Every line is counted once. Never throws for what stands in the source.
 */
export async function readSource(source: Source, options: ReadOptions, sink: SourceSink): Promise<ReadingSummary> {
  const reading = new Reading(source, options.wants, sink)
  for await (const page of pages(source, options.pageSize)) {
    reading.page(page.buf, page.end, page.cutLines)
    options.onProgress?.(reading.tally.bytes)
  }
  return reading.close()
}

class Reading {
  readonly tally = new Tally()
  private readonly look = new HeaderLook()
  private readonly peeler = new Peeler()
  private readonly framers = new Map<string, Framer>()
  private readonly main: Framer

  constructor(
    private readonly source: Source,
    private readonly wants: Wants,
    private readonly sink: SourceSink,
  ) {
    this.main = this.framer({ node: null, container: null, stream: null })
  }

  page(buf: Buffer, end: number, cutLines: number): void {
    this.tally.bytes += end
    this.tally.cutLines += cutLines
    if (end <= SMALL || this.isOdd(buf, end)) this.untangle(buf, end)
    else this.stream(buf, end)
    for (const framer of this.framers.values()) framer.endOfPage()
  }

  close(): ReadingSummary {
    for (const framer of this.framers.values()) framer.close()
    return this.tally.summary()
  }

  /** Line by line, in the order in which they stand. */
  private stream(buf: Buffer, end: number): void {
    const { look, main, tally } = this
    let up = 0
    let down = 0
    let before = 0
    for (let start = 0; start < end; ) {
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

  /** The whole page at once: joins, peels, finds the runs and their order, then line by line. */
  private untangle(buf: Buffer, end: number): void {
    const joined = unwrap(this.rawLines(buf, end), this.isHead)
    const peeled = joined.map((line) => ({ line, names: this.peeler.peel(line).names }))
    const runs = ordered(unwrapInside(peeled, this.isHead), this.look)
    for (const [i, run] of runs.entries()) {
      this.tally.order(run.order)
      for (const { line, names } of run.lines) this.peeled(line, names)
      if (i < runs.length - 1 || run.order === 'descending') for (const framer of this.framers.values()) framer.close()
    }
  }

  private readonly isHead: IsHead = (line) => {
    if (isLineHead(line.buf, line.start, line.end)) return true
    const peeled = { ...line }
    const { names } = this.peeler.peel(peeled)
    return names.length > 0 && (!isDecorated(names) || isLineHead(peeled.buf, peeled.start, peeled.end))
  }

  private rawLines(buf: Buffer, end: number): readonly Line[] {
    const lines: Line[] = []
    for (let start = 0; start < end; ) {
      const newline = buf.indexOf(10, start)
      const stop = newline > start && buf[newline - 1] === 13 ? newline - 1 : newline
      lines.push(rawLine(buf, start, stop, ++this.tally.lines))
      start = newline + 1
    }
    return lines
  }

  /** Whether lines all over the page stand newest first or were wrapped; looked up in samples, since a page of a log is of one kind. */
  private isOdd(buf: Buffer, end: number): boolean {
    let down = 0
    let up = 0
    let before = Number.NaN
    const lengths = new Map<number, number>()
    for (let i = 0; i < SAMPLES; i++) {
      const start = buf.indexOf(10, Math.floor((end / SAMPLES) * i)) + 1
      if (start <= 0 || start >= end) break
      const stop = buf.indexOf(10, start)
      lengths.set(stop - start, (lengths.get(stop - start) ?? 0) + 1)
      const line = rawLine(buf, start, stop, 0)
      this.peeler.peel(line)
      const time = timeOf(line, this.look)
      if (time > before) up++
      if (time < before) down++
      if (!Number.isNaN(time)) before = time
    }
    const longest = Math.max(...lengths.keys())
    return down > 2 * up || (lengths.get(longest) ?? 0) >= SAMPLES / 16
  }

  /** A transport may have kept several lines of a program in one of its own. */
  private peeled(line: Line, names: readonly string[]): void {
    const framer = this.framerOf(line)
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

  private framerOf(line: Line): Framer {
    return line.node === null && line.container === null && line.stream === null ? this.main : this.framer(line)
  }

  private framer(of: Pick<Line, 'node' | 'container' | 'stream'>): Framer {
    const key = `${of.node ?? ''}\0${of.container ?? ''}\0${of.stream ?? ''}`
    let framer = this.framers.get(key)
    if (!framer) {
      const origin: Origin = { source: this.source.name, node: of.node ?? this.source.node, container: of.container, stream: of.stream }
      framer = new Framer(origin, this.look, this.wants, this.tally, (item, seq) => this.sink(item, key, seq))
      this.framers.set(key, framer)
    }
    return framer
  }
}

/** Lines may have been wrapped before they were wrapped in an envelope: joins neighbours of one shape. */
function unwrapInside(peeled: readonly Peeled[], isHead: IsHead): readonly Peeled[] {
  if (peeled.every(({ names }) => names.length === 0)) return peeled
  const names = new Map(peeled.map((p) => [p.line.line, p.names]))
  return unwrap(
    peeled.map((p) => p.line),
    isHead,
  ).map((line) => ({ line, names: names.get(line.line) ?? [] }))
}

function rawLine(buf: Buffer, start: number, end: number, line: number): Line {
  return {
    buf,
    start,
    end,
    line,
    span: 1,
    column: 0,
    time: Number.NaN,
    zone: null,
    node: null,
    container: null,
    stream: null,
    partial: false,
  }
}
