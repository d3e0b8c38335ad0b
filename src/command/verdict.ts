import { EXIT } from '../command.ts'
import type { Judgement } from '../report/gate/judgement.ts'
import type { Report } from '../report/report.ts'

/** Severities from the least to the gravest, as `--fail-on` takes them. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof severities)[number]

/** Problems that mean that an input was not read at all. */
export const NOT_READ: readonly string[] = ['unreadable', 'archive-unsupported']

export interface Strictness {
  /** Findings of this severity or graver give exit code 1; null: none does. */
  readonly failOn: Severity | null
  readonly exitZero: boolean
}

/** What of a report decides over the exit code. */
export interface Outcome {
  readonly status: Report['status']
  readonly findings: readonly { readonly severity: string }[]
  readonly coverage: { readonly problems: readonly { readonly code: string }[] }
}

/** The exit code that a report gives: findings before unread input, because they hold whatever else the input would have shown. */
export function exitOf(report: Outcome, { failOn, exitZero }: Strictness): number {
  const grave = (severity: string): boolean => failOn !== null && severities.indexOf(severity as Severity) >= severities.indexOf(failOn)
  if (!exitZero && report.findings.some((finding) => grave(finding.severity))) return EXIT.findings
  const unread = report.coverage.problems.some((problem) => NOT_READ.includes(problem.code))
  return report.status === 'inconclusive' || unread ? EXIT.unreadable : EXIT.clean
}

/** The exit code of a gate: what failed comes before what is not certain, and no wish for 0 makes an uncertain run a good one. */
export function exitOfGate({ outcome, doubts }: Pick<Judgement, 'outcome' | 'doubts'>, exitZero: boolean): number {
  if (outcome === 'fail' && !exitZero) return EXIT.findings
  return doubts.length > 0 ? EXIT.unreadable : EXIT.clean
}
