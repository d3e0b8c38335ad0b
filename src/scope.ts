import type { Instant, Item } from './entry/entry.ts'
import type { Event } from './event/event.ts'
import type { Source } from './source/source.ts'

export interface Asked {
  readonly since?: Instant | null
  readonly until?: Instant | null
  readonly job?: string
  readonly node?: string
}

/** Which part of the input was asked for. */
export interface Scope {
  /** False for the log of another node. */
  source(source: Pick<Source, 'node'>): boolean
  /** False for what lies outside the time asked for, or stems from another node; what carries no time or node is let through. */
  item(item: Item): boolean
  /** False for what another job did; what belongs to no job is let through. */
  event(event: Event): boolean
}

export function scopeOf({ since, until, job, node }: Asked): Scope {
  return {
    source: (source) => node === undefined || source.node === null || source.node === node,
    item: ({ time, origin }) =>
      (node === undefined || origin.node === null || origin.node === node) &&
      (time === null || ((!since || !isBefore(time, since)) && (!until || !isBefore(until, time)))),
    event: ({ ids }) =>
      job === undefined || ids.job === job || (ids.job === undefined && ids.task === undefined && ids.subtask === undefined),
  }
}

/** A time without zone is one on the clock of the log that it is compared with. */
function isBefore(a: Instant, b: Instant): boolean {
  if ((a.zone === null) === (b.zone === null)) return a.ms < b.ms
  return onClock(a) < onClock(b)
}

function onClock({ ms, zone }: Instant): number {
  return ms + (zone ?? 0) * 60_000
}
