import { understoodShare, wasJudged } from '../report/build/status.ts'
import type { BaselineEntry, Doubt, FlakeRate, JudgedFinding, Judgement, Standing } from '../report/gate/judgement.ts'
import { compareText, first } from '../report/order.ts'
import type { Report, ReportFinding } from '../report/report.ts'
import { hasExpired } from './baseline.ts'
import { isAllowed, isGrave, type Policy, SEVERITIES, type Severity } from './policy.ts'
import { reasonOf } from './reason.ts'
import { TestsOfRun } from './tests-of-run.ts'

/** Problems after which a part of the input was not read: it may hold a failure. */
const UNREAD = new Set(['unreadable', 'archive-unsupported', 'archive-cut', 'archive-damaged', 'archive-limit', 'json-damaged'])

/**
 * Whether a run passes.
 * @param baseline known failures; null where there is no baseline
 * @param today `2026-11-20`
 */
export function judge(report: Report, policy: Policy, baseline: readonly BaselineEntry[] | null, today: string): Judgement {
  const entries = new Map((baseline ?? []).map((entry) => [entry.fingerprint, entry]))
  const tests = new TestsOfRun(report)
  const judged = new Map<string, JudgedFinding>()
  // Causes stand before what they explain.
  for (const finding of report.findings) {
    const fingerprint = tests.fingerprintOf(finding)
    const entry = entries.get(fingerprint) ?? null
    const flake = tests.flakeOf(finding)
    const standing = standingOf(finding, { entry, flake, policy, today, judged })
    const fails =
      standing !== 'allowed' && standing !== 'consequence' && !(standing === 'known' && policy.newOnly) && isBad(finding, standing, policy)
    judged.set(finding.id, { finding, fingerprint, standing, fails, reason: reasonOf(finding, report.crashes), flake, entry })
  }
  const findings = [...judged.values()].sort(compareJudged)
  const counting = findings.filter(
    ({ standing }) => standing === 'new' || standing === 'expired' || (standing === 'known' && !policy.newOnly),
  )
  const tooMany =
    policy.maxFindings !== null && counting.length > policy.maxFindings ? { most: policy.maxFindings, found: counting.length } : null
  const doubts = doubtsOf(report, policy.minCoverage)
  const seen = new Set(findings.map(({ fingerprint }) => fingerprint))
  const bad = tooMany !== null || findings.some(({ fails }) => fails)
  return {
    outcome: bad ? 'fail' : doubts.length > 0 ? 'unclear' : 'pass',
    ...{ findings, doubts, tooMany },
    expired: (baseline ?? []).filter((entry) => hasExpired(entry, today)),
    vanished: (baseline ?? []).filter(({ fingerprint }) => !seen.has(fingerprint)),
    flaky: report.tests?.flaky ?? [],
    report,
  }
}

interface Context {
  readonly entry: BaselineEntry | null
  readonly flake: FlakeRate | null
  readonly policy: Policy
  readonly today: string
  readonly judged: ReadonlyMap<string, JudgedFinding>
}

function standingOf(finding: ReportFinding, { entry, flake, policy, today, judged }: Context): Standing {
  if (isAllowed(finding, policy.allow) || (flake !== null && policy.allowFlaky)) return 'allowed'
  if (entry !== null) return hasExpired(entry, today) ? 'expired' : 'known'
  const causes = finding.causedBy.map((id) => judged.get(id))
  const pardoned = causes.length > 0 && causes.every((cause) => cause !== undefined && isPardoned(cause, policy))
  return pardoned ? 'consequence' : 'new'
}

function isPardoned({ standing }: JudgedFinding, { newOnly }: Policy): boolean {
  return standing === 'allowed' || standing === 'consequence' || (standing === 'known' && newOnly)
}

function isBad({ severity }: ReportFinding, standing: Standing, { failOn, failOnNew }: Policy): boolean {
  return isGrave(severity, failOn) || (failOnNew && standing !== 'known')
}

function compareJudged(a: JudgedFinding, b: JudgedFinding): number {
  const rank = ({ finding }: JudgedFinding): number => SEVERITIES.indexOf(finding.severity as Severity)
  return first(
    Number(b.fails) - Number(a.fails),
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing),
    rank(b) - rank(a),
    compareText(a.finding.code, b.finding.code),
    compareText(a.finding.id, b.finding.id),
  )
}

const STANDINGS: readonly Standing[] = ['new', 'expired', 'known', 'allowed', 'consequence']

/** What keeps a run without failures from being called good. A source without a failure in which a test began and did not end was cut. */
function doubtsOf(report: Report, minCoverage: number): Doubt[] {
  const { coverage, tests, findings } = report
  const doubts: Doubt[] = coverage.problems
    .filter(({ code }) => UNREAD.has(code))
    .map(({ source, message }) => ({ code: 'unread', detail: `${source}: ${message}` }))
  if (coverage.interrupted !== null) doubts.push({ code: 'interrupted', detail: '' })
  const share = understoodShare(coverage)
  if (!wasJudged(report) && findings.length === 0) doubts.push({ code: 'nothing-judged', detail: '' })
  else if (share < minCoverage)
    doubts.push({
      code: 'little-understood',
      detail: `${percent(share)} of ${coverage.lines} lines, ${percent(minCoverage)} are asked for`,
    })
  const told = new Set(findings.flatMap(({ evidence }) => evidence.map(({ where }) => where.source)))
  const cut = (tests?.unfinished ?? []).filter(({ source }) => !told.has(source))
  if (cut.length > 0) doubts.push({ code: 'unfinished', detail: cut.map(({ source, test }) => `${test} (${source})`).join(', ') })
  return doubts
}

/** Rounded down: what is too little must not look like enough. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}
