import type { Event } from './event.ts'
import type { CurrentRule } from './kin.ts'

interface UnderWay {
  readonly parent: string | undefined
  lastMs: number
}

/** What one node is working on, by one rule: lines without an id are of it when there is exactly one. */
export class Current {
  private readonly nodes = new Map<string, Map<string, UnderWay>>()
  private readonly places = new Map<string, Set<string>>()
  private readonly open: ReadonlySet<string>
  private readonly close: ReadonlySet<string>
  private readonly reset: ReadonlySet<string>
  private readonly fills: ReadonlySet<string>

  constructor(readonly rule: CurrentRule) {
    this.open = new Set(rule.open)
    this.close = new Set(rule.close)
    this.reset = new Set(rule.reset)
    this.fills = new Set(rule.fills)
  }

  /** The same rule for events that come newest first: what ended was under way before, what began was not. */
  static backwards(rule: CurrentRule): Current {
    const open = [...rule.open.filter((kind) => !rule.begin.includes(kind)), ...rule.close]
    return new Current({ ...rule, open, close: rule.begin, begin: rule.close })
  }

  lacks(event: Event): boolean {
    return event.ids[this.rule.of] === undefined && this.fills.has(event.kind)
  }

  /** What the node is working on that may be what the event is of. */
  fitting(event: Event, node: string): readonly string[] {
    const parent = this.rule.oneIn && event.ids[this.rule.oneIn]
    const ms = event.time?.ms ?? Number.NaN
    const fitting: string[] = []
    for (const [id, work] of this.nodes.get(node) ?? [])
      if (!(Math.abs(ms - work.lastMs) > this.rule.idleMs) && (parent === undefined || work.parent === undefined || work.parent === parent))
        fitting.push(id)
    return fitting
  }

  note(event: Event, node: string): void {
    if (this.reset.has(event.kind)) this.forget(node)
    const id = event.ids[this.rule.of]
    if (id === undefined || event.inferred.includes(this.rule.of)) return
    if (this.close.has(event.kind)) this.end(id)
    else if (this.open.has(event.kind)) this.begin(event, node, id)
  }

  private begin(event: Event, node: string, id: string): void {
    const parent = this.rule.oneIn && event.ids[this.rule.oneIn]
    for (const place of this.places.get(id) ?? []) if (place !== node) this.nodes.get(place)?.delete(id)
    const under = this.nodes.get(node) ?? new Map<string, UnderWay>()
    this.nodes.set(node, under)
    if (parent !== undefined) for (const [other, work] of under) if (work.parent === parent && other !== id) under.delete(other)
    under.set(id, { parent, lastMs: event.time?.ms ?? Number.NaN })
    this.places.set(id, new Set([node]))
  }

  private end(id: string): void {
    for (const place of this.places.get(id) ?? []) this.nodes.get(place)?.delete(id)
    this.places.delete(id)
  }

  private forget(node: string): void {
    this.nodes.delete(node)
  }
}
