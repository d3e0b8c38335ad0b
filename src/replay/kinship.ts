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
  readonly kin: Map<EntityKind, Kin>
  readonly attributes: Map<string, string>
  readonly nodes: Set<string>
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
    for (const [kind, id] of Object.entries(event.ids) as [EntityKind, string][]) {
      const person = this.person(kind, id)
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
    const kin = this.kinOf(ref, new Set())
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
        kin: this.kinOf(person.ref, new Set()),
        attributes: Object.fromEntries([...person.attributes].sort(([a], [b]) => (a < b ? -1 : 1))),
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
      person = { ref: { kind, id }, kin: new Map(), attributes: new Map(), nodes: new Set(), first: null, last: null, events: 0 }
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
      if (inferred && person.kin.get(kind)?.inferred === false) continue
      person.kin.set(kind, { id, inferred })
    }
  }

  /** The newest value wins that is not empty; a field that is not the entity's by its name counts only on the entity's own lines. */
  private describe(person: Person, event: Event): void {
    const { kind, id } = person.ref
    const own = event.entity === null ? false : event.entity.kind === kind && event.entity.id === id
    if (own && event.node !== null) person.nodes.add(event.node)
    for (const [name, fields] of this.attributes.get(kind) ?? []) {
      const values = fields.filter((field) => own || field.startsWith(`${kind}.`)).map((field) => event.fields[field])
      const value = values.find((it) => it !== undefined && !EMPTY.has(it))
      if (value !== undefined) person.attributes.set(name, value)
    }
  }

  private kinOf(ref: EntityRef, asked: Set<string>): Partial<Record<EntityKind, string>> {
    const key = `${ref.kind} ${ref.id}`
    const own = this.people.get(key)?.kin
    if (own === undefined || asked.has(key)) return {}
    asked.add(key)
    const kin: Partial<Record<EntityKind, string>> = {}
    for (const kind of ELDERS[ref.kind] ?? []) {
      const id = own.get(kind)?.id
      if (id !== undefined) kin[kind] = id
    }
    for (const [kind, id] of Object.entries(kin) as [EntityKind, string][])
      for (const [elder, elderId] of Object.entries(this.kinOf({ kind, id }, asked)) as [EntityKind, string][]) kin[elder] ??= elderId
    return kin
  }
}

const ids = new Intl.Collator('en', { numeric: true })

/** Order of entities everywhere in the replay's result. */
export function compareRefs(a: EntityRef, b: EntityRef): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return ids.compare(a.id, b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
