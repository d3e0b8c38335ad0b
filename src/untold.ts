import type { TestOutcome } from './entry/test-outcomes.ts'
import type { Crash, FailedTests } from './event/event.ts'
import type { SourceTests } from './report/coverage-input.ts'

/** Lines below its name within which gotestsum prints what a test died of. */
const BELOW = 3

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
  const names = new Map(untold.map(({ source, outcome }) => [outcome.test || outcome.package, failureOf(source, outcome, crashes)]))
  return [...names.values()]
}

/** Whether the crash ended a package: it stands in what the package printed, or in the package's code. A dump ends nothing. */
function isIn(crash: Crash, source: string, { package: name, line, from }: TestOutcome): boolean {
  const { kind, where } = crash
  if (kind === 'dump' || where.source !== source) return false
  return from !== null && line !== null ? where.line >= from && where.line <= line : mentions(crash, name)
}

/** Whether the test is part of one that crashed. */
function isPart({ tests, where }: Crash, source: string, test: string): boolean {
  return where.source === source && tests.some((name) => test.startsWith(`${name}/`))
}

/** What a crash shows is shown of a failure, where it is the failure's: right below its line, or goroutines that a package left behind. */
function failureOf(source: string, outcome: TestOutcome, crashes: readonly Crash[]): FailedTests {
  const { package: name, test, line, said } = outcome
  const where = { source, line: line ?? 1 }
  const crash = crashes.find((one) => {
    if (one.where.source !== source) return false
    if (test === '') return one.kind === 'dump' && mentions(one, name)
    return one.where.line > where.line && one.where.line <= where.line + BELOW
  })
  return { names: [test || name], where, time: null, text: said, ...(crash && { where: crash.where, time: crash.time, text: crash.text }) }
}

/** Whether a function of the package is on a stack; gotestsum shortens a package's path. */
function mentions({ frames, buckets }: Crash, name: string): boolean {
  const stacks = [frames, ...buckets.map((bucket) => bucket.frames)]
  return stacks.some((stack) => stack.some((frame) => frame.package === name || frame.package.endsWith(`/${name}`)))
}
