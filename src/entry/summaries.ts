import type { Instant, Level } from './entry.ts'
import { joinTests } from './join-tests.ts'
import { mergeCallers } from './strangers.ts'
import { GAP, MOST_GAPS, MOST_PAUSES, PAUSE, type Pause, type ReadingSummary } from './tally.ts'

/** The summary of a source from those of its parts, in their order: what one pass over the whole would have counted. */
export function mergeSummaries(parts: readonly ReadingSummary[]): ReadingSummary {
  const [first, ...rest] = parts as [ReadingSummary, ...ReadingSummary[]]
  return rest.reduce(join, first)
}

function join(a: ReadingSummary, b: ReadingSummary): ReadingSummary {
  const sum = (count: (summary: ReadingSummary) => number): number => count(a) + count(b)
  return {
    ...{ lines: sum((s) => s.lines), bytes: sum((s) => s.bytes), entries: sum((s) => s.entries), entryLines: sum((s) => s.entryLines) },
    ...{ goReports: sum((s) => s.goReports), goReportLines: sum((s) => s.goReportLines), strays: sum((s) => s.strays) },
    ...{ notes: sum((s) => s.notes), recognised: sum((s) => s.recognised), cutLines: sum((s) => s.cutLines) },
    levels: Object.fromEntries(
      Object.entries(a.levels).map(([level, n]) => [level, n + b.levels[level as Level]]),
    ) as ReadingSummary['levels'],
    callers: mergeCallers([a.callers, b.callers]),
    tests: joinTests(a.tests, b.tests, a.lines),
    envelopes: [...new Set([...a.envelopes, ...b.envelopes])].sort(),
    order: a.order === 'none' ? b.order : b.order === 'none' || a.order === b.order ? a.order : 'mixed',
    first: earlier(a.first, b.first),
    last: later(a.last, b.last),
    lastInfo: later(a.lastInfo, b.lastInfo),
    opening: a.opening ?? b.opening,
    gaps: gaps(a, b),
    pauses: pauses(a, b),
    invalidUtf8: a.invalidUtf8 || b.invalidUtf8,
    fault: a.fault ?? b.fault,
    stopped: a.stopped || b.stopped,
  }
}

/** A part does not know how far the parts before it came: its gaps begin no earlier than their last time. */
function gaps(a: ReadingSummary, b: ReadingSummary): ReadingSummary['gaps'] {
  const { last } = a
  if (last === null || b.opening === null) return [...a.gaps, ...b.gaps]
  const own = b.gaps.map(({ from, to }) => ({ from: from.ms < last.ms ? last : from, to }))
  const between = [{ from: last, to: b.opening }, ...own].filter(({ from, to }) => to.ms - from.ms > GAP)
  return [...a.gaps, ...between].slice(0, MOST_GAPS)
}

function pauses(a: ReadingSummary, b: ReadingSummary): readonly Pause[] | null {
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
