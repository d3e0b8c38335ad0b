import { BugError } from '../errors.ts'
import type { Crash, Event } from '../event/event.ts'
import type { Signature } from '../knowledge/contract.ts'
import type { History, Replayed } from '../replay/history.ts'
import { type CompiledSignature, compile } from './compile.ts'
import type { Finding } from './finding.ts'
import { compareIds } from './group.ts'
import { Grouping, kinOf } from './grouping.ts'
import { crashHit, EventHit, type Hit, historyHit } from './hit.ts'
import type { Probe } from './selection.ts'

type On<K extends Probe['on']> = Extract<Probe, { readonly on: K }>

/** Selections of one signature; `alone[i]` is the set of the name of `probes[i]`, made once because most lines meet one only. */
interface Asked<P> {
  readonly grouping: Grouping
  readonly probes: readonly P[]
  readonly alone: readonly ReadonlySet<string>[]
}

/**
 * Signatures over one case: sees every event and crash once, in merged order, and keeps per signature and entity what its
 * conditions need. Memory grows with entities, not with lines.
 */
export class Matcher {
  readonly #groupings: readonly Grouping[]
  /** Those of a kind, with those of any kind among them. */
  readonly #byKind = new Map<string, readonly Asked<On<'line'>>[]>()
  readonly #ofAnyKind: readonly Asked<On<'line'>>[]
  readonly #crashes: readonly Asked<On<'crash'>>[]
  readonly #histories: readonly Asked<On<'history'>>[]
  readonly #lastTimes = new Map<string | null, number>()
  #order = 0

  /** Texts that selections look for: a line that holds one of them must become an event even if no table row knows it. */
  readonly literals: readonly string[]

  /** @param signatures as readSignature gives them; @throws BugError for one that does not compile */
  constructor(signatures: readonly Signature[]) {
    this.#groupings = signatures.map((signature) => new Grouping(compiledOrBug(signature)))
    const lines = probesOn(this.#groupings, 'line')
    const ofKinds = new Set(lines.flatMap(({ probe }) => probe.kinds))
    for (const kind of ofKinds)
      this.#byKind.set(kind, bySignature(lines.filter(({ probe: { kinds } }) => !kinds.length || kinds.includes(kind))))
    this.#ofAnyKind = bySignature(lines.filter(({ probe }) => probe.kinds.length === 0))
    this.#crashes = bySignature(probesOn(this.#groupings, 'crash'))
    this.#histories = bySignature(probesOn(this.#groupings, 'history'))
    this.literals = [...new Set(lines.flatMap(({ probe }) => probe.texts))].sort()
  }

  see(event: Event): void {
    this.#order++
    const time = event.time?.ms ?? null
    if (time !== null && time > (this.#lastTimes.get(event.node) ?? Number.NEGATIVE_INFINITY)) this.#lastTimes.set(event.node, time)
    deal(this.#byKind.get(event.kind) ?? this.#ofAnyKind, event, (selections) => new EventHit(event, selections, this.#order))
  }

  seeCrash(crash: Crash): void {
    this.#order++
    deal(this.#crashes, crash, (selections) => crashHit(crash, selections, this.#order))
  }

  /** @returns the findings, sorted: the same whatever the order of the signatures */
  finish(replayed: Replayed): readonly Finding[] {
    if (this.#histories.length) {
      const kinOfEntity = new Map(replayed.entities.map(({ ref, kin }) => [`${ref.kind}:${ref.id}`, kin]))
      for (const history of replayed.histories) this.#seeHistory(history, kinOfEntity)
    }
    const kin = kinOf(replayed.entities)
    const lastTime = (node: string | null): number | null => this.#lastTimes.get(node) ?? null
    return this.#groupings.flatMap((grouping) => grouping.finish(kin, lastTime)).sort(compareFindings)
  }

  #seeHistory(history: History, kin: ReadonlyMap<string, Hit['ids']>): void {
    const { kind, id } = history.entity
    const ids = { ...kin.get(`${kind}:${id}`), [kind]: id }
    this.#order++
    for (const { grouping, probes, alone } of this.#histories) {
      probes.forEach((probe, i) => {
        if (probe.test(history)) grouping.meet(probe.name, historyHit(history, ids, alone[i]!, this.#order))
      })
    }
  }
}

interface Owned<P> {
  readonly probe: P
  readonly grouping: Grouping
}

function probesOn<K extends Probe['on']>(groupings: readonly Grouping[], on: K): readonly Owned<On<K>>[] {
  const isOn = (probe: Probe): probe is On<K> => probe.on === on
  return groupings.flatMap((grouping) => grouping.compiled.probes.filter(isOn).map((probe) => ({ probe, grouping })))
}

function bySignature<P extends Probe>(owned: readonly Owned<P>[]): readonly Asked<P>[] {
  return [...new Set(owned.map(({ grouping }) => grouping))].map((grouping) => {
    const probes = owned.filter((one) => one.grouping === grouping).map(({ probe }) => probe)
    return { grouping, probes, alone: probes.map(({ name }) => new Set([name])) }
  })
}

function compiledOrBug(signature: Signature): CompiledSignature {
  const compiled = compile(signature)
  if (!compiled.ok) throw new BugError(`signature ${signature.id}: ${compiled.problems.map(({ message }) => message).join('; ')}`)
  return compiled.compiled
}

/** Asks the selections of each signature; those that are met make one hit of it. */
function deal<T>(
  asked: readonly Asked<{ readonly name: string; test(subject: T): boolean }>[],
  subject: T,
  hit: (selections: ReadonlySet<string>) => Hit,
): void {
  for (const { grouping, probes, alone } of asked) {
    let met: ReadonlySet<string> | null = null
    for (let i = 0; i < probes.length; i++) {
      const probe = probes[i]!
      if (probe.test(subject)) met = met === null ? alone[i]! : new Set([...met, probe.name])
    }
    if (met !== null) grouping.see(hit(met))
  }
}

function compareFindings(a: Finding, b: Finding): number {
  const [x, y] = [a.entities[0], b.entities[0]]
  const byCode = a.code < b.code ? -1 : a.code > b.code ? 1 : 0
  const byKind = (x?.kind ?? '') < (y?.kind ?? '') ? -1 : (x?.kind ?? '') > (y?.kind ?? '') ? 1 : 0
  return byCode || byKind || compareIds(x?.id ?? '', y?.id ?? '')
}
