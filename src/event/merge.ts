import type { Instant } from '../entry/entry.ts'
import type { Where } from '../source/source.ts'
import { stretches } from './stretches.ts'

/** What can be put in order: entries, events, crashes, notes. */
export interface Timed {
  readonly time: Instant | null
  readonly where: Where
  /** Notes (`note`, `note.job`) were written by somebody who looked from outside: with a time of their own they stand by it alone. */
  readonly kind?: string
}

/**
 * Merges runs of items into one order by time. Within a run the order never changes: an item whose time contradicts its neighbours',
 * and one without time, stays where it stands and goes where they go. Equal times keep the order of the runs, then of the lines.
 * A time without zone counts as one in the zone that its source prints most, else the one that all print most, else UTC.
 * A run in which the times fall back, and stay so, is several logs put one behind the other: each is merged by itself.
 * @param whole each run in its own order already, those of one source in the order in which they stand in it
 */
export function mergeEvents<T extends Timed>(whole: readonly (readonly T[])[]): T[] {
  const runs = whole.flatMap(stretches)
  const zones = new Zones(runs)
  const loose: Placed<T>[] = []
  const bound: Placed<T>[] = []
  let ends = new Map<string, number>()
  const parted = runs.map((run) => run.filter((item) => !isLoose(item) || !loose.push({ item, at: zones.ms(item) })))
  const keys = parted.map((run) => keysOf(run, zones))
  for (const [i, run] of parted.entries()) {
    const own = keys[i] ?? timeless(run, parted, keys, i, ends)
    for (const [j, item] of run.entries()) bound.push({ item, at: own[j]! })
    if (run.length > 0) ends = ends.set(run[0]!.where.source, own.at(-1)!)
  }
  return [...bound, ...loose].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ item }) => item)
}

interface Placed<T> {
  readonly item: T
  readonly at: number
}

function isLoose(item: Timed): boolean {
  return item.time !== null && item.kind !== undefined && /^note(?:\.|$)/.test(item.kind)
}

/** Keys that never fall along the run; null where nothing in it has a time. */
function keysOf(run: readonly Timed[], zones: Zones): number[] | null {
  const times = run.map((item) => zones.ms(item))
  const trusted = inOrder(times)
  let key = times[trusted.indexOf(true)]
  if (key === undefined) return null
  return times.map((ms, i) => (trusted[i] ? (key = ms) : key!))
}

/** A run without times stands behind what its source said before, or in front of what it says next. */
function timeless(
  run: readonly Timed[],
  runs: readonly (readonly Timed[])[],
  keys: readonly (number[] | null)[],
  at: number,
  ends: ReadonlyMap<string, number>,
): number[] {
  const source = run[0]?.where.source
  const next = runs.findIndex((other, j) => j > at && keys[j] !== null && other[0]?.where.source === source)
  const key = (source === undefined ? undefined : ends.get(source)) ?? keys[next]?.[0] ?? Number.NEGATIVE_INFINITY
  return run.map(() => key)
}

/** Marks a longest part of the times that does not fall: what is not in it contradicts its neighbours. */
function inOrder(times: readonly number[]): boolean[] {
  const known = times.filter((ms) => !Number.isNaN(ms))
  if (known.every((ms, i) => i === 0 || ms >= known[i - 1]!)) return times.map((ms) => !Number.isNaN(ms))
  const tails: number[] = []
  const previous = times.map(() => -1)
  for (const [i, ms] of times.entries()) {
    if (Number.isNaN(ms)) continue
    const length = firstAbove(tails, times, ms)
    previous[i] = tails[length - 1] ?? -1
    tails[length] = i
  }
  const trusted = times.map(() => false)
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) trusted[i] = true
  return trusted
}

function firstAbove(tails: readonly number[], times: readonly number[], ms: number): number {
  let low = 0
  let high = tails.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[tails[middle]!]! > ms) high = middle
    else low = middle + 1
  }
  return low
}

/** The zone that most items print: of a source, and of all. */
class Zones {
  private readonly bySource = new Map<string, number | null>()
  private readonly common: number | null

  constructor(runs: readonly (readonly Timed[])[]) {
    const counts = new Map<string, Map<number, number>>()
    const all = new Map<number, number>()
    for (const run of runs)
      for (const { time, where } of run) {
        if (time === null || time.zone === null) continue
        const own = counts.get(where.source) ?? new Map<number, number>()
        counts.set(where.source, own.set(time.zone, (own.get(time.zone) ?? 0) + 1))
        all.set(time.zone, (all.get(time.zone) ?? 0) + 1)
      }
    for (const [source, own] of counts) this.bySource.set(source, most(own))
    this.common = most(all)
  }

  /** Milliseconds since 1970, NaN without a time. */
  ms({ time, where }: Timed): number {
    if (time === null) return Number.NaN
    if (time.zone !== null) return time.ms
    return time.ms - (this.bySource.get(where.source) ?? this.common ?? 0) * 60_000
  }
}

function most(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null
  for (const [zone, count] of counts)
    if (best === null || count > counts.get(best)! || (count === counts.get(best) && zone < best)) best = zone
  return best
}
