import { embeddedReport } from './entry/embedded.ts'
import type { Instant, Item } from './entry/entry.ts'
import { readSource } from './entry/read.ts'
import { Attributor } from './event/attribute.ts'
import { buildCrashes, readReport } from './event/crash.ts'
import type { Crash, Event, FailedTests } from './event/event.ts'
import { mergeEvents } from './event/merge.ts'
import { noteEvent } from './event/note.ts'
import { createRecogniser } from './event/recognise.ts'
import { createWants } from './event/wants.ts'
import { blame } from './knowledge/blame.ts'
import type { Signature } from './knowledge/contract.ts'
import { messages, nodeKinds, noteShows, subjects } from './knowledge/index.ts'
import { kinship } from './knowledge/kinship.ts'
import { limits } from './knowledge/limits.ts'
import { Replay } from './replay/replay.ts'
import { buildReport } from './report/build.ts'
import type { Report } from './report/report.ts'
import { scopeOf } from './scope.ts'
import { derive } from './signature/derive.ts'
import { explain } from './signature/explain.ts'
import { Matcher } from './signature/match.ts'
import type { Source } from './source/source.ts'
import { Survey } from './survey.ts'

export interface TriageInput {
  readonly sources: AsyncIterable<Source>
  readonly signatures: readonly Signature[]
  /** Version of this program, for the report. */
  readonly version: string
  /** Least share (0 to 1) of lines that must be understood before a log is called clean. */
  readonly minCoverage: number
  readonly since?: Instant | null
  readonly until?: Instant | null
  readonly job?: string
  readonly node?: string
  readonly onProgress?: (reading: { readonly bytes: number; readonly source: string }) => void
}

/** Lines of a failed test's output that are shown as evidence. */
const MOST_LINES = 20

/** What a stream gave, in its order. */
interface Moment {
  readonly seq: number
  readonly time: Instant | null
  readonly where: Event['where']
  readonly kind: string
  readonly event: Event | null
  readonly crash: Crash | null
}

/** The whole journey, from bytes to a diagnosis: one step per floor. */
export async function triage(input: TriageInput): Promise<Report> {
  const matcher = new Matcher(input.signatures)
  const recogniser = createRecogniser(messages, matcher.literals)
  const wants = createWants(messages, matcher.literals)
  const survey = new Survey()
  const scope = scopeOf(input)
  const runs = new Map<string, Moment[]>()
  const failures: FailedTests[] = []

  for await (const source of input.sources) {
    if (!scope.source(source)) continue
    const onProgress = (bytes: number): void => input.onProgress?.({ bytes: survey.bytes + bytes, source: source.name })
    const summary = await readSource(source, { wants, onProgress }, (item, stream, seq) => {
      if (!scope.item(item)) return
      const key = `${source.name}\0${stream}`
      const run = runs.get(key) ?? []
      runs.set(key, run)
      run.push(...understand(item, seq))
    })
    survey.add(source, summary)
  }

  const attributor = new Attributor(kinship)
  const replay = new Replay(subjects, { nodeKinds, noteShows, limits })
  const crashes: Crash[] = []
  const moments = mergeEvents([...runs.values()].map((run) => run.sort((a, b) => a.seq - b.seq)))
  const events = moments.flatMap(({ event }) => event ?? [])
  for (const event of events) attributor.see(event)
  attributor.settle(events)
  for (const { event, crash } of moments) {
    if (event && scope.event(event)) {
      survey.event(event)
      replay.see(event)
      matcher.see(event)
    }
    if (crash) {
      replay.crash(crash)
      matcher.seeCrash(crash)
      crashes.push(crash)
    }
  }

  const replayed = replay.close(survey.coverageView())
  const findings = explain(
    [...matcher.finish(replayed), ...derive(replayed, { crashes, failures, detections: replay.detections() })],
    replayed.entities,
  )
  const { version, minCoverage } = input
  return buildReport({ replayed, findings, crashes, coverage: survey.coverage(), sources: survey.sources(), version, minCoverage })

  function understand(item: Item, seq: number): readonly Moment[] {
    const { time, where } = item
    if (item.kind === 'go-report') {
      const { crashes, failedTests } = readReport(item, blame)
      if (failedTests.length > 0) failures.push({ names: failedTests, where, time, text: item.lines.slice(0, MOST_LINES).join('\n') })
      return crashes.map((crash) => ({ seq, time, where, kind: 'crash', event: null, crash }))
    }
    if (item.kind === 'note') return [of(noteEvent(item), seq)]
    const embedded = embeddedReport(item)
    const recovered = embedded ? buildCrashes(embedded, blame) : []
    return [
      ...recogniser.recognise(item).map((event) => of(event, seq)),
      ...recovered.map((crash) => ({ seq, time, where, kind: 'crash', event: null, crash })),
    ]
  }
}

function of(event: Event, seq: number): Moment {
  return { seq, time: event.time, where: event.where, kind: event.kind, event, crash: null }
}
