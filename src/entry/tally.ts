import type { Instant, Level } from './entry.ts'
import type { Order } from './order.ts'
import type { QuietRow } from './quiet.ts'
import { type CallerCount, Strangers } from './strangers.ts'
import { type TestSummary, TestTally } from './test-tally.ts'
import { GAP, joinSpans, MOST_GAPS, MOST_PAUSES, PAUSE, type Pause, type TimeSpan } from './times.ts'

/** What one pass over a source counted. Every line read is in exactly one of `entryLines`, `goReportLines`, `strays`. */
export interface ReadingSummary extends TimeSpan {
  readonly lines: number
  readonly bytes: number
  readonly entries: number
  readonly entryLines: number
  readonly goReports: number
  readonly goReportLines: number
  readonly strays: number
  readonly notes: number
  /** Entries whose message is in the tables. */
  readonly recognised: number
  /** Who printed lines of our code that no table knows; empty unless somebody asked. */
  readonly callers: readonly CallerCount[]
  /** What test runners said in it. */
  readonly tests: TestSummary
  readonly levels: Readonly<Record<Level, number>>
  readonly envelopes: readonly string[]
  readonly order: 'ascending' | 'descending' | 'mixed' | 'none'
  readonly cutLines: number
  readonly invalidUtf8: boolean
  /** What the system said when reading failed half way; null when it did not. */
  readonly fault: string | null
  /** True when the reading was ended before the source was. */
  readonly stopped: boolean
}

/** Counts while a source is read; plain fields, since they change on every line. */
export class Tally {
  lines = 0
  bytes = 0
  entries = 0
  entryLines = 0
  goReports = 0
  goReportLines = 0
  strays = 0
  notes = 0
  recognised = 0
  readonly strangers = new Strangers()
  readonly tests = new TestTally()
  cutLines = 0
  invalidUtf8 = false
  fault: string | null = null
  stopped = false
  readonly levels: Record<Level, number> = { DEBUG: 0, INFO: 0, WARN: 0, ERROR: 0, FATAL: 0, UNKNOWN: 0 }
  private readonly envelopes = new Set<string>()
  private chained: readonly string[] | null = null
  private readonly orders = new Set<Order>()
  /** Of what was counted before though it lies behind what is counted now, and of what lies before all that. */
  private behind: TimeSpan | null = null
  private before: TimeSpan | null = null
  private gaps: { from: Instant; to: Instant }[] = []
  private pauses: Pause[] = []
  private firstMs = Number.POSITIVE_INFINITY
  private lastMs = Number.NEGATIVE_INFINITY
  private infoMs = Number.NEGATIVE_INFINITY
  private firstZone: number | null = null
  private opening: Instant | null = null
  private lastZone: number | null = null

  /** @param ms its time, NaN without one */
  entry(level: Level, span: number, ms: number): void {
    this.entries++
    this.entryLines += span
    this.levels[level]++
    if (level === 'INFO' && ms > this.infoMs) this.infoMs = ms
  }

  /** One line that is an entry of no interest. */
  quiet(level: Level, ms: number, zone: number): void {
    this.entry(level, 1, ms)
    if (ms <= this.lastMs && ms >= this.firstMs) return
    this.time(ms, zone)
  }

  /** Lines that are entries of no interest, one each; none is earlier than the earliest. */
  quietRun({ lines, debug, warn, error, fatal, latest, latestInfo, zone }: QuietRow): void {
    this.lines += lines
    this.entries += lines
    this.entryLines += lines
    this.levels.DEBUG += debug
    this.levels.WARN += warn
    this.levels.ERROR += error
    this.levels.FATAL += fatal
    this.levels.INFO += lines - debug - warn - error - fatal
    if (latestInfo > this.infoMs) this.infoMs = latestInfo
    if (latest <= this.lastMs) return
    this.lastMs = latest
    this.lastZone = zone
  }

  get earliest(): number {
    return this.firstMs
  }

  get latest(): number {
    return this.lastMs
  }

  time(ms: number, zone: number | null): void {
    this.opening ??= { ms, zone }
    if (ms > this.lastMs) {
      if (ms - this.lastMs > PAUSE && this.lastMs > 0) this.pause(ms, zone)
      this.lastMs = ms
      this.lastZone = zone
    }
    if (ms < this.firstMs) {
      this.firstMs = ms
      this.firstZone = zone
    }
  }

  private pause(ms: number, zone: number | null): void {
    if (this.pauses.length <= MOST_PAUSES) this.pauses.push({ from: this.lastMs, to: ms })
    if (ms - this.lastMs > GAP && this.gaps.length < MOST_GAPS)
      this.gaps.push({ from: { ms: this.lastMs, zone: this.lastZone }, to: { ms, zone } })
  }

  /** What is counted from now on lies in time before what was counted since `turnBehind`: no silence reaches from that to this. */
  turnBefore(): void {
    this.behind = joined(this.span(), this.behind)
    this.forgetTimes()
  }

  /** What is counted from now on lies behind all that was counted. */
  turnBehind(): void {
    this.before = joined(this.before, joined(this.span(), this.behind))
    this.behind = null
    this.forgetTimes()
  }

  private forgetTimes(): void {
    this.firstMs = Number.POSITIVE_INFINITY
    this.lastMs = this.infoMs = Number.NEGATIVE_INFINITY
    this.firstZone = this.lastZone = this.opening = null
    this.gaps = []
    this.pauses = []
  }

  chain(names: readonly string[]): void {
    if (names === this.chained) return
    this.chained = names
    for (const name of names) this.envelopes.add(name)
  }

  order(order: Order): void {
    if (order !== 'none') this.orders.add(order)
  }

  private span(): TimeSpan {
    const { firstMs, firstZone, lastMs, lastZone, infoMs, opening, gaps, pauses } = this
    const known = lastMs >= firstMs
    return {
      first: known ? { ms: firstMs, zone: firstZone } : null,
      last: known ? { ms: lastMs, zone: lastZone } : null,
      lastInfo: Number.isFinite(infoMs) ? { ms: infoMs, zone: lastZone } : null,
      opening,
      gaps,
      pauses: pauses.length > MOST_PAUSES ? null : pauses,
    }
  }

  summary(): ReadingSummary {
    const { lines, bytes, entries, entryLines, goReports, goReportLines, strays, notes, recognised, levels } = this
    const { cutLines, invalidUtf8, fault, stopped } = this
    return {
      ...{ lines, bytes, entries, entryLines, goReports, goReportLines, strays, notes, recognised, levels },
      ...{ cutLines, invalidUtf8, fault, stopped },
      ...joined(this.before, joined(this.span(), this.behind)),
      callers: this.strangers.all(),
      tests: this.tests.summary(),
      envelopes: [...this.envelopes].sort(),
      order: this.orders.size === 2 ? 'mixed' : ([...this.orders][0] ?? 'none'),
    }
  }
}

function joined(a: TimeSpan | null, b: TimeSpan): TimeSpan
function joined(a: TimeSpan, b: TimeSpan | null): TimeSpan
function joined(a: TimeSpan | null, b: TimeSpan | null): TimeSpan {
  return a === null ? b! : b === null ? a : joinSpans(a, b)
}
