import { isLinked, unlinked } from '../../grammars/go-report/unlinked.ts'
import type { Line } from '../envelope/envelope.ts'
import type { GoReportText, Instant, Origin } from './entry.ts'
import { type Gathered, Gatherer } from './gather.ts'
import { lookAt } from './go-line.ts'
import { OPENING } from './go-step.ts'
import type { Tally } from './tally.ts'

interface Offered {
  readonly span: number
  readonly time: Instant | null
  readonly seq: number
}

/** The Go reports of one stream: hands on what the gatherer made of the lines, and counts lines and strays. */
export class GoReports {
  private readonly gatherer = new Gatherer()
  private readonly offered = new Map<number, Offered>()

  constructor(
    private readonly origin: Origin,
    private readonly tally: Tally,
    private readonly sink: (report: GoReportText, seq: number) => void,
  ) {}

  /** A crash may cut into an entry that is being written: such a line continues nothing. */
  static opens(text: string): boolean {
    return OPENING[lookAt(text)] !== undefined
  }

  /** @returns false for a line that belongs to no report */
  offer(text: string, line: Line, time: Instant | null, seq: number): boolean {
    if (!this.gatherer.offer(isLinked(text) ? unlinked(text) : text, line.line)) return false
    this.offered.set(line.line, { span: line.span, time, seq })
    this.collect(this.gatherer.take())
    return true
  }

  entriesPassed(count: number): void {
    this.gatherer.entriesPassed(count)
  }

  rest(): void {
    this.collect(this.gatherer.rest())
  }

  close(): void {
    this.collect(this.gatherer.close())
  }

  /** Passes over goroutines that do what others did before them, without making lines of them. @returns where they end in the page */
  pass(buf: Buffer, start: number, end: number): number {
    const { next, lines } = this.gatherer.pass(buf, start, end)
    this.tally.lines += lines
    this.tally.goReportLines += lines
    return next
  }

  private collect({ reports, returned, folded }: Gathered): void {
    for (const at of folded) this.tally.goReportLines += this.spanOf(at)
    for (const at of returned) this.tally.strays += this.spanOf(at)
    for (const { at, ...report } of reports) {
      const first = this.offered.get(at[0]!)
      this.tally.goReports++
      for (const n of at) this.tally.goReportLines += this.spanOf(n)
      const where = { source: this.origin.source, line: at[0]! }
      this.sink(
        { kind: 'go-report', where, origin: this.origin, time: first?.time ?? null, at, ...report, embeddedIn: null },
        first?.seq ?? 0,
      )
    }
  }

  /** Physical lines of the offered one, which is then forgotten. */
  private spanOf(at: number): number {
    const span = this.offered.get(at)?.span ?? 1
    this.offered.delete(at)
    return span
  }
}
