import type { Instant, Level } from '../entry/entry.ts'
import type { EntityKind, Message } from '../knowledge/contract.ts'
import type { Where } from '../source/source.ts'

export interface EntityRef {
  readonly kind: EntityKind
  readonly id: string
}

/** An entry recognised as a message of the tables, or a note read as one. Plain data: it can be spilled to disk and read back. */
export interface Event {
  readonly kind: string
  /** The entity that the line is about, once its id is known; null while it could not be told. Set by attribute.ts. */
  entity: EntityRef | null
  /** Every id that the line carried, or that attribution added, by entity kind. */
  readonly ids: Partial<Record<EntityKind, string>>
  /** Ids in `ids` that were not on the line but bound by node, time and kin. */
  readonly inferred: readonly EntityKind[]
  /** Field values by canonical name (spellings.ts); a job string is spread as `job.State`, `job.SchemaState`, … */
  readonly fields: Readonly<Record<string, string>>
  readonly node: string | null
  readonly where: Where
  readonly time: Instant | null
  readonly level: Level
  /** `ddl_worker.go`, empty when the line had none. */
  readonly file: string
  /** The line's bare text, cut at 2,000 characters. */
  readonly text: string
  /** The table row; null for a WARN or worse that no row knows (kind `unrecognised`) and for notes. */
  readonly row: Message | null
}

/** What crashed, in the report's terms (report-contract: crashes[]). Built by crash.ts from a Go report. */
export interface Crash {
  readonly kind: 'panic' | 'fatal' | 'race' | 'deadlock' | 'timeout' | 'dump' | 'leak'
  /** Null where the text was cut above it. */
  readonly message: string | null
  readonly node: string | null
  readonly time: Instant | null
  readonly count: number
  readonly signal: { readonly name: string; readonly code: string | null; readonly addr: string | null; readonly pc: string | null } | null
  readonly goroutine: { readonly id: string; readonly state: string } | null
  readonly goroutines: number
  readonly frames: readonly Frame[]
  readonly rootFrame: Omit<Frame, 'args'> | null
  readonly hints: readonly string[]
  /** Arguments that the text proves nil: function as printed, 1-based position. */
  readonly nilArguments: readonly { readonly func: string; readonly argument: number }[]
  readonly createdBy: { readonly func: string; readonly file: string; readonly line: number; readonly goroutine: string | null } | null
  readonly buckets: readonly Bucket[]
  /** Those of the goroutines that wait for something, by what and where, the largest groups first. */
  readonly blockedOn: readonly BlockedOn[]
  readonly tests: readonly string[]
  readonly where: Where
  readonly complete: boolean
  /** `go:v1:…`, from the functions of the crashing stack alone. */
  readonly fingerprint: string
  /** False when the process is known to have survived (a recovered panic that was logged). */
  readonly endedProcess: boolean
  readonly text: string
  /** What crashed, where its functions say that it was not tidb-server. */
  readonly program?: string
}

/** Tests that a test run said failed, in the order of its text. */
export interface FailedTests {
  readonly names: readonly string[]
  /** What each of them said, its assertion among it, where that is known. */
  readonly words?: readonly { readonly name: string; readonly where: Where; readonly text: string }[]
  readonly where: Where
  readonly time: Instant | null
  readonly text: string
}

export interface Frame {
  readonly func: string
  readonly package: string
  readonly file: string
  readonly line: number
  readonly args: string
}

/** Goroutines with equal stacks and states. */
export interface Bucket {
  readonly count: number
  /** With the range of the times that they waited: `select, 14–76 min`. */
  readonly state: string
  readonly waited: Minutes
  /** Of the first of them, with its arguments. */
  readonly frames: readonly Frame[]
  /** Who started them, without the number of its goroutine; null where that is not printed. */
  readonly createdBy: Place | null
  /** For which locks most of them wait, by address, as far as their stacks show that. */
  readonly locks: readonly { readonly address: string; readonly goroutines: number }[]
  readonly ids: readonly string[]
}

export interface Place {
  readonly func: string
  readonly file: string
  readonly line: number
}

/** Whole minutes, 0 where none are printed. */
export interface Minutes {
  readonly least: number
  readonly most: number
}

/** Goroutines that wait for one lock, or in one place for something else. */
export interface BlockedOn {
  readonly what:
    | 'lock'
    | 'wait-group'
    | 'condition'
    | 'channel-receive'
    | 'channel-send'
    | 'select'
    | 'io'
    | 'system-call'
    /** A nil channel, a select without cases. */
    | 'forever'
  readonly goroutines: number
  readonly waited: Minutes
  /** Its address; null where the stacks do not show it, and for what is no lock. */
  readonly lock: string | null
  /** The topmost frame that is not Go's own; where they wait in several places, that of most of them. */
  readonly at: Omit<Frame, 'args'>
  readonly places: number
}
