import type { TestOutcome } from '../../entry/test-outcomes.ts'
import type { SourceTests } from '../coverage-input.ts'
import { compareText, first } from '../order.ts'
import type { ReportTests } from '../report.ts'

/** Failed tests that are named. */
const MOST_FAILURES = 10_000
/** Unfinished tests that are named. */
const MOST_UNFINISHED = 100
/** Bazel's folders of shards and attempts, and the file in them. */
const ATTEMPT = /^(?:shard_\d+_of_\d+|run_\d+_of_\d+|test_attempts|attempt_\d+\.(?:log|xml)|test\.(?:log|xml))$/

/** What test runners said in all sources: a test that failed here and passed there, in another attempt, is flaky. Null where none said anything. */
export function buildTests(read: readonly SourceTests[]): ReportTests | null {
  const outcomes = mergeOutcomes(read)
  const unfinished = read.flatMap(({ source, tests }) => tests.running.map((test) => ({ source, test })))
  if (outcomes.length + unfinished.length === 0) return null
  const flaky = outcomes.filter(({ passed, failed }) => passed > 0 && failed > 0)
  return {
    passed: outcomes.filter(({ passed, failed }) => passed > 0 && failed === 0).length,
    failed: outcomes.filter(({ passed, failed }) => passed === 0 && failed > 0).length,
    skipped: outcomes.filter(({ passed, failed, skipped }) => passed + failed === 0 && skipped > 0).length,
    failures: failuresIn(read),
    flaky: flaky
      .map(({ package: name, test, passed, failed }) => ({ package: name, test, passed, failed }))
      .sort((a, b) => first(compareText(a.package, b.package), compareText(a.test, b.test))),
    unfinished: unfinished.sort((a, b) => first(compareText(a.source, b.source), compareText(a.test, b.test))).slice(0, MOST_UNFINISHED),
  }
}

/** A package that nobody names is left empty: the name of a file says nothing that lasts. */
function failuresIn(read: readonly SourceTests[]): ReportTests['failures'] {
  const failed = read.flatMap(({ tests }) => [...tests.outcomes, ...tests.tail]).filter((outcome) => outcome.failed > 0)
  const named = new Map(failed.map(({ package: name, test }) => [`${name}\0${test}`, { package: name, test }]))
  return [...named.values()].sort((a, b) => first(compareText(a.package, b.package), compareText(a.test, b.test))).slice(0, MOST_FAILURES)
}

type Merged = Pick<TestOutcome, 'package' | 'test' | 'passed' | 'failed' | 'skipped'>

function mergeOutcomes(read: readonly SourceTests[]): readonly Merged[] {
  const merged = new Map<string, Merged>()
  for (const { source, tests } of read)
    for (const { package: told, test, passed, failed, skipped } of [...tests.outcomes, ...tests.tail]) {
      const name = told === '' ? targetOf(source) : told
      const key = `${name}\0${test}`
      const known = merged.get(key) ?? { package: name, test, passed: 0, failed: 0, skipped: 0 }
      merged.set(key, { ...known, passed: known.passed + passed, failed: known.failed + failed, skipped: known.skipped + skipped })
    }
  return [...merged.values()]
}

/** The folder of a Bazel target's logs, whichever shard and attempt the source is of; the source itself where it is none of those. */
export function targetOf(source: string): string {
  const parts = source.split(/[!/\\]/)
  while (parts.length > 1 && ATTEMPT.test(parts.at(-1)!)) parts.pop()
  return parts.join('/')
}
