import type { Pass } from './crew/pass.ts'
import type { Shared } from './crew/readings.ts'
import type { Instant, Item } from './entry/entry.ts'
import { Attributor } from './event/attribute.ts'
import { Backlog, type Moment } from './event/backlog.ts'
import type { Crash, Event, FailedTests } from './event/event.ts'
import type { Minder } from './event/idle.ts'
import { createRecogniser } from './event/recognise.ts'
import type { IndexRequest } from './index-store/run-index.ts'
import { causalPairs } from './knowledge/causal-pairs.ts'
import { callers, messages, nodeKinds, noteShows, subjects } from './knowledge/index.ts'
import { kinship } from './knowledge/kinship.ts'
import { limits } from './knowledge/limits.ts'
import { regular } from './knowledge/regular.ts'
import { readThrough } from './read-through.ts'
import type { Arrival } from './replay/arrival.ts'
import { Replay } from './replay/replay.ts'
import { scopeOf } from './scope.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'
import { Survey, type Surveyed } from './survey.ts'
import { type Progress, Tracker } from './tracker.ts'
import { understand } from './understand.ts'
import { idleFor, wantsFor } from './wanted.ts'

export interface JourneyInput {
  /** What `open` gives, or with `jobs` above 1 what `openApart` gives. */
  readonly sources: AsyncIterable<Source | PackedFile>
  /** Threads that may read beside each other; 1 when not given. What comes out does not depend on it. */
  readonly jobs?: number
  readonly since?: Instant | null
  readonly until?: Instant | null
  readonly job?: string
  readonly node?: string
  readonly onProgress?: (progress: Progress) => void
  /** Bytes of all inputs, as `onSize` of `open` tells them; null while unknown. */
  readonly total?: () => number | null
  readonly interrupt?: Interrupt | null
  /** Also counts lines of DDL, ingest and distributed-task code that no row knows, by who printed them: slower. */
  readonly unrecognised?: boolean
  /** Bytes of log text that may be held in memory; what is more waits in a temporary file. */
  readonly textLimit?: number
  /** Keeps for later runs what the input holds, and takes it from there when an earlier run kept it: then `sources` are not asked. */
  readonly index?: IndexRequest | null
  /** Goes on, once all sources were read, with logs that are still being written. */
  readonly goOn?: (journey: Journey) => Promise<void>
}

/** What a journey that goes on needs of what it has been so far. */
export interface Journey extends Pick<Shared, 'wants' | 'scope' | 'survey' | 'tracker'> {
  readonly pass: Pass
  /** Has what was passed on told, without waiting for lines that may tell more of it. */
  readonly letGo: () => void
  readonly stop: AbortSignal
}

/** How a run is ended early: its result is then about what was read until then. */
export interface Interrupt {
  /** Nothing more is read. */
  readonly stop: AbortSignal
  /** What was read is not looked at any further either. */
  readonly giveUp: AbortSignal
}

/** Whoever is told, in the one order of all sources, what the lines amount to. */
export interface Audience {
  /** Beginnings of messages of no table that it wants to be told of. */
  readonly literals: readonly string[]
  /** To whom of it known lines mean something that change nothing; null: all such lines are told. */
  readonly minders: readonly Minder[] | null
  /** An event whose ids are as complete as they get; the replay has taken it in. */
  event(event: Event, replay: Replay): void
  /** Told of each state that the next event shows, before `event` is. */
  readonly arrival?: (arrival: Arrival) => void
  /** Told that a source, or more of it than before, was read, before it is told what it says. */
  readonly read?: (read: Surveyed) => void
  crash(crash: Crash): void
  /** Told of a crash that was read, some time before `crash` is: what comes before it waits for what later lines tell. */
  readonly crashRead?: (crash: Crash) => void
  failed(failed: FailedTests): void
  /** Called now and then while logs are still being written: for the moment all was told. */
  upToDate?(): void
}

/** What is known at the journey's end. */
export interface Arrived {
  /** Not closed yet. */
  readonly replay: Replay
  readonly survey: Survey
  /** How far the reading came that was interrupted; null when it was not. */
  readonly interrupted: Progress | null
}

/** The journey that all commands share, one step per floor: from bytes to attributed events in one order, and through the replay. */
export async function travel(input: JourneyInput, audience: Audience): Promise<Arrived> {
  const { literals, minders } = audience
  const recogniser = createRecogniser(messages, literals)
  const survey = new Survey(audience.read)
  const scope = scopeOf(input)
  const replay = new Replay(subjects, { nodeKinds, noteShows, limits, regular, causalPairs, onArrival: audience.arrival })
  const attributor = new Attributor(kinship)
  const idle = minders === null ? [] : idleFor([attributor, replay], minders)
  const asked = { literals, idle, callers: input.unrecognised ? callers : null, telling: kinship.inside.map(({ field }) => field) }
  const wants = wantsFor(asked)
  const tell = ({ event, crash }: Moment): void => {
    if (crash) {
      replay.crash(crash)
      audience.crash(crash)
    } else if (scope.event(event)) {
      survey.event(event)
      replay.see(event)
      audience.event(event, replay)
    }
  }
  const index = input.index
    ? await (await import('./index-store/run-index.ts')).RunIndex.open(input.index, [messages, literals, idle, asked.callers])
    : null
  const backlog = new Backlog(attributor, (moment) => {
    index?.settled(moment)
    tell(moment)
  })
  const pass = (item: Item): void => {
    if (!scope.item(item)) return
    const understood = understand(item, recogniser)
    index?.met(item, understood)
    const { moments, failed } = understood
    for (const moment of moments) {
      if (moment.crash) audience.crashRead?.(moment.crash)
      backlog.push(moment)
    }
    if (failed) audience.failed(failed)
  }

  const { stop, giveUp } = input.interrupt ?? {}
  const tracker = new Tracker(input.total ?? (() => null), input.onProgress ?? (() => undefined))
  const known = { wants, scope, survey, tracker }
  const letGo = (): void => {
    backlog.letGo()
    audience.upToDate?.()
  }
  try {
    const recall = index?.begin(scope, input)
    if (recall) await recall.retell({ survey, tracker, recogniser, pass, tell, failed: (failed) => audience.failed(failed), giveUp })
    else await readThrough(input, asked, known, pass)
    const interrupted = stop?.aborted ? tracker.progress() : null
    if (interrupted === null) await input.goOn?.({ ...known, pass, letGo, stop: stop ?? new AbortController().signal })
    backlog.close()
    if (interrupted === null) index?.keep(survey.read())
    return { replay, survey, interrupted }
  } finally {
    index?.close()
  }
}
