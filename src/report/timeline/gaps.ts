import type { Instant } from '../../entry/entry.ts'
import type { GapRow } from './row.ts'

/** What a source is known to lack. */
export interface Silent {
  readonly source: string
  readonly node: string | null
  /** All so far; whoever calls again may have more. */
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[]
}

/** Stretches in which sources were silent, told when the timeline comes to them. */
export class Gaps {
  private readonly known = new Map<string, number>()
  private waiting: GapRow[] = []
  private begun = false

  add({ source, node, gaps }: Silent): void {
    const fresh = gaps
      .slice(this.known.get(source) ?? 0)
      // Where only one of the two has a zone, the stretch between them is unknown.
      .filter(({ from, to }) => (from.zone === null) === (to.zone === null))
      .map(({ from, to }): GapRow => ({ what: 'gap', source, node, from, to }))
    this.known.set(source, gaps.length)
    if (fresh.length > 0) this.waiting = [...this.waiting, ...fresh].sort((a, b) => a.from.ms - b.from.ms)
  }

  /** Those that begin before an instant; of those before the first instant that is asked about, what has not ended by then. */
  before(instant: Instant | null): GapRow[] {
    if (instant === null) return []
    const due = this.waiting.filter(({ from }) => from.ms < instant.ms)
    this.waiting = this.waiting.slice(due.length)
    const told = this.begun ? due : due.filter(({ to }) => to.ms > instant.ms)
    this.begun = true
    return told
  }
}
