import { tmpdir } from 'node:os'
import { Crew } from './crew/crew.ts'
import { passAll } from './crew/pass.ts'
import type { Instant, Item } from './entry/entry.ts'
import { ItemStore } from './entry/item-store.ts'
import { TextStore } from './entry/text-store.ts'
import { Attributor } from './event/attribute.ts'
import { Backlog } from './event/backlog.ts'
import type { Crash, Event, FailedTests } from './event/event.ts'
import { idleTexts, type Minder } from './event/idle.ts'
import { createRecogniser } from './event/recognise.ts'
import { sequence } from './event/sequence.ts'
import { createWants } from './event/wants.ts'
import { messages, nodeKinds, noteShows, subjects } from './knowledge/index.ts'
import { kinship } from './knowledge/kinship.ts'
import { limits } from './knowledge/limits.ts'
import { readAll } from './read-all.ts'
import { Replay } from './replay/replay.ts'
import { scopeOf } from './scope.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'
import { Survey } from './survey.ts'
import { type Progress, Tracker } from './tracker.ts'
import { understand } from './understand.ts'

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
  /** Bytes of log text that may be held in memory; what is more waits in a temporary file. */
  readonly textLimit?: number
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
  crash(crash: Crash): void
  failed(failed: FailedTests): void
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
  const survey = new Survey()
  const scope = scopeOf(input)
  const replay = new Replay(subjects, { nodeKinds, noteShows, limits })
  const attributor = new Attributor(kinship)
  const idle = minders === null ? [] : idleTexts(messages, [attributor, replay, ...minders])
  const wants = createWants(messages, literals, idle)
  const backlog = new Backlog(attributor, ({ event, crash }) => {
    if (crash) {
      replay.crash(crash)
      audience.crash(crash)
    } else if (scope.event(event)) {
      survey.event(event)
      replay.see(event)
      audience.event(event, replay)
    }
  })
  const pass = (item: Item): void => {
    if (!scope.item(item)) return
    const { moments, failed } = understand(item, recogniser)
    for (const moment of moments) backlog.push(moment)
    if (failed) audience.failed(failed)
  }

  const { stop, giveUp } = input.interrupt ?? {}
  const newTexts = (): TextStore => new TextStore(tmpdir(), input.textLimit)
  const texts = newTexts()
  try {
    const store = new ItemStore(texts)
    const tracker = new Tracker(input.total ?? (() => null), input.onProgress ?? (() => undefined))
    const crew = (input.jobs ?? 1) > 1 ? new Crew(input.jobs!, { literals, idle, since: input.since ?? null }, { stop }) : null
    try {
      const stops = [stop, crew?.broken].filter((signal) => signal !== undefined)
      await readAll(input.sources, { wants, scope, survey, store, newTexts, tracker, stop: AbortSignal.any(stops), giveUp }, crew, pass)
    } finally {
      await crew?.dismiss()
    }
    await passAll(sequence(store.runs()), pass, giveUp)
    backlog.close()
    return { replay, survey, interrupted: stop?.aborted ? tracker.progress() : null }
  } finally {
    texts.close()
  }
}
