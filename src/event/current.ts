import type { Event } from './event.ts'
import type { CurrentRule } from './kin.ts'

interface UnderWay {
  readonly parent: string | undefined
  lastMs: number
}

/** What a node is at. */
interface Desk {
  readonly works: Map<string, UnderWay>
  /** The one that is under way in each whole. */
  readonly byParent: Map<string, string>
}

/** What has been idle for so many times as long as it takes to be forgotten is looked at no more. */
const LONG_IDLE = 2

/** What a kind does to what is under way. */
const [OPENS, CLOSES, RESETS, IS_FILLED] = [1, 2, 4, 8]
const NONE: readonly never[] = []

/** What one node is working on, by one rule: lines without an id are of it when there is exactly one. */
export class Current {
  private readonly nodes = new Map<string, Desk>()
  /** The node on which an entity is under way. */
  private readonly places = new Map<string, string>()
  private readonly kinds = new Map<string, number>()

  constructor(readonly rule: CurrentRule) {
    for (const kind of rule.open) this.mark(kind, OPENS)
    for (const kind of rule.close) this.mark(kind, CLOSES)
    for (const kind of rule.reset) this.mark(kind, RESETS)
    for (const kind of rule.fills) this.mark(kind, IS_FILLED)
  }

  /** The same rule for events that come newest first: what ended was under way before, what began was not. */
  static backwards(rule: CurrentRule): Current {
    const open = [...rule.open.filter((kind) => !rule.begin.includes(kind)), ...rule.close]
    return new Current({ ...rule, open, close: rule.begin, begin: rule.close })
  }

  /** Whether lines of a kind have to do with the rule at all. */
  concerns(kind: string): boolean {
    return this.kinds.has(kind)
  }

  lacks(event: Event): boolean {
    return event.ids[this.rule.of] === undefined && this.does(event.kind, IS_FILLED)
  }

  /** What the node is working on that may be what the event is of; of several two are enough. */
  fitting(event: Event, node: string): readonly string[] {
    const parent = this.rule.oneIn && event.ids[this.rule.oneIn]
    const ms = event.time?.ms ?? Number.NaN
    const desk = this.nodes.get(node)
    if (desk === undefined) return NONE
    const fitting: string[] = []
    for (const [id, work] of desk.works) {
      const idle = Math.abs(ms - work.lastMs)
      if (idle > LONG_IDLE * this.rule.idleMs) drop(desk, id)
      else if (!(idle > this.rule.idleMs) && (parent === undefined || work.parent === undefined || work.parent === parent)) fitting.push(id)
      if (fitting.length > 1) break
    }
    return fitting
  }

  note(event: Event, node: string): void {
    if (this.does(event.kind, RESETS)) this.forget(node)
    const id = event.ids[this.rule.of]
    if (id === undefined || event.inferred.includes(this.rule.of)) return
    if (this.does(event.kind, CLOSES)) this.end(id)
    else if (this.does(event.kind, OPENS)) this.begin(event, node, id)
  }

  private mark(kind: string, does: number): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) | does)
  }

  private does(kind: string, what: number): boolean {
    return ((this.kinds.get(kind) ?? 0) & what) !== 0
  }

  private begin(event: Event, node: string, id: string): void {
    const parent = this.rule.oneIn && event.ids[this.rule.oneIn]
    const place = this.places.get(id)
    if (place !== undefined && place !== node) this.dropFrom(place, id)
    let desk = this.nodes.get(node)
    if (desk === undefined) this.nodes.set(node, (desk = { works: new Map(), byParent: new Map() }))
    const before = parent === undefined ? undefined : desk.byParent.get(parent)
    if (before !== undefined && before !== id) drop(desk, before)
    if (parent !== undefined) desk.byParent.set(parent, id)
    desk.works.set(id, { parent, lastMs: event.time?.ms ?? Number.NaN })
    this.places.set(id, node)
  }

  private end(id: string): void {
    const place = this.places.get(id)
    if (place === undefined) return
    this.dropFrom(place, id)
    this.places.delete(id)
  }

  private dropFrom(node: string, id: string): void {
    const desk = this.nodes.get(node)
    if (desk !== undefined) drop(desk, id)
  }

  private forget(node: string): void {
    this.nodes.delete(node)
  }
}

function drop({ works, byParent }: Desk, id: string): void {
  const parent = works.get(id)?.parent
  if (parent !== undefined && byParent.get(parent) === id) byParent.delete(parent)
  works.delete(id)
}
