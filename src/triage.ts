import { ErrorsTold } from './errors-told.ts'
import type { Crash, FailedTests } from './event/event.ts'
import { FatalExits } from './fatal-exits.ts'
import { type JourneyInput, travel } from './journey.ts'
import type { Signature } from './knowledge/contract.ts'
import { errors } from './knowledge/error-codes.ts'
import { explanations } from './knowledge/explanations.ts'
import { subjects } from './knowledge/index.ts'
import { needs } from './knowledge/needs.ts'
import { withoutRecaps } from './recap.ts'
import { CrashStories } from './replay/crash-story.ts'
import { buildReport } from './report/build.ts'
import type { Report } from './report/report.ts'
import { type StandingFinding, wordStanding } from './report/standing.ts'
import { derive } from './signature/derive.ts'
import { explain } from './signature/explain.ts'
import { kinOf } from './signature/kin.ts'
import { Matcher } from './signature/match.ts'
import { remind } from './signature/reminders.ts'
import { Standing } from './signature/standing.ts'
import { uncheckedOf } from './signature/unchecked.ts'
import { withSubtests } from './subtests.ts'
import { withTestLogs } from './test-logs.ts'
import { untoldFailures } from './untold.ts'

/** Milliseconds between two looks for findings that stand already. */
const NEWS = 1_000

export interface TriageInput extends JourneyInput {
  readonly signatures: readonly Signature[]
  /** Version of this program, for the report. */
  readonly version: string
  /** Least share (0 to 1) of lines that must be understood before a log is called clean. */
  readonly minCoverage: number
  /** Told of findings before the end, as soon as nothing can take them back. */
  readonly onStanding?: (finding: StandingFinding) => void
}

/** From bytes to a diagnosis: the journey, then what it proves. */
export async function triage(input: TriageInput): Promise<Report> {
  const matcher = new Matcher(input.signatures)
  const crashesMet: Crash[] = []
  const failures: FailedTests[] = []
  const errorsTold = new ErrorsTold()
  const fatalExits = new FatalExits()
  const crashesRead: Crash[] = []
  const standing = new Standing(matcher, crashesRead, failures)
  const tellNews = (): void => {
    if (input.onStanding) standing.news().map(wordStanding).forEach(input.onStanding)
  }
  const timer = input.onStanding && setInterval(tellNews, NEWS)
  const { replay, survey, interrupted } = await travel(input, {
    literals: matcher.literals,
    minders: [matcher],
    event: (event) => {
      matcher.see(event)
      errorsTold.see(event)
      fatalExits.see(event)
    },
    crash: (crash) => {
      crashesMet.push(crash)
      matcher.seeCrash(crash)
    },
    crashRead: (crash) => crashesRead.push(crash),
    failed: (failed) => failures.push(failed),
    upToDate: tellNews,
  }).finally(() => clearInterval(timer))

  const crashes = withSubtests(withoutRecaps(crashesMet, survey.tests()), survey.tests())
  failures.push(...untoldFailures(survey.tests(), failures, crashes))
  const view = survey.coverageView()
  const replayed = replay.close(view)
  const derived = derive(replayed, { crashes, failures, detections: replay.detections() })
  const found = [...matcher.finish(replayed, derived), ...derived]
  const explained = explain([...found, ...fatalExits.findings(found, crashes, survey.tests())], replayed.entities)
  const findings = remind(
    explained,
    { errors, explanations, nearMisses: matcher.nearMisses() },
    replayed.versions.at(-1) ?? null,
    kinOf(replayed.entities),
  )
  const stories = new CrashStories(replayed, subjects)
  const { version, minCoverage } = input
  return buildReport({
    replayed,
    findings: withTestLogs(findings, survey.tests()),
    crashes,
    storyOf: (crash) => stories.of(crash),
    coverage: survey.coverage(interrupted),
    sources: survey.sources(),
    tests: survey.tests(),
    callers: input.unrecognised ? survey.callers() : null,
    unchecked: uncheckedOf(matcher.nearMisses(), { replayed, sources: view.sources, crashes }, needs),
    errors: errorsTold.gravest(errors),
    asked: { job: input.job, node: input.node },
    version,
    minCoverage,
  })
}
