import type { Event } from '../../event/event.ts'
import type { MonotoneRule } from '../../knowledge/rules.ts'
import { withoutFields } from '../slim.ts'
import { firstPart } from './instance-keys.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, numberIn, ToldLines } from './told.ts'

interface Reading {
  readonly event: Event
  /** NaN where only the line is known behind which values are compared. */
  readonly value: number
  readonly ms: number
}

/** The newest reading of each node, the newest of all last. */
interface Readings {
  readonly node: string
  readonly byNode: Map<string, Reading>
}

/** Nodes whose readings of one thing are kept. */
const MOST_NODES = 32

/** A number never goes down, or always goes up, until a reset. */
export class Monotone implements Rule {
  readonly kinds: ReadonlySet<string>
  readonly forAll: ReadonlySet<string>
  private readonly values: ToldLines
  private readonly resets: ToldLines
  private readonly from: ToldLines
  private readonly fields: readonly string[]
  private readonly places: ReadonlyMap<string, number> | null
  private readonly open = new OpenInstances<Readings>()

  constructor(
    readonly invariant: MonotoneRule,
    private readonly suspect: Suspect,
    private readonly skewMs: number,
  ) {
    this.values = new ToldLines(invariant.values)
    this.resets = new ToldLines(invariant.resets)
    this.from = new ToldLines(invariant.from ?? [])
    this.kinds = kindsOf(this.values, this.resets, this.from)
    this.forAll = kindsOf(this.resets)
    this.fields = invariant.field.split('|')
    const { order } = invariant
    this.places = order === undefined ? null : new Map(order.flatMap((texts, i) => [texts].flat().map((text) => [text, i] as const)))
  }

  see(event: Event, key: string | null, node: string): void {
    if (this.resets.has(event)) {
      if (key === null) this.open.clear()
      else this.open.delete(key)
    }
    if (key === null) return
    if (this.from.has(event)) this.put(key, node, { event: withoutFields(event), value: Number.NaN, ms: Number.NaN })
    const value = this.values.has(event) ? this.valueIn(event) : null
    if (value !== null) this.read(key, node, { event: withoutFields(event), value, ms: event.time?.ms ?? Number.NaN })
  }

  restart(node: string): void {
    if (!this.invariant.per.includes('node')) return
    this.open.deleteOf(node)
  }

  close(): void {
    this.open.clear()
  }

  private valueIn(event: Event): number | null {
    const text = firstPart(this.fields, event)
    if (text === null) return null
    return this.places === null ? numberIn(text) : (this.places.get(text) ?? null)
  }

  private read(key: string, node: string, reading: Reading): void {
    const before = this.open.get(key)?.byNode
    const own = before?.get(node)
    if (own === undefined && this.invariant.from !== undefined) return
    const higher = own !== undefined && this.fell(own, reading) ? own : this.elsewhere(before, node, reading)
    this.put(key, node, reading)
    if (higher !== null) this.suspect(suspicionOf(this.invariant, key, [higher.event, reading.event], { exceptions: this.resets.kinds }))
  }

  /** A higher value that another node read, by any clock, before. */
  private elsewhere(before: ReadonlyMap<string, Reading> | undefined, node: string, reading: Reading): Reading | null {
    if (before === undefined || this.invariant.from !== undefined) return null
    for (const [other, it] of before) if (other !== node && reading.ms - it.ms > this.skewMs && this.fell(it, reading)) return it
    return null
  }

  private fell(before: Reading, { value, ms }: Reading): boolean {
    const { strict, withinMs } = this.invariant
    if (withinMs !== undefined && !(ms - before.ms <= withinMs)) return false
    return value < before.value || (strict === true && value === before.value)
  }

  private put(key: string, node: string, reading: Reading): void {
    const known = this.open.get(key)
    if (known === undefined) this.open.set(key, { node, byNode: new Map([[node, reading]]) })
    else if (known.byNode.has(node) || known.byNode.size < MOST_NODES) known.byNode.set(node, reading)
  }
}
