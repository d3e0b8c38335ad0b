import { tmpdir } from 'node:os'
import { Crew } from './crew/crew.ts'
import { passAll } from './crew/pass.ts'
import type { Instant, Item } from './entry/entry.ts'
import { ItemStore } from './entry/item-store.ts'
import { TextStore } from './entry/text-store.ts'
import { Attributor } from './event/attribute.ts'
import { Backlog } from './event/backlog.ts'
import type { Crash, FailedTests } from './event/event.ts'
import { idleTexts } from './event/idle.ts'
import { createRecogniser } from './event/recognise.ts'
import { sequence } from './event/sequence.ts'
import { createWants } from './event/wants.ts'
import type { Signature } from './knowledge/contract.ts'
import { messages, nodeKinds, noteShows, subjects } from './knowledge/index.ts'
import { kinship } from './knowledge/kinship.ts'
import { limits } from './knowledge/limits.ts'
import { readAll } from './read-all.ts'
import { Replay } from './replay/replay.ts'
import { buildReport } from './report/build.ts'
import type { Report } from './report/report.ts'
import { scopeOf } from './scope.ts'
import { derive } from './signature/derive.ts'
import { explain } from './signature/explain.ts'
import { Matcher } from './signature/match.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'
import { Survey } from './survey.ts'
import { type Progress, Tracker } from './tracker.ts'
import { understand } from './understand.ts'

export interface TriageInput {
  /** What `open` gives, or with `jobs` above 1 what `openApart` gives. */
  readonly sources: AsyncIterable<Source | PackedFile>
  /** Threads that may read beside each other; 1 when not given. What comes out does not depend on it. */
  readonly jobs?: number
  readonly signatures: readonly Signature[]
  /** Version of this program, for the report. */
  readonly version: string
  /** Least share (0 to 1) of lines that must be understood before a log is called clean. */
  readonly minCoverage: number
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
}

/** How a run is ended early: the report is then about what was read until then. */
export interface Interrupt {
  /** Nothing more is read. */
  readonly stop: AbortSignal
  /** What was read is not looked at any further either. */
  readonly giveUp: AbortSignal
}

/** The whole journey, from bytes to a diagnosis: one step per floor. */
export async function triage(input: TriageInput): Promise<Report> {
  const matcher = new Matcher(input.signatures)
  const recogniser = createRecogniser(messages, matcher.literals)
  const survey = new Survey()
  const scope = scopeOf(input)
  const replay = new Replay(subjects, { nodeKinds, noteShows, limits })
  const attributor = new Attributor(kinship)
  const asked = { literals: matcher.literals, idle: idleTexts(messages, [attributor, replay, matcher]) }
  const wants = createWants(messages, asked.literals, asked.idle)
  const crashes: Crash[] = []
  const failures: FailedTests[] = []
  const backlog = new Backlog(attributor, ({ event, crash }) => {
    if (crash) {
      crashes.push(crash)
      replay.crash(crash)
      matcher.seeCrash(crash)
    } else if (scope.event(event)) {
      survey.event(event)
      replay.see(event)
      matcher.see(event)
    }
  })
  const pass = (item: Item): void => {
    if (!scope.item(item)) return
    const { moments, failed } = understand(item, recogniser)
    for (const moment of moments) backlog.push(moment)
    if (failed) failures.push(failed)
  }

  const { stop, giveUp } = input.interrupt ?? {}
  const newTexts = (): TextStore => new TextStore(tmpdir(), input.textLimit)
  const texts = newTexts()
  try {
    const store = new ItemStore(texts)
    const tracker = new Tracker(input.total ?? (() => null), input.onProgress ?? (() => undefined))
    const crew = (input.jobs ?? 1) > 1 ? new Crew(input.jobs!, { ...asked, since: input.since ?? null }, { stop }) : null
    try {
      const stops = [stop, crew?.broken].filter((signal) => signal !== undefined)
      await readAll(input.sources, { wants, scope, survey, store, newTexts, tracker, stop: AbortSignal.any(stops), giveUp }, crew, pass)
    } finally {
      await crew?.dismiss()
    }
    await passAll(sequence(store.runs()), pass, giveUp)
    backlog.close()

    const replayed = replay.close(survey.coverageView())
    const derived = derive(replayed, { crashes, failures, detections: replay.detections() })
    const findings = explain([...matcher.finish(replayed), ...derived], replayed.entities)
    const { version, minCoverage } = input
    return buildReport({
      replayed,
      findings,
      crashes,
      coverage: survey.coverage(stop?.aborted ? tracker.progress() : null),
      sources: survey.sources(),
      version,
      minCoverage,
    })
  } finally {
    texts.close()
  }
}
