<<<<<<< HEAD
import type { Pass } from './crew/pass.ts'
import type { Shared } from './crew/readings.ts'
import type { Instant, Item } from './entry/entry.ts'
import { Attributor } from './event/attribute.ts'
import { Backlog } from './event/backlog.ts'
import type { Crash, FailedTests } from './event/event.ts'
import { idleTexts } from './event/idle.ts'
import { createRecogniser } from './event/recognise.ts'
import { createWants } from './event/wants.ts'
import type { Signature } from './knowledge/contract.ts'
import { messages, nodeKinds, noteShows, subjects } from './knowledge/index.ts'
import { kinship } from './knowledge/kinship.ts'
import { limits } from './knowledge/limits.ts'
import { readThrough } from './read-through.ts'
import { Replay } from './replay/replay.ts'
import { buildReport } from './report/build.ts'
import type { Report } from './report/report.ts'
import { type StandingFinding, wordStanding } from './report/standing.ts'
import { scopeOf } from './scope.ts'
import { derive } from './signature/derive.ts'
import { explain } from './signature/explain.ts'
import { Matcher } from './signature/match.ts'
import { Standing } from './signature/standing.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'
import { Survey } from './survey.ts'
import { type Progress, Tracker } from './tracker.ts'
import { understand } from './understand.ts'

/** Milliseconds between two looks for findings that stand already. */
const NEWS = 1_000

export interface TriageInput {
  /** What `open` gives, or with `jobs` above 1 what `openApart` gives. */
  readonly sources: AsyncIterable<Source | PackedFile>
  /** Threads that may read beside each other; 1 when not given. What comes out does not depend on it. */
  readonly jobs?: number
=======
import type { Crash, FailedTests } from './event/event.ts'
import { type JourneyInput, travel } from './journey.ts'
import type { Signature } from './knowledge/contract.ts'
import { buildReport } from './report/build.ts'
import type { Report } from './report/report.ts'
import { derive } from './signature/derive.ts'
import { explain } from './signature/explain.ts'
import { Matcher } from './signature/match.ts'

export interface TriageInput extends JourneyInput {
>>>>>>> origin/main
  readonly signatures: readonly Signature[]
  /** Version of this program, for the report. */
  readonly version: string
  /** Least share (0 to 1) of lines that must be understood before a log is called clean. */
  readonly minCoverage: number
<<<<<<< HEAD
  readonly since?: Instant | null
  readonly until?: Instant | null
  readonly job?: string
  readonly node?: string
  readonly onProgress?: (progress: Progress) => void
  /** Bytes of all inputs, as `onSize` of `open` tells them; null while unknown. */
  readonly total?: () => number | null
  readonly interrupt?: Interrupt | null
  /** Bytes of log text that may be held in memory; what is more waits in a temporary file. */
  readonly textLimit?: number
  /** Goes on, once all sources were read, with logs that are still being written. */
  readonly goOn?: (journey: Journey) => Promise<void>
  /** Told of findings before the end, as soon as nothing can take them back. */
  readonly onStanding?: (finding: StandingFinding) => void
}

/** What a journey that goes on needs of what it has been so far. */
export interface Journey extends Pick<Shared, 'wants' | 'scope' | 'survey' | 'tracker'> {
  readonly pass: Pass
  /** Lets what was passed be looked at without waiting for lines that may tell more of it. */
  readonly letGo: () => void
  readonly stop: AbortSignal
=======
>>>>>>> origin/main
}

/** From bytes to a diagnosis: the journey, then what it proves. */
export async function triage(input: TriageInput): Promise<Report> {
  const matcher = new Matcher(input.signatures)
  const crashes: Crash[] = []
  const failures: FailedTests[] = []
  const { replay, survey, interrupted } = await travel(input, {
    literals: matcher.literals,
    minders: [matcher],
    event: (event) => matcher.see(event),
    crash: (crash) => {
      crashes.push(crash)
      matcher.seeCrash(crash)
    },
    failed: (failed) => failures.push(failed),
  })

<<<<<<< HEAD
  const { stop } = input.interrupt ?? {}
  const tracker = new Tracker(input.total ?? (() => null), input.onProgress ?? (() => undefined))
  const news = new Standing(matcher, crashes, failures)
  const tellNews = (): void => news.news().forEach((finding) => input.onStanding?.(wordStanding(finding)))
  const timer = input.onStanding && setInterval(tellNews, NEWS)
  let interrupted: Progress | null = null
  try {
    await readThrough(input, asked, { wants, scope, survey, tracker }, pass)
    interrupted = stop?.aborted ? tracker.progress() : null
    const letGo = (): void => {
      backlog.letGo()
      tellNews()
    }
    if (interrupted === null) await input.goOn?.({ wants, scope, survey, tracker, pass, letGo, stop: stop ?? new AbortController().signal })
  } finally {
    clearInterval(timer)
  }
  backlog.close()

=======
>>>>>>> origin/main
  const replayed = replay.close(survey.coverageView())
  const derived = derive(replayed, { crashes, failures, detections: replay.detections() })
  const findings = explain([...matcher.finish(replayed), ...derived], replayed.entities)
  const { version, minCoverage } = input
<<<<<<< HEAD
  const coverage = survey.coverage(interrupted)
  return buildReport({ replayed, findings, crashes, coverage, sources: survey.sources(), version, minCoverage })
=======
  return buildReport({
    replayed,
    findings,
    crashes,
    coverage: survey.coverage(interrupted),
    sources: survey.sources(),
    version,
    minCoverage,
  })
>>>>>>> origin/main
}
