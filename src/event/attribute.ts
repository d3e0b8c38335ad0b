import type { EntityKind, Message } from '../knowledge/contract.ts'
import { ownerInfo } from '../knowledge/spellings.ts'
import { Bonds, type Child } from './bonds.ts'
import { Current } from './current.ts'
import type { Event } from './event.ts'
import { Fields } from './fields.ts'
import { isId } from './id.ts'
import { IndexKin } from './index-kin.ts'
import { Inside } from './inside.ts'
import type { Bond, KinRules } from './kin.ts'
import { LastPair } from './last-pair.ts'
import { Pairs } from './pairs.ts'

/** Which rules have to do with lines of one kind. */
interface Plan {
  readonly identity: readonly KinRules['identity'][number][]
  readonly pairs: readonly Pairs[]
  readonly current: readonly Current[]
  /** Whether one has to do with them when they come newest first. */
  readonly backwards: boolean
}

/**
 * Finds whose each line is: ids that stand somewhere in its fields, then ids of kin, then, for lines that print none, what was under way on
 * their node. What no line shows is listed in the event's `inferred`; where two candidates fit, nothing is added.
 */
export class Attributor {
  private readonly bonds = new Bonds()
  private readonly current: readonly Current[]
  private readonly pairs: readonly Pairs[]
  private readonly last: LastPair
  private readonly indexes = new IndexKin()
  private readonly ambiguous = new WeakSet<Event>()
  private readonly inside: readonly Inside[]
  /** Told of nothing: only asked what concerns them. */
  private readonly backwards: readonly Current[]
  private readonly plans = new Map<string, Plan>()
  private order = 0

  constructor(private readonly rules: KinRules) {
    this.current = rules.current.map((rule) => new Current(rule))
    this.pairs = rules.pairs.map((rule) => new Pairs(rule, this.bonds))
    this.last = new LastPair(rules.last, this.bonds)
    this.inside = rules.inside.map((rule) => new Inside(rule))
    this.backwards = rules.current.map((rule) => Current.backwards(rule))
  }

  /** Whether lines of a row tell of kinship even without an id. */
  minds({ kind }: Message): boolean {
    const { identity, pairs, current, backwards } = this.planOf(kind)
    return identity.length + pairs.length + current.length > 0 || backwards
  }

  /** Takes in the next event of the merged order, and fills its `ids`, `inferred` and `entity` as far as is known by then. */
  see(event: Event): void {
    const node = nodeOf(event)
    const plan = this.planOf(event.kind)
    const key = event.fields['task-key']
    this.read(event, plan, key)
    this.bonds.learn(event.ids, key, event.inferred)
    this.indexes.learn(event, node)
    this.order++
    for (const pairs of plan.pairs) pairs.see(event, key, node, this.order)
    this.fillKin(event)
    if (plan.current.length > 0) {
      for (const current of plan.current) this.work(current, event, node)
      this.fillKin(event)
    }
    this.last.see(event)
    this.name(event)
  }

  /**
   * Fills in the events what only later lines told.
   * @param ended once all events were seen: then what is left over is tied by elimination
   */
  settle(events: readonly Event[], ended: boolean): void {
    if (ended) this.last.settle()
    this.lookBack(events)
    for (const event of events) this.fill(event)
  }

  /** Whose every subtask, task and engine is, by `subtask 270055`, `task 270028`. */
  kin(): ReadonlyMap<string, Bond> {
    const kin = new Map<string, Bond>()
    for (const child of ['engine', 'subtask', 'task'] as const)
      for (const id of [...this.bonds.ids(child)].sort()) kin.set(`${child} ${id}`, this.bonds.bond(child, id))
    return kin
  }

  /** Newest first: what ended later was under way, what had not begun was not. */
  private lookBack(events: readonly Event[]): void {
    const backwards = this.rules.current.map((rule) => Current.backwards(rule))
    for (let i = events.length - 1; i >= 0; i--) this.backTo(events[i]!, backwards)
  }

  private backTo(event: Event, backwards: readonly Current[]): void {
    if (this.planOf(event.kind).backwards) for (const current of backwards) this.work(current, event, nodeOf(event))
  }

  private fill(event: Event): void {
    this.indexes.fill(event, nodeOf)
    this.fillKin(event)
    this.name(event)
  }

  private planOf(kind: string): Plan {
    let plan = this.plans.get(kind)
    if (plan === undefined) {
      const backwards = this.backwards.some((rule) => rule.concerns(kind))
      const identity = this.rules.identity.filter(({ kinds }) => kinds.includes(kind))
      const concerned = (rule: Pairs | Current): boolean => rule.concerns(kind)
      plan = { identity, pairs: this.pairs.filter(concerned), current: this.current.filter(concerned), backwards }
      this.plans.set(kind, plan)
    }
    return plan
  }

  /** Ids that the line itself holds, if not under their own names. */
  private read({ ids, fields }: Event, { identity }: Plan, key: string | undefined): void {
    for (const { field, gives } of identity) give(ids, gives, fields[field])
    const isLate = Fields.holdsLate(fields)
    for (const inside of this.inside) {
      const groups = inside.find(fields, isLate)
      if (groups === null) continue
      for (const [i, what] of inside.gives.entries()) {
        if (what !== 'index') give(ids, what, groups[i + 1])
        else (fields as Record<string, string>).index ??= groups[i + 1]!
      }
    }
    if (key !== undefined) give(ids, 'job', this.bonds.jobOf(key)?.id)
  }

  /** A line for which several were under way stays without an id, whatever the lines behind it say. */
  private work(current: Current, event: Event, node: string): void {
    if (current.lacks(event) && !this.ambiguous.has(event)) {
      const fitting = current.fitting(event, node)
      if (fitting.length === 1) infer(event, current.rule.of, fitting[0]!)
      else if (fitting.length > 1) this.ambiguous.add(event)
    }
    current.note(event, node)
  }

  private fillKin(event: Event): void {
    const { ids } = event
    if (ids.task === undefined) {
      this.from(event, 'task', 'subtask', ids.subtask)
      this.from(event, 'task', 'key', event.fields['task-key'])
    }
    if (ids.job === undefined) {
      this.from(event, 'job', 'task', ids.task)
      this.from(event, 'job', 'subtask', ids.subtask)
      this.from(event, 'job', 'engine', ids.engine)
    }
  }

  private from(event: Event, kind: 'task' | 'job', child: Child, id: string | undefined): void {
    if (event.ids[kind] !== undefined || id === undefined) return
    const tie = this.bonds.of(child, id, kind)
    if (tie) infer(event, kind, tie.id)
  }

  /** Says what the line is about, once its id is known. */
  private name(event: Event): void {
    const { ids, row } = event
    if (row !== null && event.entity !== null) return
    const kind = row?.entity ?? (event.kind.startsWith('note.') ? noted(event) : this.rules.nearest.find((it) => ids[it] !== undefined))
    if (kind === undefined) return
    const other = this.rules.sameAs[kind]
    if (other !== undefined && ids[kind] === undefined && ids[other] !== undefined) {
      ids[kind] = ids[other]
      if (event.inferred.includes(other)) (event.inferred as EntityKind[]).push(kind)
    }
    if (kind === 'owner' && ids.owner === undefined) give(ids, kind, this.ownerKey(event))
    if (kind === 'node') give(ids, kind, event.node ?? undefined)
    const id = ids[kind]
    if (id === undefined) event.entity = null
    else if (event.entity === null || event.entity.id !== id || event.entity.kind !== kind) event.entity = { kind, id }
  }

  private ownerKey({ fields }: Event): string {
    for (const field of this.rules.ownerFields) {
      const value = fields[field]
      if (value !== undefined && value !== '') return ownerInfo(value)?.key ?? /\S*\/\S+/.exec(value)?.[0] ?? value
    }
    return this.rules.ownerDefault
  }
}

/** An id that the line holds. */
/** What a note is about: a job unless its table says otherwise; a part of a job is about nothing of its own. */
function noted({ kind, entity }: Event): EntityKind | undefined {
  return kind === 'note.subjob' ? undefined : (entity?.kind ?? 'job')
}

function give(ids: Partial<Record<EntityKind, string>>, kind: EntityKind, id: string | undefined): void {
  if (ids[kind] === undefined && id !== undefined && isId(id)) ids[kind] = id
}

function infer(event: Event, kind: EntityKind, id: string): void {
  if (event.ids[kind] !== undefined) return
  event.ids[kind] = id
  if (!event.inferred.includes(kind)) (event.inferred as EntityKind[]).push(kind)
}

/** Lines without a node are kept together by their source. */
function nodeOf(event: Event): string {
  return event.node ?? `@${event.where.source}`
}
