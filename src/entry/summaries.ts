import type { Level } from './entry.ts'
import { joinTests } from './join-tests.ts'
import { mergeCallers } from './strangers.ts'
import type { ReadingSummary } from './tally.ts'
import { joinSpans } from './times.ts'

/**
 * The summary of a source from those of its parts, in their order: what one pass over the whole would have counted.
 * @param newestFirst whether each part lies in time before the one that stands above it
 */
export function mergeSummaries(parts: readonly ReadingSummary[], newestFirst = false): ReadingSummary {
  const [first, ...rest] = parts as [ReadingSummary, ...ReadingSummary[]]
  return rest.reduce((a, b) => join(a, b, newestFirst), first)
}

function join(a: ReadingSummary, b: ReadingSummary, newestFirst: boolean): ReadingSummary {
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
    ...(newestFirst ? joinSpans(b, a) : joinSpans(a, b)),
    invalidUtf8: a.invalidUtf8 || b.invalidUtf8,
    fault: a.fault ?? b.fault,
    stopped: a.stopped || b.stopped,
  }
}
