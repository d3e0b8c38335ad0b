import type { Instant } from '../entry/entry.ts'
import type { Where } from '../source/source.ts'
import { MergeOrder } from './merge-order.ts'
import type { RunTimes } from './run-times.ts'

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
 * @param runs each of one source and in its own order already, those of one source in the order in which they stand in it
 */
export function mergeEvents<T extends Timed>(runs: readonly (readonly T[])[]): T[] {
  const merged: T[] = []
  for (const order = new MergeOrder(runs.map(timesOf)); order.next(); ) merged.push(runs[order.run]![order.place]!)
  return merged
}

function timesOf(run: readonly Timed[]): RunTimes {
  return {
    source: run[0]?.where.source ?? '',
    count: run.length,
    ms: (i) => run[i]!.time?.ms ?? Number.NaN,
    zone: (i) => run[i]!.time?.zone ?? null,
    isNote: (i) => /^note(?:\.|$)/.test(run[i]!.kind ?? ''),
  }
}
