import type { Instant } from './entry.ts'

/** Silence of a source that is long enough to be shown, in milliseconds. */
export const GAP = 10 * 60_000
export const MOST_GAPS = 50
/** Silence of a log that is under way, in milliseconds: a tidb-server says something several times a minute. */
export const PAUSE = 60_000
export const MOST_PAUSES = 500

/** In milliseconds since 1970. */
export interface Pause {
  readonly from: number
  readonly to: number
}

/** What the times of entries amount to that were met one after the other. */
export interface TimeSpan {
  readonly first: Instant | null
  readonly last: Instant | null
  /** Time of the latest INFO: a log that went on behind it was set to a level that shows less. */
  readonly lastInfo: Instant | null
  /** The time that was met first. */
  readonly opening: Instant | null
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[]
  /** Times between which nothing was printed for longer than a pause, in their order; null when there are too many to be kept. */
  readonly pauses: readonly Pause[] | null
}

/** What the times of `a` and behind them those of `b` amount to. */
export function joinSpans(a: TimeSpan, b: TimeSpan): TimeSpan {
  return {
    first: earlier(a.first, b.first),
    last: later(a.last, b.last),
    lastInfo: later(a.lastInfo, b.lastInfo),
    opening: a.opening ?? b.opening,
    gaps: gaps(a, b),
    pauses: pauses(a, b),
  }
}

/** A part does not know how far the parts before it came: its gaps begin no earlier than their last time. */
function gaps(a: TimeSpan, b: TimeSpan): TimeSpan['gaps'] {
  const { last } = a
  if (last === null || b.opening === null) return [...a.gaps, ...b.gaps].slice(0, MOST_GAPS)
  const own = b.gaps.map(({ from, to }) => ({ from: from.ms < last.ms ? last : from, to }))
  const between = [{ from: last, to: b.opening }, ...own].filter(({ from, to }) => to.ms - from.ms > GAP)
  return [...a.gaps, ...between].slice(0, MOST_GAPS)
}

function pauses(a: TimeSpan, b: TimeSpan): readonly Pause[] | null {
  if (a.pauses === null || b.pauses === null) return null
  const from = a.last?.ms ?? Number.NEGATIVE_INFINITY
  const own = b.pauses.map((pause) => (pause.from < from ? { from, to: pause.to } : pause))
  const between = a.last === null || b.opening === null ? [] : [{ from, to: b.opening.ms }]
  const all = [...a.pauses, ...[...between, ...own].filter((pause) => pause.to - pause.from > PAUSE)]
  return all.length > MOST_PAUSES ? null : all
}

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || (b !== null && b.ms < a.ms) ? b : a
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || (b !== null && b.ms > a.ms) ? b : a
}
