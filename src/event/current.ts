import type { Event } from './event.ts'
import type { CurrentRule } from './kin.ts'

interface UnderWay {
  readonly parent: string | undefined
  lastMs: number
}

/** What a kind does to what is under way. */
const [OPENS, CLOSES, RESETS, IS_FILLED] = [1, 2, 4, 8]
const NOTHING: ReadonlyMap<string, UnderWay> = new Map()

/** What one node is working on, by one rule: lines without an id are of it when there is exactly one. */
export class Current {
  private readonly nodes = new Map<string, Map<string, UnderWay>>()
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

  /** What the node is working on that may be what the event is of. */
  fitting(event: Event, node: string): readonly string[] {
    const parent = this.rule.oneIn && event.ids[this.rule.oneIn]
    const ms = event.time?.ms ?? Number.NaN
    const fitting: string[] = []
    for (const [id, work] of this.nodes.get(node) ?? NOTHING)
      if (!(Math.abs(ms - work.lastMs) > this.rule.idleMs) && (parent === undefined || work.parent === undefined || work.parent === parent))
        fitting.push(id)
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
    if (place !== undefined && place !== node) this.nodes.get(place)?.delete(id)
    let under = this.nodes.get(node)
    if (under === undefined) this.nodes.set(node, (under = new Map()))
    if (parent !== undefined) for (const [other, work] of under) if (work.parent === parent && other !== id) under.delete(other)
    under.set(id, { parent, lastMs: event.time?.ms ?? Number.NaN })
    this.places.set(id, node)
  }

  private end(id: string): void {
    const place = this.places.get(id)
    if (place === undefined) return
    this.nodes.get(place)?.delete(id)
    this.places.delete(id)
  }

  private forget(node: string): void {
    this.nodes.delete(node)
  }
}
