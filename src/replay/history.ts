import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { Course } from '../knowledge/contract.ts'
import type { Invariant } from '../knowledge/rules.ts'
import type { Where } from '../source/source.ts'

export type Verdict = 'conforming' | 'conforming-if' | 'violating' | 'not-judgeable'

export interface Step {
  readonly time: Instant | null
  readonly from: string | null
  readonly to: string
  /** Message kind, or `note.job`, or `inferred`. */
  readonly event: string
  readonly where: Where | null
  readonly course: Course | 'inferred' | 'illegal'
  /** Arrivals folded into this step because they said the same again. */
  readonly count: number
}

/** A step that had to be assumed for the history to conform. */
export interface Assumption {
  readonly from: string | null
  readonly to: string
  /** Message kinds whose line would have settled it. */
  readonly settledBy: readonly string[]
  /** Why that line may be missing. */
  readonly because: 'not-logged' | 'level-off' | 'before-the-log' | 'gap' | 'other-node' | 'unexplained'
}

/** Where a history first left the path that the model allows. */
export interface Violation {
  readonly machine: string
  readonly entity: EntityRef
  readonly lastGood: Step | null
  readonly observed: string
  readonly legal: readonly string[]
  readonly event: Event
}

/** One entity replayed through one machine. */
export interface History {
  readonly machine: string
  readonly entity: EntityRef
  /** Set for subjects that live once per node. */
  readonly node: string | null
  /** The states that the entity may be in at the end; one when it is certain. */
  readonly states: readonly string[]
  /** Whether it is certainly in a state that is an end. */
  readonly ended: boolean
  readonly steps: readonly Step[]
  readonly verdict: Verdict
  readonly assumptions: readonly Assumption[]
  readonly violations: readonly Violation[]
}

/** An invariant that did not hold. */
export interface Breach {
  readonly invariant: Invariant
  readonly entity: EntityRef | null
  readonly events: readonly Event[]
  /** Those of the events with which the rule was broken; the others stand for what held until then. */
  readonly broken: ReadonlySet<Event>
  readonly count: number
}

/** All that is known of one entity beside its histories. */
export interface EntityRecord {
  readonly ref: EntityRef
  /** Ids of kin by kind: a subtask's task, a task's job. */
  readonly kin: Readonly<Partial<Record<EntityRef['kind'], string>>>
  readonly attributes: Readonly<Record<string, string>>
  readonly nodes: readonly string[]
  readonly first: Instant | null
  readonly last: Instant | null
  readonly events: number
}

export interface Life {
  readonly start: Instant | null
  readonly end: Instant | null
  readonly endedBy: 'shutdown' | 'crash' | 'killed' | 'unknown' | 'open'
}

/** How the clock of a node differs from that of another; positive: it is ahead. Null: nothing bounds it on that side. */
export interface ClockRecord {
  readonly against: string
  readonly leastMs: number | null
  readonly mostMs: number | null
}

export interface NodeRecord {
  readonly id: string
  readonly versions: readonly string[]
  readonly lives: readonly Life[]
  readonly ddlOwner: readonly { readonly from: Instant | null; readonly to: Instant | null }[]
  /** Null where it shows the same time as others, or nothing tells. */
  readonly clock: ClockRecord | null
}

/** An error, where it was first told of something. */
export interface Trouble {
  readonly entity: EntityRef
  readonly node: string | null
  /** Message kind. */
  readonly kind: string
  /** Empty where the line carries none. */
  readonly error: string
  readonly where: Where
  readonly time: Instant | null
  readonly text: string
  readonly count: number
}

/** The replay's result: everything that signatures and reporters look at. Lists are sorted. */
export interface Replayed {
  readonly histories: readonly History[]
  readonly breaches: readonly Breach[]
  readonly entities: readonly EntityRecord[]
  readonly nodes: readonly NodeRecord[]
  /** Versions found in the logs or notes, oldest first; the last is what runs. */
  readonly versions: readonly string[]
  readonly troubles: readonly Trouble[]
}
