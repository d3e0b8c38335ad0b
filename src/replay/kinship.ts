import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind, Subject } from '../knowledge/contract.ts'
import { Entities, type Kin, type Known } from './entities.ts'
import type { EntityRecord } from './history.ts'
import { detached } from './names.ts'

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

interface Attribute {
  readonly slot: number
  readonly fields: readonly string[]
}

/** How lines speak of the entities of one kind. */
interface Speech {
  readonly elders: readonly EntityKind[]
  /** By slot. */
  readonly names: readonly string[]
  /** What an entity's own lines tell of it. */
  readonly own: readonly Attribute[]
  /** What lines about others tell of it: fields that are its by name (`job.State`). */
  readonly byName: readonly Attribute[]
}

const NONE: readonly never[] = []
const NOTHING: Speech = { elders: NONE, names: NONE, own: NONE, byName: NONE }
const EMPTY = new Set(['', '<nil>', 'nil', 'null', '[]'])
const LONGEST_EMPTY = 5

/** Everything that has an id in the lines: whose it is, when it was spoken of, and its attributes. */
export class Kinship {
  private readonly speech = new Map<string, Speech>()
  /** Lists of one node, shared by all that live on it. */
  private readonly alone = new Map<string, readonly string[]>()

  constructor(
    subjects: readonly Subject[],
    private readonly entities = new Entities(),
  ) {
    const kinds = new Set<EntityKind>([...(Object.keys(ELDERS) as EntityKind[]), ...subjects.map(({ entity }) => entity)])
    for (const kind of kinds) this.speech.set(kind, speechOf(kind, subjects))
  }

  see(event: Event): void {
    const { ids, time, entity } = event
    for (const key in ids) {
      const kind = key as EntityKind
      const id = ids[kind]
      if (id === undefined) continue
      const known = this.entities.of(kind, id)
      known.events++
      if (time !== null) {
        if (known.first === null || time.ms < known.first.ms) known.first = time
        if (known.last === null || time.ms > known.last.ms) known.last = time
      }
      const speech = this.speech.get(kind) ?? NOTHING
      for (const elder of speech.elders) {
        const whose = ids[elder]
        if (whose !== undefined) this.bind(known, elder, whose, event.inferred)
      }
      const own = entity !== null && entity.kind === kind && entity.id === id
      if (own && event.node !== null && !known.nodes.includes(event.node)) known.nodes = this.withNode(known.nodes, event.node)
      describe(known, own ? speech.own : speech.byName, speech.names.length, event.fields)
    }
  }

  /** The entities that an entity belongs to, nearest first. */
  eldersOf(known: Known): Known[] {
    const kin = kinOf(known)
    return (ELDERS[known.ref.kind] ?? NONE).flatMap((kind) => kin.get(kind) ?? NONE)
  }

  /** All records, by kind and then by id in natural order. */
  records(): EntityRecord[] {
    const spokenOf = this.entities.sorted().filter(({ events }) => events > 0)
    return spokenOf.map((known) => ({
      ref: known.ref,
      kin: idsOf(kinOf(known)),
      attributes: attributesOf(known, this.speech.get(known.ref.kind) ?? NOTHING),
      nodes: [...known.nodes].sort(),
      first: known.first,
      last: known.last,
      events: known.events,
    }))
  }

  /** A bond that a line shows is kept against one that was only inferred. */
  private bind(known: Known, kind: EntityKind, id: string, guessed: readonly EntityKind[]): void {
    const inferred = guessed.length > 0 && (guessed.includes(kind) || guessed.includes(known.ref.kind))
    const before = bondOf(known, kind)
    if (before !== undefined && ((inferred && !before.inferred) || (before.elder.ref.id === id && before.inferred === inferred))) return
    const bond: Kin = { elder: this.entities.of(kind, id), inferred }
    known.kin = before === undefined ? [...known.kin, bond] : known.kin.map((it) => (it === before ? bond : it))
  }

  private withNode(nodes: readonly string[], node: string): readonly string[] {
    if (nodes.length > 0) return [...nodes, node]
    let alone = this.alone.get(node)
    if (alone === undefined) this.alone.set(node, (alone = [detached(node)]))
    return alone
  }
}

function speechOf(kind: EntityKind, subjects: readonly Subject[]): Speech {
  const rows = subjects.flatMap(({ entity, attributes }) => (entity === kind ? Object.entries(attributes ?? {}) : []))
  const names = [...new Set(rows.map(([name]) => name))].sort()
  const own = rows.map(([name, fields]): Attribute => ({ slot: names.indexOf(name), fields }))
  const byName = own
    .map(({ slot, fields }): Attribute => ({ slot, fields: fields.filter((field) => field.startsWith(`${kind}.`)) }))
    .filter(({ fields }) => fields.length > 0)
  return { elders: ELDERS[kind] ?? NONE, names, own, byName }
}

/** The newest value wins that is not empty. */
function describe(known: Known, told: readonly Attribute[], slots: number, fields: Event['fields']): void {
  for (const { slot, fields: names } of told)
    for (const name of names) {
      const value = fields[name]
      if (value === undefined || (value.length <= LONGEST_EMPTY && EMPTY.has(value))) continue
      known.attributes ??= new Array(slots).fill(undefined)
      if (known.attributes[slot] !== value) known.attributes[slot] = detached(value)
      break
    }
}

function attributesOf({ attributes }: Known, { names }: Speech): Record<string, string> {
  const named: Record<string, string> = {}
  attributes?.forEach((value, slot) => {
    if (value !== undefined) named[names[slot] as string] = value
  })
  return named
}

/** Kin of kin included; what belongs to what has no circles. */
function kinOf(known: Known): Map<EntityKind, Known> {
  const kin = new Map<EntityKind, Known>()
  if (known.kin.length === 0) return kin
  for (const kind of ELDERS[known.ref.kind] ?? NONE) {
    const bond = bondOf(known, kind)
    if (bond !== undefined) kin.set(kind, bond.elder)
  }
  for (const { elder } of known.kin) for (const [kind, farther] of kinOf(elder)) if (!kin.has(kind)) kin.set(kind, farther)
  return kin
}

function bondOf(known: Known, kind: EntityKind): Kin | undefined {
  for (const bond of known.kin) if (bond.elder.ref.kind === kind) return bond
  return undefined
}

function idsOf(kin: ReadonlyMap<EntityKind, Known>): Partial<Record<EntityKind, string>> {
  const ids: Partial<Record<EntityRef['kind'], string>> = {}
  for (const [kind, { ref }] of kin) ids[kind] = ref.id
  return ids
}
