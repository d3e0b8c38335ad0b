import type { TestOutcome } from './entry/test-outcomes.ts'
import type { Crash } from './event/event.ts'
import type { SourceTests } from './report/coverage-input.ts'

/**
 * Crashes with the subtests that died of them: as events, a subtest's end stands in what the subtest printed and the panic in what the
 * outermost test did, so that none knows of the other.
 */
export function withSubtests(crashes: readonly Crash[], read: readonly SourceTests[]): readonly Crash[] {
  const failed = new Map(read.map(({ source, tests }) => [source, [...tests.outcomes, ...tests.tail].filter((one) => one.failed > 0)]))
  return crashes.map((crash) => {
    const [test, ...more] = crash.tests
    if (test === undefined || more.length > 0) return crash
    const died = diedOf(crash, test, failed.get(crash.where.source) ?? [])
    return died.length === 0 ? crash : { ...crash, tests: [test, ...died] }
  })
}

/** A test that panics ends, and so do those that it is part of, one after another, right before the panic is printed. */
function diedOf(crash: Crash, test: string, failed: readonly TestOutcome[]): readonly string[] {
  const { line } = crash.where
  const own = failed.filter((one) => one.test === test)
  const nearest = own.sort((a, b) => Math.abs((a.line ?? 0) - line) - Math.abs((b.line ?? 0) - line))[0]
  const died: string[] = []
  for (let within = test, levels = levelsBelow(crash, test); nearest && levels > 0; levels--) {
    const parts = failed.filter((one) => one.package === nearest.package && isPartOf(one.test, within) && (one.line ?? line) < line)
    const last = parts.sort((a, b) => b.line! - a.line!)[0]
    if (last === undefined) break
    died.push(last.test)
    within = last.test
  }
  return died
}

function isPartOf(test: string, other: string): boolean {
  return test.startsWith(`${other}/`) && !test.includes('/', other.length + 1)
}

/**
 * How many subtests deep the crash can have happened: what a test runs stands right above the runner on the stack, as the test itself or as a
 * function in it; what another goroutine did is of no subtest for certain.
 */
function levelsBelow({ frames }: Crash, test: string): number {
  const ran = frames[frames.findLastIndex(({ func }) => func === 'testing.tRunner') - 1]?.func ?? ''
  const at = ran.lastIndexOf(`.${test}`)
  if (ran === '' || ran.endsWith(`.${test}`)) return 0
  return at < 0 ? Number.POSITIVE_INFINITY : ran.slice(at + test.length + 2).split('.').length
}
