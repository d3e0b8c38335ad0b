import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { Entities, Kin, Known } from './entities.ts'
import type { EntityRecord } from './history.ts'
import { detached } from './names.ts'
import type { Attribute } from './speech.ts'

const NONE: readonly never[] = []
const EMPTY = new Set(['', '<nil>', 'nil', 'null', '[]'])
const LONGEST_EMPTY = 5

/** Everything that has an id in the lines: whose it is, when it was spoken of, and its attributes. */
export class Kinship {
  /** Lists of one node, shared by all that live on it. */
  private readonly alone = new Map<string, readonly string[]>()

  constructor(private readonly entities: Entities) {}

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
      const { speech } = known
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
    return known.speech.elders.flatMap((kind) => kin.get(kind) ?? NONE)
  }

  /** All records, by kind and then by id in natural order. */
  records(): EntityRecord[] {
    const spokenOf = this.entities.sorted().filter(({ events }) => events > 0)
    return spokenOf.map((known) => ({
      ref: known.ref,
      kin: idsOf(kinOf(known)),
      attributes: attributesOf(known),
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

function attributesOf({ attributes, speech: { names } }: Known): Record<string, string> {
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
  for (const kind of known.speech.elders) {
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
