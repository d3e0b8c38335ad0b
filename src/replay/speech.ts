import type { EntityKind, Subject } from '../knowledge/contract.ts'

/** What a thing belongs to, nearest first: reference model, section 2 of the task notes (task keys) and 1.4 to 1.8 of the job notes. */
const ELDERS: Readonly<Partial<Record<EntityKind, readonly EntityKind[]>>> = {
  task: ['job'],
  subtask: ['task', 'job'],
  engine: ['backend', 'subtask', 'task', 'job'],
  backend: ['subtask', 'task', 'job'],
  checkpoint: ['job'],
  'reorg-ctx': ['job'],
  'flush-lock': ['job'],
  scheduler: ['task', 'job'],
  executor: ['task', 'job'],
}

/** True when entities of the kind belong to entities of the other. */
export function belongsTo(kind: EntityKind, elder: EntityKind): boolean {
  return ELDERS[kind]?.includes(elder) === true
}

export interface Attribute {
  readonly slot: number
  readonly fields: readonly string[]
}

/** How lines speak of the entities of one kind. */
export interface Speech {
  readonly elders: readonly EntityKind[]
  /** By slot. */
  readonly names: readonly string[]
  /** What an entity's own lines tell of it. */
  readonly own: readonly Attribute[]
  /** What lines about others tell of it: fields that are its by name (`job.State`, `task-type`). */
  readonly byName: readonly Attribute[]
}

const NONE: readonly never[] = []
/** Nothing is known of how lines speak of them. */
export const SILENCE: Speech = { elders: NONE, names: NONE, own: NONE, byName: NONE }

/** @param subjects the tables, whose attributes say which fields tell of an entity */
export function speechOf(kind: EntityKind, subjects: readonly Subject[]): Speech {
  const rows = subjects.flatMap(({ entity, attributes }) => (entity === kind ? Object.entries(attributes ?? {}) : []))
  const names = [...new Set(rows.map(([name]) => name))].sort()
  const own = rows.map(([name, fields]): Attribute => ({ slot: names.indexOf(name), fields }))
  const byName = own
    .map(({ slot, fields }): Attribute => ({ slot, fields: fields.filter((field) => isNamedAfter(field, kind)) }))
    .filter(({ fields }) => fields.length > 0)
  return { elders: ELDERS[kind] ?? NONE, names, own, byName }
}

function isNamedAfter(field: string, kind: EntityKind): boolean {
  return field.startsWith(`${kind}.`) || field.startsWith(`${kind}-`)
}
