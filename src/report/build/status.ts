import type { Report } from '../report.ts'

type Judged = Pick<Report, 'coverage' | 'findings'>

/**
 * `findings` as soon as there is one; else `clean` only when something was judged and enough of the lines were understood,
 * and all was read, because "clean" about a log that could not be read is a false all-clear.
 */
export function statusOf(report: Judged, minCoverage: number): Report['status'] {
  if (report.findings.length > 0) return 'findings'
  if (report.coverage.interrupted !== null) return 'inconclusive'
  return report.coverage.entities.judged > 0 && understoodShare(report.coverage) >= minCoverage ? 'clean' : 'inconclusive'
}

/** Share of the lines, 0 to 1, that belong to an entry or a Go report. */
export function understoodShare(coverage: Report['coverage']): number {
  return coverage.lines === 0 ? 0 : (coverage.lines - coverage.strays) / coverage.lines
}
