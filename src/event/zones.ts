import type { RunTimes } from './run-times.ts'

const MINUTE_MS = 60_000

/** The zone that most items print: of a source, and of all. */
export class Zones {
  private readonly bySource = new Map<string, number | null>()
  private readonly common: number | null

  constructor(runs: readonly RunTimes[]) {
    const counts = new Map<string, Map<number, number>>()
    const all = new Map<number, number>()
    for (const run of runs) {
      const own = counts.get(run.source) ?? new Map<number, number>()
      counts.set(run.source, own)
      for (let i = 0; i < run.count; i++) {
        const printed = Number.isNaN(run.ms(i)) ? null : run.zone(i)
        if (printed !== null) own.set(printed, (own.get(printed) ?? 0) + 1)
      }
    }
    for (const [source, own] of counts) {
      this.bySource.set(source, most(own))
      for (const [zone, count] of own) all.set(zone, (all.get(zone) ?? 0) + count)
    }
    this.common = most(all)
  }

  /** The time of an item in milliseconds since 1970, NaN without one. */
  ms(run: RunTimes, i: number): number {
    const printed = run.ms(i)
    if (Number.isNaN(printed) || run.zone(i) !== null) return printed
    return printed - (this.bySource.get(run.source) ?? this.common ?? 0) * MINUTE_MS
  }
}

function most(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null
  for (const [zone, count] of counts)
    if (best === null || count > counts.get(best)! || (count === counts.get(best) && zone < best)) best = zone
  return best
}
