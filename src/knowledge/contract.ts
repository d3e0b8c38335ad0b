/** The language of the tables in this folder. Rows are plain data: no functions, so that they can be printed, cited and diffed. */

import type { Condition } from '../../grammars/condition.ts'
import type { Invariant } from './rules.ts'

/** The kinds of things that have an id in TiDB's logs, or live once per node; `test` is a Go test in the output of a test run. */
export type EntityKind =
  | 'job'
  | 'task'
  | 'subtask'
  | 'engine'
  | 'backend'
  | 'reorg-ctx'
  | 'checkpoint'
  | 'flush-lock'
  | 'owner'
  | 'schema-version'
  | 'scheduler'
  | 'executor'
  | 'node'
  | 'test'

/** An era of TiDB: a release such as `v7.5`, with a leading `~` when the table's source inferred it. Compared by eras.ts. */
export type Era = `v${string}` | `~v${string}` | `20${string}`

/** `normal`: in TiDB's own drawing or table. `recovery`: after the loss of a node or a change of owner. `quirk`: real, but in neither. */
export type Course = 'normal' | 'recovery' | 'quirk'

export interface Transition<S extends string = string> {
  /** `null`: the entity did not exist before. */
  readonly from: S | null
  readonly to: S
  readonly course: Course
  /** Message kinds whose lines prove this transition; empty when TiDB prints nothing for it at info level. */
  readonly by: readonly string[]
  /** path (and commit or version) in pingcap/tidb, or a section of the reference. */
  readonly cite: string
  readonly since?: Era
  readonly until?: Era
}

/**
 * What a message says about a machine: that its entity was in `state` `before` the step that the line announces, is in it
 * `after` the step that the line reports, or is in it `at` the time of the line. The state is a constant, or read from a field.
 */
export interface Shows {
  readonly machine: string
  readonly when: 'before' | 'after' | 'at'
  readonly state?: string
  /** Canonical field name (spellings.ts) that holds the state; `map` renames values that TiDB prints differently per era. */
  readonly field?: string
  readonly map?: Readonly<Record<string, string>>
  /**
   * The line says so only when each of these canonical fields has one of the values; a field that the line lacks counts as `''`.
   * Needed where one text serves several machines' worth of entities: the steps of one multi-schema change, numbered steps of two task types.
   */
  readonly only?: Readonly<Record<string, readonly string[]>>
  /** Where a field changed its sense: the line says so only where the version is known and lies inside. */
  readonly since?: Era | undefined
  readonly until?: Era | undefined
}

export interface Message {
  /** The message as printed, without an era's prefix (`[ddl] `). */
  readonly text: string
  /** `prefix`: the message only begins with `text`; something variable follows. */
  readonly match?: 'prefix'
  /** `entity.what-happened` in kebab-case; rows of several eras that say the same share one kind. */
  readonly kind: string
  /** The entity that the line is about. */
  readonly entity: EntityKind
  readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'
  /** File names (no folders) of callers; with `fields` they settle a text that several rows share. */
  readonly files: readonly string[]
  /** Fields that this row's line carries, as printed; those in `needs` must be there for the row to apply. */
  readonly fields: readonly string[]
  readonly needs?: readonly string[]
  readonly shows?: readonly Shows[]
  readonly since?: Era
  readonly until?: Era
  readonly note?: string
}

/** One subject: an entity's machine (or one of several machines of the same entity), its messages, its rules. */
export interface Subject<S extends string = string> {
  /** Name of the machine; equal to `entity` for the entity's main one. */
  readonly name: string
  readonly entity: EntityKind
  /** `stored`: survives its process (tables in mysql.*). `memory`: void when its node's process starts anew. */
  readonly lives: 'stored' | 'memory'
  /** `cluster`: one entity wherever it is printed. `node`: the same id on two nodes is two entities. */
  readonly scope: 'cluster' | 'node'
  readonly states: {
    readonly initial: readonly S[]
    /** Silence is normal here. */
    readonly resting: readonly S[]
    readonly final: readonly S[]
    readonly other: readonly S[]
  }
  /** Canonical field with the time at which the entity was made: with another, the same id is another entity, of a cluster built anew. */
  readonly born?: string
  readonly transitions: readonly Transition<S>[]
  readonly messages: readonly Message[]
  readonly invariants: readonly Invariant[]
  /** What the report shows of the entity, by attribute: canonical fields to read it from, the newest non-empty value wins. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>
}

/** Keeps the literal types of a subject's states, so that a misspelt one in a row is a compile error. */
export function defineSubject<const S extends string>(subject: Subject<S>): Subject<S> {
  return subject
}

/** By which file names, and marks in a line, code of our subjects is told from the rest of TiDB. */
export interface Callers {
  /** Names that nothing else in TiDB has. */
  readonly own: readonly string[]
  /** Names that other packages have too. */
  readonly shared: readonly string[]
  /** What a line of such a file holds when it is of our code. */
  readonly ids: readonly string[]
  /** What stands in a line of our code, whatever the file is called. */
  readonly marks: readonly string[]
}

/** How frames are judged when one is to be blamed; names are matched against the function as printed, without arguments. */
export interface BlameLists {
  readonly version: string
  /** Package path prefixes that belong to Go itself. */
  readonly standardLibrary: readonly string[]
  /** Functions that only hand a panic on (recover helpers, goroutine wrappers). */
  readonly skip: readonly string[]
  /** Functions under which nothing is looked at any more. */
  readonly stop: readonly string[]
  /** Programs other than tidb-server, with what only their functions' names begin with or hold. */
  readonly programs: readonly { readonly name: string; readonly marks: readonly string[] }[]
}

/** What logs must hold so that a signature can be judged. */
export type Need = 'owner-log' | 'executor-log' | 'stderr' | 'INFO' | 'version'

/** One of these is enough. */
export interface NeedRow {
  /** What is missing, in words. */
  readonly says: string
  /** Machines that only such a log moves. */
  readonly machines?: readonly string[]
  /** Levels of which it has entries. */
  readonly levels?: readonly string[]
  /** Transports that carry it beside the log. */
  readonly envelopes?: readonly string[]
  /** What stands in the name of such a source. */
  readonly names?: readonly string[]
  /** That a process ended over a crash, and Go said so. */
  readonly crash?: true
  /** Any version of TiDB. */
  readonly version?: true
}

/** A known failure, as data; signatures/<id>/signature.yaml holds it, compile.ts checks it. */
export interface Signature {
  readonly id: string
  readonly title: string
  readonly category: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  readonly status: 'draft' | 'tested'
  readonly selections: Readonly<Record<string, Selection>>
  readonly condition: string
  /** What `condition` gives; `high` where it is missing. */
  readonly confidence?: 'high' | 'medium' | 'low'
  /** Conditions that are tried in order when `condition` does not hold. */
  readonly weaker?: readonly { readonly condition: string; readonly confidence: 'high' | 'medium' | 'low' }[]
  /** `condition` and those of `weaker`, in this order, as they were parsed when the file was read; where these are missing, the texts are parsed when they are first needed. */
  readonly trees?: readonly Condition[]
  /** The entity kind that a finding is about; one finding per entity, or one in all when null. */
  readonly per: EntityKind | null
  /** Without these, that it does not hold says nothing. */
  readonly needs?: readonly Need[]
  /** What has happened when a selection is met, by its name: half a sentence, for the chain of what led to what. */
  readonly says?: Readonly<Record<string, string>>
  readonly explanation: string
  readonly remedy: string
  readonly falsePositives: readonly string[]
  readonly notToBeConfusedWith: readonly string[]
  readonly mayAccompany: readonly string[]
  readonly knownIssue: KnownIssue | null
}

export interface KnownIssue {
  readonly issues: readonly number[]
  readonly pullRequests: readonly number[]
  /** A sentence for people. */
  readonly affected: string
  /** Version ranges (`>=v7.5.0-alpha <v7.5.0`) that are known to have it; empty when not known. */
  readonly affectedVersions: readonly string[]
  /** First fixed version of each branch, such as `v7.5.0`; empty when there is no fix yet. */
  readonly fixedIn: readonly string[]
}

/** What a layer makes of an error that reaches it: tries again, ends its work over it, or never meets it (null). */
export type Handling = 'retried' | 'ends' | null

/** An error that matters to ADD INDEX and IMPORT INTO, and what each layer makes of it. */
export interface ErrorRow {
  /** The number that a client is shown, or the text itself where there is none. */
  readonly code: string
  /** Other names: the class with the number as logs print it, the constant in TiDB's source. */
  readonly names: readonly string[]
  /** What stands in a line that tells of it; one of them is enough. */
  readonly texts: readonly string[]
  readonly what: string
  readonly remedy: string
  /** The reorganisation of a DDL job outside of the framework, from v8.0 on: retried means up to tidb_ddl_error_count_limit. */
  readonly ddl: Handling
  /** A subtask that fills an index, from v7.5 on: retried means without end. */
  readonly task: Handling
  /** The import of sorted keys: retried means up to 30 times for a region. */
  readonly lightning: Handling
  readonly cite: string
  /** Issues of pingcap/tidb that tell of nothing but this error. */
  readonly issues?: readonly number[]
}

/** A known failure that prints nothing of its own: it can only be thought of where something else was found. */
export interface ExplanationRow {
  readonly id: string
  readonly title: string
  /** Codes of findings at which it is thought of. */
  readonly at: readonly string[]
  /** A text that the finding's error must hold. */
  readonly error?: string
  /** What tells it from others there, as half a sentence behind "if". */
  readonly where: string
  readonly explanation: string
  readonly remedy: string
  readonly knownIssue: KnownIssue
}

/** How a text or number is tested; a bare string means `contains`. */
export type Test =
  | string
  | {
      readonly equals?: string
      readonly contains?: string
      readonly startsWith?: string
      /** A regular expression without back-references or nested repetition. */
      readonly matches?: string
      readonly above?: number
      readonly below?: number
    }

export type Selection =
  /** Events by kind; `text` selects by message where no table row knows it. Several conditions all hold. */
  | {
      readonly event?: string | readonly string[]
      readonly text?: string | readonly string[]
      readonly fields?: Readonly<Record<string, Test>>
      readonly level?: readonly string[]
    }
  /** A crash: frames in order from the top, gaps allowed, each the end of a function name (`ddl.(*reorgCtx).isReorgPaused`). */
  | {
      readonly crash: {
        readonly kind?: string
        readonly message?: Test
        readonly frames?: readonly string[]
        readonly root?: string
        /** `acquireLock 2`: that argument (1-based, composites count once) of that frame is nil. */
        readonly nilArgument?: string
      }
    }
  /** The state or verdict that an entity's machine ended in. */
  | { readonly history: { readonly machine: string; readonly state?: string | readonly string[]; readonly verdict?: string } }
  /** What the replay found without a signature, by its code: a detector's (`stall`, `livelock`, …), a broken rule's, `illegal-task-step`. */
  | { readonly finding: string | readonly string[] }
  /** The running version lies in a range (`>=v6.3.0-alpha <v6.5.0`). */
  | { readonly version: string | readonly string[] }
