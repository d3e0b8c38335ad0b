import type { Report } from '../report.ts'

type Judged = Pick<Report, 'coverage' | 'findings' | 'tests'>

/**
 * `findings` as soon as there is one; else `clean` only when something was judged and enough of the lines were understood,
 * and all was read, because "clean" about a log that could not be read is a false all-clear.
 */
export function statusOf(report: Judged, minCoverage: number): Report['status'] {
  if (report.findings.length > 0) return 'findings'
  if (report.coverage.interrupted !== null) return 'inconclusive'
  return wasJudged(report) && understoodShare(report.coverage) >= minCoverage ? 'clean' : 'inconclusive'
}

/** Whether there was anything of which it can be said that it went well: an entity's history, or a test that passed. */
export function wasJudged({ coverage, tests }: Pick<Report, 'coverage' | 'tests'>): boolean {
  return coverage.entities.judged > 0 || (tests !== null && tests.passed + tests.flaky.length > 0)
}

/** Share of the lines, 0 to 1, that belong to an entry or a Go report, or tell of a test. */
export function understoodShare({ lines, strays, testLines }: Report['coverage']): number {
  return lines === 0 ? 0 : (lines - strays + testLines) / lines
}
