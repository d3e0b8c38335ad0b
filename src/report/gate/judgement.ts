import type { Report, ReportFinding } from '../report.ts'

/** A failure that somebody has taken note of. */
export interface BaselineEntry {
  readonly fingerprint: string
  /** The fingerprint that it would have in whatever package: while a run goes on it is not yet known which one it is. Empty where nobody knows it. */
  readonly inAnyPackage: string
  readonly code: string
  /** The finding's title when the entry was made: for people who read the file. */
  readonly title: string
  readonly reason: string
  readonly owner: string
  /** The last day on which the entry holds, `2026-12-31`; null: it holds until somebody removes it. */
  readonly expires: string | null
}

/**
 * Where a finding stands: `new`: the baseline does not know it, or there is none; `known`: it is in the baseline; `expired`: its entry has
 * run out, which makes it new again; `allowed`: the policy lets it pass; `consequence`: all that explains it is let pass.
 */
export type Standing = 'new' | 'known' | 'expired' | 'allowed' | 'consequence'

/** How often a test that failed passed in other attempts of the run. */
export interface FlakeRate {
  readonly passed: number
  readonly failed: number
}

export interface JudgedFinding {
  readonly finding: ReportFinding
  /** The same for the same failure in any run. */
  readonly fingerprint: string
  readonly standing: Standing
  readonly fails: boolean
  /** What sort of failure it is: a name of the table of reasons. */
  readonly reason: string
  /** Set for a test that also passed. */
  readonly flake: FlakeRate | null
  /** Its entry in the baseline. */
  readonly entry: BaselineEntry | null
}

/** Why it cannot be said that all is well. */
export interface Doubt {
  readonly code: 'unread' | 'little-understood' | 'nothing-judged' | 'interrupted' | 'unfinished'
  readonly detail: string
}

export interface Judgement {
  /** `fail` outweighs `unclear`: what failed has failed, whatever else was not understood. */
  readonly outcome: 'pass' | 'fail' | 'unclear'
  /** What fails first, then what is new, then by gravity. */
  readonly findings: readonly JudgedFinding[]
  readonly doubts: readonly Doubt[]
  /** More findings than the policy bears; null when not. */
  readonly tooMany: { readonly most: number; readonly found: number } | null
  /** Entries of the baseline that have run out. */
  readonly expired: readonly BaselineEntry[]
  /** Entries of the baseline that this run did not show. */
  readonly vanished: readonly BaselineEntry[]
  /** Flaky tests, also those whose failure no finding tells. */
  readonly flaky: NonNullable<Report['tests']>['flaky']
  readonly report: Report
}

/** One way to write a judgement down: a pure function. */
export type GatePrinter = (judgement: Judgement) => string
