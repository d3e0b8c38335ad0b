import type { Event } from '../../event/event.ts'
import type { ExclusiveRule } from '../../knowledge/rules.ts'
import { detached } from '../names.ts'
import { withoutFields } from '../slim.ts'
import { partOf } from './instance-keys.ts'
import { MOST_OPEN } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines } from './told.ts'

/** One holder's hold on the thing of one instance, from its taking on. */
interface Holding {
  readonly holder: string
  readonly event: Event
  readonly node: string
  /** Time of its newest line. */
  lastMs: number
  closed: boolean
}

/** Two that hold the same thing: the second took it while the first had it. */
interface Overlap {
  readonly first: Holding
  readonly second: Holding
  /** Who was heard of last, and how often that changed. */
  speaker: Holding
  turns: number
}

/** The newest holding of each holder; a closed one stays while another may still prove that it had the thing at the same time. */
interface Instance {
  readonly key: string
  readonly holdings: Map<string, Holding>
  overlaps: readonly Overlap[]
  /** What was said in the newest millisecond, by whom. */
  newest: { readonly ms: number; readonly said: Map<string, string> }
}

/** Holders of one thing that are told apart: more would be hostile. */
const MOST_HOLDERS = 32

/** At most one holds it, but for some grace. That two held it is proved by lines of both: each was heard of as its holder that long after both had it. */
export class Exclusive implements Rule {
  readonly kinds: ReadonlySet<string>
  readonly forAll: ReadonlySet<string>
  private readonly open: ToldLines
  private readonly acts: ToldLines
  private readonly closing: ToldLines
  private readonly losing: ToldLines
  private readonly lapseMs: number
  private readonly missing: { readonly absent: readonly string[] }
  private readonly instances = new Map<string, Instance>()
  private readonly keysByNode = new Map<string, Set<string>>()

  constructor(
    readonly invariant: ExclusiveRule,
    private readonly suspect: Suspect,
  ) {
    this.open = new ToldLines(invariant.open)
    this.acts = new ToldLines(invariant.acts)
    this.closing = new ToldLines(invariant.close)
    this.losing = new ToldLines(invariant.lost)
    this.kinds = kindsOf(this.open, this.acts, this.closing, this.losing)
    this.forAll = kindsOf(this.closing, this.losing)
    this.lapseMs = invariant.lapseMs ?? Number.POSITIVE_INFINITY
    // Where lines prove the hold anew, there is none whose absence could mislead.
    this.missing = { absent: this.open.kinds.length === 0 || invariant.sure === true ? [] : this.closing.kinds }
  }

  see(event: Event, key: string | null, node: string): void {
    const ms = event.time?.ms ?? Number.NaN
    if (key === null) {
      if (this.closing.has(event)) this.ofNode(node, (instance, holding) => this.release(instance, holding, ms))
      else if (this.losing.has(event)) this.restart(node)
      return
    }
    const { holder: part } = this.invariant
    const holder = part === 'node' ? node : partOf(part, event)
    if (holder !== null) this.hearOf(key, holder, node, event, ms)
  }

  restart(node: string): void {
    this.ofNode(node, (instance, holding) => this.lose(instance, holding))
  }

  close(): void {
    this.instances.clear()
    this.keysByNode.clear()
  }

  private hearOf(key: string, holder: string, node: string, event: Event, ms: number): void {
    const instance = this.instances.get(key)
    if (instance !== undefined && isSaidByAnother(instance, holder, event, ms)) return
    const holding = instance?.holdings.get(holder)
    const holds = holding !== undefined && !holding.closed && !(ms - holding.lastMs > this.lapseMs)
    if (this.open.has(event) || (!holds && this.acts.has(event)))
      this.take(instance ?? this.begin(key, holder, event, ms), {
        ...{ holder: detached(holder), event: withoutFields(event), node, lastMs: ms, closed: false },
      })
    else if (instance === undefined || !holds) return
    else if (this.losing.has(event)) this.lose(instance, holding)
    else if (this.closing.has(event)) this.release(instance, holding, ms)
    else if (this.acts.has(event)) this.prove(instance, holding, ms)
  }

  private begin(key: string, holder: string, { text }: Event, ms: number): Instance {
    if (this.instances.size >= MOST_OPEN) this.instances.delete(this.instances.keys().next().value as string)
    const instance: Instance = { key: detached(key), holdings: new Map(), overlaps: [], newest: { ms, said: new Map([[text, holder]]) } }
    this.instances.set(instance.key, instance)
    return instance
  }

  private take(instance: Instance, holding: Holding): void {
    const { holdings } = instance
    const before = holdings.get(holding.holder)
    if (before !== undefined) this.forget(instance, before)
    if (holdings.size >= MOST_HOLDERS) this.forget(instance, holdings.values().next().value as Holding)
    const others = [...holdings.values()].filter((it) => !it.closed && !(holding.lastMs - it.lastMs > this.lapseMs))
    instance.overlaps = [...instance.overlaps, ...others.map((first) => ({ first, second: holding, speaker: holding, turns: 1 }))]
    holdings.set(holding.holder, holding)
    const keys = this.keysByNode.get(holding.node)
    if (keys === undefined) this.keysByNode.set(holding.node, new Set([instance.key]))
    else keys.add(instance.key)
  }

  /** The holder is heard of: what it shared until now is judged. */
  private prove(instance: Instance, holding: Holding, ms: number): void {
    holding.lastMs = ms
    for (const overlap of instance.overlaps) {
      if (overlap.speaker === holding || (overlap.first !== holding && overlap.second !== holding)) continue
      overlap.speaker = holding
      overlap.turns++
    }
    const told = instance.overlaps.filter((overlap) => this.isTooLong(overlap))
    if (told.length === 0) return
    for (const { first, second } of told) this.suspect(suspicionOf(this.invariant, instance.key, [first.event, second.event], this.missing))
    instance.overlaps = instance.overlaps.filter((overlap) => !told.includes(overlap))
  }

  private isTooLong({ first, second, turns }: Overlap): boolean {
    const shared = Math.min(first.lastMs, second.lastMs) - (second.event.time?.ms ?? Number.NaN)
    return shared > this.invariant.graceMs && turns >= (this.invariant.turns ?? 0)
  }

  private release(instance: Instance, holding: Holding, ms: number): void {
    this.prove(instance, holding, ms)
    holding.closed = true
    this.tidy(instance)
  }

  private lose(instance: Instance, holding: Holding): void {
    this.forget(instance, holding)
    this.tidy(instance)
  }

  private tidy(instance: Instance): void {
    instance.overlaps = instance.overlaps.filter(({ first, second }) => !first.closed || !second.closed)
    const needed = new Set(instance.overlaps.flatMap(({ first, second }) => [first, second]))
    for (const holding of [...instance.holdings.values()]) if (holding.closed && !needed.has(holding)) this.forget(instance, holding)
    if (instance.holdings.size === 0) this.instances.delete(instance.key)
  }

  private forget(instance: Instance, holding: Holding): void {
    const { key, holdings, overlaps } = instance
    if (holdings.get(holding.holder) === holding) holdings.delete(holding.holder)
    instance.overlaps = overlaps.filter(({ first, second }) => first !== holding && second !== holding)
    if (![...holdings.values()].some(({ node }) => node === holding.node)) this.keysByNode.get(holding.node)?.delete(key)
  }

  private ofNode(node: string, change: (instance: Instance, holding: Holding) => void): void {
    for (const key of [...(this.keysByNode.get(node) ?? [])]) {
      const instance = this.instances.get(key)
      if (instance === undefined) this.keysByNode.get(node)?.delete(key)
      else for (const holding of [...instance.holdings.values()]) if (holding.node === node) change(instance, holding)
    }
  }
}

/** The log of one node may have been collected under two names: the same line of the same instant is not of two holders. */
function isSaidByAnother(instance: Instance, holder: string, { text }: Event, ms: number): boolean {
  if (instance.newest.ms !== ms) instance.newest = { ms, said: new Map() }
  const { said } = instance.newest
  const by = said.get(text)
  if (by === undefined) said.set(text, holder)
  return by !== undefined && by !== holder
}
