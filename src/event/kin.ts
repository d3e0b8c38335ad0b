import type { EntityKind } from '../knowledge/contract.ts'

/** Lines that carry no id belong to what is under way on their node. */
export interface CurrentRule {
  readonly of: EntityKind
  /** Kinds whose line, with the id, says that the node works on it. */
  readonly open: readonly string[]
  /** Kinds before which it was not yet under way. */
  readonly begin: readonly string[]
  readonly close: readonly string[]
  /** Kinds after which nothing of the node is under way any more. */
  readonly reset: readonly string[]
  /** Kinds that get the id when exactly one entity is under way. */
  readonly fills: readonly string[]
  /** Of one such parent only one is under way at a time; lines that name the parent are of its one. */
  readonly oneIn?: EntityKind
  /** Without a line for so long, nothing is taken to be under way. */
  readonly idleMs: number
}

/** A line that prints a task key and a later one of the same node that prints a task id, which speak of the same task. */
export interface PairRule {
  readonly key: readonly string[]
  readonly task: readonly string[]
  readonly withinMs: number
  /** Values that fields of the second line must have. */
  readonly only: Readonly<Record<string, readonly string[]>>
}

/** What may be bound at the end because nothing else is left. */
export interface LastPairRule {
  readonly jobTypes: readonly string[]
  readonly taskTypes: readonly string[]
  /** Kinds that begin and end a job's life: a task seen outside of it is not the job's. */
  readonly created: readonly string[]
  readonly finished: readonly string[]
  readonly slackMs: number
}

/** How ids hang together: data, knowledge/kinship.ts holds it. */
export interface KinRules {
  /** Entities that go by another's id: an executor by its task's. */
  readonly sameAs: Readonly<Partial<Record<EntityKind, EntityKind>>>
  /** Fields that hold an id on lines of these kinds alone. */
  readonly identity: readonly { readonly kinds: readonly string[]; readonly field: string; readonly gives: EntityKind }[]
  /** Ids inside a field's text: a linear pattern whose groups give, in order, ids or (as a field) an index. */
  readonly inside: readonly { readonly field: string; readonly pattern: string; readonly gives: readonly (EntityKind | 'index')[] }[]
  readonly ownerFields: readonly string[]
  readonly ownerDefault: string
  readonly current: readonly CurrentRule[]
  readonly pairs: readonly PairRule[]
  readonly last: LastPairRule
  /** For lines that no row knows: the first of these that the line names is what it is about. */
  readonly nearest: readonly EntityKind[]
}

/** Whose an entity is. `inferred` says that no line shows it. */
export interface Bond {
  readonly task: string | null
  readonly job: string | null
  readonly key: string | null
  readonly inferred: boolean
}
