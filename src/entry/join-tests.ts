import type { TestLog } from './test-log.ts'
import { Outcomes, type TestOutcome } from './test-outcomes.ts'
import { MOST_LOGS, type TestSummary } from './test-tally.ts'

/** The tests of a source from those of two of its parts. @param before lines of the first part */
export function joinTests(a: TestSummary, b: TestSummary, before: number): TestSummary {
  const moved = (list: readonly TestOutcome[]): readonly TestOutcome[] =>
    list.map(({ line, from, ...rest }) => ({ ...rest, line: line && line + before, from: from && from + before }))
  const outcomes = new Outcomes()
  const tail = new Outcomes()
  for (const one of a.outcomes) outcomes.put(one, one.package)
  for (const one of a.tail) (b.firstPackage === null ? tail : outcomes).put(one, b.firstPackage ?? one.package)
  for (const one of moved(b.outcomes)) outcomes.put(one, one.package)
  for (const one of moved(b.tail)) tail.put(one, one.package)
  const ended = new Set(b.ended)
  const goOn = b.firstPackage === null ? a.running.filter((name) => !ended.has(name)) : []
  const begun = new Set(a.running)
  return {
    lines: a.lines + b.lines,
    outcomes: outcomes.all(),
    tail: tail.all(),
    firstPackage: a.firstPackage ?? b.firstPackage,
    running: [...goOn, ...b.running],
    ended: [...a.ended, ...b.ended.filter((name) => !begun.has(name))],
    recaps: [...a.recaps, ...b.recaps.map(({ line, opens }) => ({ line: line + before, opens }))].slice(0, MOST_LOGS),
    logs: [...a.logs, ...b.logs.map((log) => movedLog(log, before))].slice(0, MOST_LOGS),
    left: a.left + b.left + outcomes.left + tail.left,
  }
}

function movedLog({ test, line, entries }: TestLog, by: number): TestLog {
  return { test, line: line + by, entries: entries.map((entry) => ({ ...entry, line: entry.line + by })) }
}
