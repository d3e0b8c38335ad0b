import type { Instant, Item } from './entry/entry.ts'
import { DISORDER, type Side } from './entry/narrow.ts'
import type { Event } from './event/event.ts'
import { rotationTime } from './source/rotated-name.ts'
import type { Source } from './source/source.ts'

/** A name tells a time on the clock of its machine: no zone is farther from another's, and an hour for what is written meanwhile. */
const ANY_ZONE = 27 * 3_600_000

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
  /** Where an instant lies beside the time asked for, with a margin; null when no time was asked for. */
  readonly side: Side | null
  /** True for a log that was, as its name says, rotated away before the time asked for. */
  isPast(name: string): boolean
  /** False for what lies outside the time asked for, or stems from another node; what carries no time or node is let through. */
  item(item: Pick<Item, 'time' | 'origin'>): boolean
  /** False for what another job did; what belongs to no job is let through. */
  event(event: Pick<Event, 'ids'>): boolean
}

export function scopeOf({ since, until, job, node }: Asked): Scope {
  return {
    source: (source) => node === undefined || source.node === null || source.node === node,
    side: since || until ? sideOf(since, until) : null,
    isPast: (name) => {
      const rotated = since ? rotationTime(name) : null
      return rotated !== null && rotated + ANY_ZONE < onClock(since!)
    },
    item: ({ time, origin }) =>
      (node === undefined || origin.node === null || origin.node === node) &&
      (time === null || ((!since || !isBefore(time, since)) && (!until || !isBefore(until, time)))),
    event: ({ ids }) =>
      job === undefined || ids.job === job || (ids.job === undefined && ids.task === undefined && ids.subtask === undefined),
  }
}

function sideOf(since: Instant | null | undefined, until: Instant | null | undefined): Side {
  return ({ ms, zone }) => {
    if (since && isBefore({ ms: ms + DISORDER, zone }, since)) return 'before'
    return until && isBefore(until, { ms: ms - DISORDER, zone }) ? 'after' : 'within'
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
