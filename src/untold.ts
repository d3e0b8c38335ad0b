import type { TestOutcome } from './entry/test-outcomes.ts'
import type { Crash, FailedTests } from './event/event.ts'
import type { SourceTests } from './report/coverage-input.ts'

/**
 * Tests and packages that a runner says failed, of which no Go report tells: of a JUnit file, of events without output, of a package that
 * was not even built or whose process ended by itself. Without these a run that failed would look as if nothing had happened.
 */
export function untoldFailures(
  read: readonly SourceTests[],
  told: readonly FailedTests[],
  crashes: readonly Crash[],
): readonly FailedTests[] {
  const known = new Set([...told.flatMap(({ names }) => names), ...crashes.flatMap(({ tests }) => tests)])
  const all = read.flatMap(({ source, tests }) => [...tests.outcomes, ...tests.tail].map((outcome) => ({ source, outcome })))
  const failing = all.filter(({ outcome }) => outcome.failed > 0)
  const guilty = new Set(failing.filter(({ outcome }) => outcome.test !== '').map(({ outcome }) => outcome.package))
  const untold = failing.filter(({ source, outcome }) =>
    outcome.test === ''
      ? outcome.passed === 0 && !guilty.has(outcome.package) && !crashes.some((crash) => isIn(crash, source, outcome))
      : !known.has(outcome.test) && !crashes.some((crash) => isPart(crash, source, outcome.test)),
  )
  const names = new Map(untold.map(({ source, outcome }) => [outcome.test || outcome.package, failureOf(source, outcome)]))
  return [...names.values()]
}

/** Whether the crash ended a package: it stands in what the package printed, or in the package's code. A dump ends nothing. */
function isIn({ kind, where, frames, buckets }: Crash, source: string, { package: name, line, from }: TestOutcome): boolean {
  if (kind === 'dump' || where.source !== source) return false
  if (from !== null && line !== null) return where.line >= from && where.line <= line
  return [frames, ...buckets.map((bucket) => bucket.frames)].some((stack) => stack.some((frame) => frame.package === name))
}

/** Whether the test is part of one that crashed. */
function isPart({ tests, where }: Crash, source: string, test: string): boolean {
  return where.source === source && tests.some((name) => test.startsWith(`${name}/`))
}

function failureOf(source: string, { package: name, test, line, said }: TestOutcome): FailedTests {
  return { names: [test || name], where: { source, line: line ?? 1 }, time: null, text: said }
}
