import { ANY_ERA, type EraSpan, FIRST_LATE, spanBetween, spanOf } from '../knowledge/eras.ts'

/** So many different messages must agree on a bound: one may have been carried back into an older release, or be dated wrongly. */
const WITNESSES = 3

/** Which TiDB printed the lines of one process: by the version that it told, or else by messages that not every era has. */
export class EraSense {
  /** Never narrower than what is known. */
  span: EraSpan = ANY_ERA
  private told: EraSpan | null = null
  private readonly heard = new Set<string>()
  /** The tightest few bounds that messages give, as places of eras, the tightest first. */
  private since: readonly number[] = []
  private until: readonly number[] = []

  /** The process begins anew: it may be another TiDB. */
  reset(): void {
    this.told = null
    this.heard.clear()
    this.since = []
    this.until = []
    this.span = ANY_ERA
  }

  /** A line tells the version. Several that differ, in a text that may be of several processes, leave it open between them. */
  tell(version: string): void {
    const span = spanOf(version)
    if (span === null) return
    const { told } = this
    this.told = told === null ? span : spanBetween(Math.min(told.from, span.from), Math.max(told.to, span.to))
    this.settle()
  }

  /**
   * @param text of the message that was printed
   * @param row the eras that have it
   */
  hear(text: string, row: EraSpan): void {
    if ((row.from <= this.span.from && row.to >= this.span.to) || this.heard.has(text)) return
    this.heard.add(text)
    this.since = [...this.since, Math.min(row.from, FIRST_LATE)].sort((a, b) => b - a).slice(0, WITNESSES)
    this.until = [...this.until, row.to].sort((a, b) => a - b).slice(0, WITNESSES)
    this.settle()
  }

  /** Lines that contradict each other, or the version, tell nothing. */
  private settle(): void {
    const since = this.since[WITNESSES - 1] ?? ANY_ERA.from
    const until = this.until[WITNESSES - 1] ?? ANY_ERA.to
    const { from, to } = this.told ?? spanBetween(since, until)
    this.span = since > until || since > to || until < from ? ANY_ERA : spanBetween(from, to)
  }
}
