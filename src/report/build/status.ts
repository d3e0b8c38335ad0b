import type { Report } from '../report.ts'

/** What alone was asked for. */
export interface Asked {
  readonly job?: string | undefined
  readonly node?: string | undefined
}

type Seen = Pick<Report, 'jobs' | 'nodes' | 'sources' | 'coverage'>

/** Of what was asked for, what these logs do not have. Who misspells a job must not read that all is well. */
export function absentOf({ jobs, nodes, sources, coverage }: Seen, { job, node }: Asked): Asked {
  return {
    job: jobs.some(({ id }) => id === job) ? undefined : job,
    // What says of no node that it is of it is read whichever is asked for.
    node: coverage.entries > 0 || nodes.some(({ id }) => id === node) || sources.some((source) => source.node === node) ? undefined : node,
  }
}

type Judged = Pick<Report, 'coverage' | 'findings' | 'tests'>

/**
 * `findings` as soon as there is one; else `clean` only when something was judged and enough of the lines were understood,
 * and all was read, because "clean" about a log that could not be read is a false all-clear.
 */
export function statusOf(report: Judged, minCoverage: number, absent: Asked = {}): Report['status'] {
  if (report.findings.length > 0) return 'findings'
  if (report.coverage.interrupted !== null || absent.job !== undefined || absent.node !== undefined) return 'inconclusive'
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
