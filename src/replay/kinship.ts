import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind, Subject } from '../knowledge/contract.ts'
import type { EntityRecord } from './history.ts'

interface Kin {
  readonly id: string
  readonly inferred: boolean
}

interface Person {
  readonly ref: EntityRef
  /** How fields that are the entity's by name begin. */
  readonly prefix: string
  kin: Map<EntityKind, Kin> | null
  attributes: Map<string, string> | null
  nodes: readonly string[]
  first: Instant | null
  last: Instant | null
  events: number
}

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

const EMPTY = new Set(['', '<nil>', 'nil', 'null', '[]'])

/** Everything that has an id in the lines: whose it is, when it was spoken of, and its attributes. */
export class Kinship {
  private readonly people = new Map<string, Person>()
  private readonly attributes = new Map<EntityKind, readonly (readonly [string, readonly string[]])[]>()

  constructor(subjects: readonly Subject[]) {
    for (const { entity, attributes } of subjects) {
      if (attributes !== undefined) this.attributes.set(entity, [...(this.attributes.get(entity) ?? []), ...Object.entries(attributes)])
    }
  }

  see(event: Event): void {
    for (const kind in event.ids) {
      const id = event.ids[kind as EntityKind]
      if (id === undefined) continue
      const person = this.person(kind as EntityKind, id)
      person.events++
      if (event.time !== null) {
        if (person.first === null || event.time.ms < person.first.ms) person.first = event.time
        if (person.last === null || event.time.ms > person.last.ms) person.last = event.time
      }
      this.bind(person, event)
      this.describe(person, event)
    }
  }

  /** The entities that an entity belongs to, nearest first. */
  eldersOf(ref: EntityRef): EntityRef[] {
    const kin = this.kinOf(ref)
    return (ELDERS[ref.kind] ?? []).flatMap((kind) => {
      const id = kin[kind]
      return id === undefined ? [] : [{ kind, id }]
    })
  }

  /** All records, by kind and then by id in natural order. */
  records(): EntityRecord[] {
    return [...this.people.values()]
      .sort((a, b) => compareRefs(a.ref, b.ref))
      .map((person) => ({
        ref: person.ref,
        kin: this.kinOf(person.ref),
        attributes: Object.fromEntries([...(person.attributes ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
        nodes: [...person.nodes].sort(),
        first: person.first,
        last: person.last,
        events: person.events,
      }))
  }

  private person(kind: EntityKind, id: string): Person {
    const key = `${kind} ${id}`
    let person = this.people.get(key)
    if (person === undefined) {
      person = { ref: { kind, id }, prefix: `${kind}.`, kin: null, attributes: null, nodes: [], first: null, last: null, events: 0 }
      this.people.set(key, person)
    }
    return person
  }

  /** A bond that a line shows is kept against one that was only inferred. */
  private bind(person: Person, event: Event): void {
    for (const kind of ELDERS[person.ref.kind] ?? []) {
      const id = event.ids[kind]
      if (id === undefined) continue
      const inferred = event.inferred.includes(kind) || event.inferred.includes(person.ref.kind)
      if (inferred && person.kin?.get(kind)?.inferred === false) continue
      person.kin ??= new Map()
      person.kin.set(kind, { id, inferred })
    }
  }

  /** The newest value wins that is not empty; a field that is not the entity's by its name counts only on the entity's own lines. */
  private describe(person: Person, event: Event): void {
    const { kind, id } = person.ref
    const own = event.entity?.kind === kind && event.entity.id === id
    if (own && event.node !== null && !person.nodes.includes(event.node)) person.nodes = [...person.nodes, event.node]
    for (const [name, fields] of this.attributes.get(kind) ?? []) {
      for (const field of fields) {
        const value = event.fields[field]
        if (value === undefined || EMPTY.has(value) || !(own || field.startsWith(person.prefix))) continue
        person.attributes ??= new Map()
        person.attributes.set(name, value)
        break
      }
    }
  }

  /** Kin of kin included; what belongs to what has no circles. */
  private kinOf(ref: EntityRef): Partial<Record<EntityKind, string>> {
    const own = this.people.get(`${ref.kind} ${ref.id}`)?.kin
    const kin: Partial<Record<EntityKind, string>> = {}
    if (!own) return kin
    for (const kind of ELDERS[ref.kind] ?? []) {
      const id = own.get(kind)?.id
      if (id !== undefined) kin[kind] = id
    }
    for (const [kind, { id }] of own) {
      const farther = this.kinOf({ kind, id })
      for (const elder in farther) kin[elder as EntityKind] ??= farther[elder as EntityKind] as string
    }
    return kin
  }
}

const ids = new Intl.Collator('en', { numeric: true })

/** Order of entities everywhere in the replay's result. */
export function compareRefs(a: EntityRef, b: EntityRef): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return ids.compare(a.id, b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
