import type { RecapMark, TestSummary } from './entry/test-tally.ts'
import type { Crash } from './event/event.ts'
import type { SourceTests } from './report/coverage-input.ts'

/** Lines below a test's name within which gotestsum prints what it died of. */
const BELOW = 3

/**
 * The crashes of test runs, each once: at the end gotestsum prints again what failed tests printed. Where it printed nothing before, a
 * crash is of the test below whose name it stands.
 */
export function withoutRecaps(crashes: readonly Crash[], read: readonly SourceTests[]): readonly Crash[] {
  const recapped = new Map(read.flatMap(({ source, tests }) => (tests.recaps.length > 0 ? [[source, tests]] : [])))
  if (recapped.size === 0) return crashes
  const isAgain = ({ where }: Crash): boolean => isRecap(recapped.get(where.source)?.recaps ?? [], where.line)
  const first = new Set(crashes.filter((crash) => !isAgain(crash)).map(keyOf))
  return crashes
    .filter((crash) => !isAgain(crash) || !first.has(keyOf(crash)))
    .map((crash) =>
      crash.tests.length === 0 && isAgain(crash) ? { ...crash, tests: testsAbove(crash, recapped.get(crash.where.source)!) } : crash,
    )
}

function keyOf({ where, kind, fingerprint }: Crash): string {
  return [where.source, kind, fingerprint].join('\n')
}

function isRecap(marks: readonly RecapMark[], line: number): boolean {
  return marks.findLast((mark) => mark.line < line)?.opens ?? false
}

function testsAbove({ where, kind }: Crash, { outcomes }: TestSummary): readonly string[] {
  if (kind === 'dump') return []
  return outcomes
    .filter(({ test, line }) => test !== '' && line !== null && line < where.line && line + BELOW >= where.line)
    .sort((a, b) => b.line! - a.line!)
    .slice(0, 1)
    .map(({ test }) => test)
}
