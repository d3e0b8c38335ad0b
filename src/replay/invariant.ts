import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { Subject } from '../knowledge/contract.ts'
import { type EraSpan, surelyHas } from '../knowledge/eras.ts'
import type { Invariant } from '../knowledge/rules.ts'
import type { Coverage } from './coverage.ts'
import { compareRefs } from './entities.ts'
import type { Breach } from './history.ts'
import { constantRule } from './invariant/constant.ts'
import { Exclusive } from './invariant/exclusive.ts'
import { followedWithinRule } from './invariant/followed-within.ts'
import { InstanceKeys } from './invariant/instance-keys.ts'
import { lineRule } from './invariant/line.ts'
import { Monotone } from './invariant/monotone.ts'
import { neverAfterRule } from './invariant/never-after.ts'
import { pairRule } from './invariant/pair.ts'
import { type Evidence, excusable, type Rule, type Suspicion } from './invariant/rule.ts'
import { tallyRule } from './invariant/tally.ts'
import { NOTHING_REGULAR, type RegularLines, Wholeness } from './invariant/wholeness.ts'
import { nodeKey } from './node-kinds.ts'

/** A rule, and how its instances are named. */
export interface AtWork {
  readonly rule: Rule
  readonly keys: InstanceKeys
}

interface Suspected {
  suspicions: Suspicion[]
  count: number
}

/** Suspicions kept for one instance: whether they stand is known only at the end. */
const KEPT = 8
const MOST_INSTANCES = 10_000

/** The rules over events that are no transition. */
export class Invariants {
  private readonly byKind = new Map<string, AtWork[]>()
  private readonly rules: AtWork[] = []
  private readonly suspected = new Map<string, Suspected>()
  private readonly shown = new Map<string, Set<string>>()
  private readonly wholeness: Wholeness

  constructor(subjects: readonly Subject[], skewMs: number, regular: RegularLines = NOTHING_REGULAR) {
    this.wholeness = new Wholeness(regular)
    for (const subject of subjects)
      for (const invariant of subject.invariants) {
        const atWork = { rule: this.put(invariant, skewMs), keys: new InstanceKeys(invariant.per) }
        this.rules.push(atWork)
        for (const kind of atWork.rule.kinds) this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), atWork])
      }
    for (const kind of this.wholeness.kinds) if (!this.byKind.has(kind)) this.byKind.set(kind, [])
  }

  /** The rules that want to see lines of a kind; null when nothing here wants to. */
  rulesOf(kind: string): readonly AtWork[] | null {
    return this.byKind.get(kind) ?? null
  }

  /** Whether lines of a kind mean anything here even without an id. */
  minds(kind: string): boolean {
    if (this.wholeness.minds(kind)) return true
    return this.rulesOf(kind)?.some(({ rule, keys }) => !keys.needsId || rule.forAll.has(kind)) === true
  }

  /**
   * @param era the TiDB that the line may be of: rules of some eras look at lines that are surely of one of them
   * @param rules those that want to see lines of its kind
   */
  see(event: Event, era: EraSpan, rules = this.rulesOf(event.kind)): void {
    if (rules === null) return
    this.show(event)
    this.wholeness.see(event)
    const node = nodeKey(event)
    for (const { rule, keys } of rules) {
      const { since, until } = rule.invariant
      if ((since === undefined && until === undefined) || surelyHas(era, rule.invariant)) rule.see(event, keys.of(event), node)
    }
  }

  /** A process began anew, or ended. */
  restart(node: string): void {
    for (const { rule } of this.rules) rule.restart(node)
  }

  /** The cluster is built anew: no id means what it meant. */
  anew(): void {
    for (const { rule } of this.rules) rule.close(() => null)
  }

  /** Breaches by rule and entity. A rule whose instance is suspected again and again is one breach with a count. */
  close(coverage: Coverage, lastSeen: (node: string) => Instant | null, apartMs = 0): Breach[] {
    for (const { rule } of this.rules) rule.close(lastSeen)
    const evidence: Evidence = {
      coverage,
      apartMs,
      shown: (source, kind) => this.shown.get(source)?.has(kind) === true,
      whole: (source) => this.wholeness.of(source),
    }
    const breaches: Breach[] = []
    for (const { suspicions, count } of this.suspected.values()) {
      const stand = suspicions.filter((it) => !excusable(it, evidence))
      const [first] = stand
      if (first === undefined) continue
      const events = [...new Set(stand.flatMap((it) => it.events))].slice(0, KEPT)
      breaches.push({
        invariant: first.invariant,
        entity: first.entity,
        events,
        broken: new Set(stand.flatMap((it) => brokenBy(it))),
        count: stand.length === suspicions.length ? count : stand.length,
      })
    }
    return breaches.sort(compareBreaches)
  }

  private put(invariant: Invariant, skewMs: number): Rule {
    const suspect = (suspicion: Suspicion) => this.suspect(suspicion)
    switch (invariant.rule) {
      case 'pair':
        return pairRule(invariant, suspect)
      case 'monotone':
        return new Monotone(invariant, suspect, skewMs)
      case 'exclusive':
        return new Exclusive(invariant, suspect)
      case 'never-after':
        return neverAfterRule(invariant, suspect, skewMs)
      case 'followed-within':
        return followedWithinRule(invariant, suspect)
      case 'line':
        return lineRule(invariant, suspect)
      case 'constant':
        return constantRule(invariant, suspect)
      case 'tally':
        return tallyRule(invariant, suspect)
    }
  }

  private suspect(suspicion: Suspicion): void {
    const key = `${suspicion.invariant.id}\n${suspicion.key}`
    const known = this.suspected.get(key)
    if (known !== undefined) {
      known.count++
      if (known.suspicions.length < KEPT) known.suspicions.push(suspicion)
    } else if (this.suspected.size < MOST_INSTANCES) this.suspected.set(key, { suspicions: [suspicion], count: 1 })
  }

  private show(event: Event): void {
    const kinds = this.shown.get(event.where.source)
    if (kinds === undefined) this.shown.set(event.where.source, new Set([event.kind]))
    else kinds.add(event.kind)
  }
}

function compareBreaches(a: Breach, b: Breach): number {
  if (a.invariant.id !== b.invariant.id) return a.invariant.id < b.invariant.id ? -1 : 1
  if (a.entity === null || b.entity === null) return a.entity === b.entity ? 0 : a.entity === null ? -1 : 1
  return compareRefs(a.entity, b.entity)
}

/** The event that came last; but where one thing was told in two ways, either may be the wrong one. */
function brokenBy({ invariant, events }: Suspicion): readonly Event[] {
  return invariant.rule === 'constant' ? events : events.slice(-1)
}
