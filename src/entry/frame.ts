import { type LogHeader, lookHeader } from '../../grammars/log-header.ts'
import type { Line } from '../envelope/envelope.ts'
import type { Instant, Item, Level, Origin } from './entry.ts'
import { GoReports } from './go-reports.ts'
import { instantOf, levelOf } from './header-values.ts'
import type { HeaderLook } from './look.ts'
import { PendingEntry } from './pending.ts'
import { glued, kept } from './pieces.ts'
import { isQuiet, type QuietLine, type QuietRow, WORSE } from './quiet.ts'
import { callerBefore } from './strangers.ts'
import { Strays } from './strays.ts'
import type { Tally } from './tally.ts'
import type { TestLogs } from './test-log.ts'
import { STRANGER, type Wants } from './wants.ts'

/** Takes what the lines of a stream amount to. `seq` orders them within the stream: a Go report comes when it is complete, with the `seq` of its first line. */
export type Sink = (item: Item, seq: number) => void

const LARGEST_JOINED = 16 << 20
/** The first byte of a goroutine's head. */
const LOWER_G = 0x67

/**
 * Tells of one stream where an entry ends, which lines are a Go report, which a note, which strays.
 * One framer per stream (node, container, stdout or stderr), since only there do lines follow each other; lines come in reading order.
 */
export class Framer {
  private pending: PendingEntry | null = null
  private readonly reports: GoReports
  private readonly strays: Strays
  private lastMs = Number.NaN
  private lastZone: number | null = null
  private part: Line | null = null
  /** What was left open when the stream was last asked to rest. */
  private resting: PendingEntry | null = null
  private seq = 0

  /** @param testLogs of the tests that are under way in the stream */
  constructor(
    private readonly origin: Origin,
    private readonly look: HeaderLook,
    private readonly wants: Wants,
    private readonly tally: Tally,
    private readonly testLogs: TestLogs,
    private readonly sink: Sink,
  ) {
    this.reports = new GoReports(origin, tally, sink)
    this.strays = new Strays(origin, wants)
  }

  /** A line whose head `look` has just recognised: the path that nearly all lines of a plain log take. */
  head(buf: Buffer, start: number, end: number, line: number, column: number, span: number): void {
    if (this.pending) this.flush()
    this.reports.entriesPassed(1)
    const { look } = this
    this.seq++
    this.tally.entry(look.level, span, look.ms)
    this.tally.time(look.ms, look.zone)
    this.lastMs = look.ms
    this.lastZone = look.zone
    const from = look.messageStart
    const to = look.messageEnd(buf, end)
    const found = this.wants.find(buf, from, to)
    const known = found >= 0 && found !== STRANGER
    if (known) this.tally.recognised++
    else if (this.wants.isOurs !== null) this.stranger(buf, start, from, to, end)
    const bad = WORSE.has(look.level)
    if (bad && this.testLogs.isOpen) this.testLogs.entry(look.level, { ms: look.ms, zone: look.zone }, { buf, start, end, line })
    const wanted = known || (bad && this.wants.worth(buf, start, end))
    if (buf[end - 1] === 0x5d && (!wanted || (known && !bad && this.wants.isIdle(found) && !this.wants.tells(buf, to, end)))) return
    const time = { ms: look.ms, zone: look.zone }
    const message = wanted ? buf.toString('utf8', from, to) : null
    this.pending = new PendingEntry({ line, column, seq: this.seq, time, level: look.level, message }, buf, start, end)
  }

  /**
   * Counts a line whose head `look` has just recognised, escaped or not, and that nobody wants: most lines of a log end here.
   * @returns false, and nothing done, where the line must be looked at more closely
   */
  skim(buf: Buffer, end: number): boolean {
    const { look } = this
    if (this.part !== null || !isQuiet(look, this.wants, buf, end)) return false
    this.quiet({ level: look.level, isIdle: false, ms: look.ms, zone: look.zone })
    return true
  }

  /** Whether a piece of a line waits for the next: then no line can be skimmed. */
  get isInPieces(): boolean {
    return this.part !== null
  }

  /** Whether a test is under way: then nothing that is WARN or worse is of no interest. */
  get hearsTests(): boolean {
    return this.testLogs.isOpen
  }

  /** Counts an entry of no interest that its line closes. */
  quiet({ level, isIdle, ms, zone }: QuietLine): void {
    if (this.pending) this.flush()
    this.reports.entriesPassed(1)
    if (isIdle) this.tally.recognised++
    this.tally.quiet(level, ms, zone)
    this.lastMs = ms
    this.lastZone = zone
  }

  /** Counts a row of entries of no interest, each on a line of its own. */
  passed(row: QuietRow): void {
    const { lines, idle, ms, zone } = row
    if (this.pending) this.flush()
    this.reports.entriesPassed(lines)
    this.tally.recognised += idle
    this.tally.quietRun(row)
    this.lastMs = ms
    this.lastZone = zone
  }

  /** Passes over what a dump of goroutines says again, and counts it. @returns where the first line begins that must be looked at */
  pass(buf: Buffer, start: number, end: number): number {
    return buf[start] !== LOWER_G || this.pending !== null || this.part !== null ? start : this.reports.pass(buf, start, end)
  }

  /** A line of any kind, its envelopes peeled. */
  line(line: Line): void {
    const whole = this.part ? glued(this.part, line) : line
    this.part = null
    if (line.partial && whole.end - whole.start < LARGEST_JOINED) this.part = whole === line ? kept(line) : whole
    else this.whole(whole)
  }

  /** @param seq where the numbers of the page's items begin */
  beginPage(seq: number): void {
    this.seq = seq
  }

  /** Must be called before the page's bytes are reused. */
  endOfPage(): void {
    this.pending?.keep()
  }

  /**
   * For a source that is still being written: hands on an entry that no line can continue.
   * @param rested hands on, too, what no line has continued since it was last called so
   */
  settle(rested: boolean): void {
    if (this.pending && (!this.pending.isOpen || (rested && this.pending === this.resting))) this.flush()
    if (!rested) return
    this.resting = this.pending
    this.reports.rest()
  }

  /** The stream, or a run of its lines, is over: nothing continues what is under way. */
  close(): void {
    if (this.part) this.whole(this.part)
    this.part = null
    if (this.pending) this.flush()
    this.reports.close()
  }

  private whole(line: Line): void {
    const { buf, start, end } = line
    if (this.look.at(buf, start, end)) {
      if (line.span === 1 && this.skim(buf, end)) return
      this.head(buf, start, end, line.line, line.column, line.span)
      return
    }
    const text = buf.toString('utf8', start, end)
    const header = lookHeader(text)
    if (header) this.otherHead(line, text, header)
    else this.headless(line, text)
  }

  /** The older, the header-less and the JSON layouts. */
  private otherHead(line: Line, text: string, header: LogHeader): void {
    if (this.pending) this.flush()
    this.seq++
    const level = levelOf(header.level)
    const time = (header.time === null ? null : instantOf(header.time)) ?? envelopeTime(line)
    this.tally.entry(level, line.span, time?.ms ?? Number.NaN)
    if (time) {
      this.tally.time(time.ms, time.zone)
      this.lastMs = time.ms
      this.lastZone = time.zone
    }
    if (WORSE.has(level) && this.testLogs.isOpen) this.testLogs.entry(level, time, line)
    const raw = text.slice(header.messageStart, header.messageEnd)
    const known = this.wants.text(raw)
    if (known) this.tally.recognised++
    else if (this.wants.isOurs?.(header.file, line.buf, line.start, line.end)) this.tally.strangers.add(header.file, raw)
    const message = known || this.isWorth(level, line) ? raw : null
    this.pending = new PendingEntry(
      { line: line.line, column: line.column, seq: this.seq, time, level, message },
      line.buf,
      line.start,
      line.end,
    )
  }

  /** Counts a line that no table knows, if it is of our code; its message is `buf[from, to)`. */
  private stranger(buf: Buffer, start: number, from: number, to: number, end: number): void {
    const file = callerBefore(buf, start, from)
    if (this.wants.isOurs?.(file, buf, start, end)) this.tally.strangers.add(file, buf.toString('utf8', from, to))
  }

  /** What carries no level may be bad: people paste lines without their heads. */
  private isWorth(level: Level, { buf, start, end }: Line): boolean {
    return (WORSE.has(level) && this.wants.worth(buf, start, end)) || (level === 'UNKNOWN' && this.wants.isAsked(buf, start, end))
  }

  private headless(line: Line, text: string): void {
    this.seq++
    const ofTests = this.tally.tests.see(text, line.line, this.testLogs)
    if (this.pending) {
      if (!ofTests && !GoReports.opens(text) && this.pending.takes(line.buf, line.start, line.end)) {
        this.tally.entryLines += line.span
        this.resting = null
        return
      }
      this.flush()
    }
    const time = envelopeTime(line) ?? (Number.isNaN(this.lastMs) ? null : { ms: this.lastMs, zone: this.lastZone })
    if (this.reports.offer(text, line, time, this.seq)) return
    if (ofTests) this.tally.tests.lines += line.span
    this.stray(text, line, time)
  }

  private stray(text: string, line: Line, time: Instant | null): void {
    this.tally.strays += line.span
    for (const note of this.strays.notes(text, line, time)) {
      this.tally.notes++
      this.sink(note, this.seq)
    }
  }

  private flush(): void {
    const { pending } = this
    this.pending = null
    const entry = pending?.entry(this.origin)
    if (!pending || !entry) return
    if (entry.text.includes('\ufffd')) this.tally.invalidUtf8 = true
    this.sink(entry, pending.start.seq)
  }
}

function envelopeTime(line: Line): Instant | null {
  return Number.isNaN(line.time) ? null : { ms: line.time, zone: line.zone }
}
