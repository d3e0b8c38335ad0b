import { BugError } from '../errors.ts'
import type { Crash, Event } from '../event/event.ts'
import type { EntityKind, Signature } from '../knowledge/contract.ts'
import type { History, Replayed } from '../replay/history.ts'
import { type CompiledSignature, compile } from './compile.ts'
import type { Finding } from './finding.ts'
import { compareIds, type Hit } from './group.ts'
import { Grouping, kinOf } from './grouping.ts'
import type { Probe } from './selection.ts'

type On<K extends Probe['on']> = Extract<Probe, { readonly on: K }>

interface Asked<P> {
  readonly probe: P
  readonly grouping: Grouping
}

const textAtMost = 2_000

/**
 * Signatures over one case: sees every event and crash once, in merged order, and keeps per signature and entity what its
 * conditions need. Memory grows with entities, not with lines.
 */
export class Matcher {
  readonly #groupings: readonly Grouping[]
  readonly #byKind = new Map<string, Asked<On<'line'>>[]>()
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
    const asked = this.#groupings.flatMap((grouping) => grouping.compiled.probes.map((probe) => ({ probe, grouping })))
    const on = <K extends Probe['on']>(kind: K) => asked.filter(({ probe }) => probe.on === kind) as unknown as Asked<On<K>>[]
    const lines = on('line')
    for (const one of lines) {
      for (const kind of one.probe.kinds) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), one])
    }
    this.#ofAnyKind = lines.filter(({ probe }) => probe.kinds.length === 0)
    this.#crashes = on('crash')
    this.#histories = on('history')
    this.literals = [...new Set(lines.flatMap(({ probe }) => probe.texts))].sort()
  }

  see(event: Event): void {
    this.#order++
    const time = event.time?.ms ?? null
    if (time !== null && time > (this.#lastTimes.get(event.node) ?? Number.NEGATIVE_INFINITY)) this.#lastTimes.set(event.node, time)
    const ofKind = this.#byKind.get(event.kind)
    if (!ofKind && !this.#ofAnyKind.length) return
    const met = [...(ofKind ?? []), ...this.#ofAnyKind].filter(({ probe }) => probe.test(event))
    if (met.length) deal(met, (selections) => eventHit(event, selections, this.#order))
  }

  seeCrash(crash: Crash): void {
    this.#order++
    const met = this.#crashes.filter(({ probe }) => probe.test(crash))
    if (met.length) deal(met, (selections) => crashHit(crash, selections, this.#order))
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
    const met = this.#histories.filter(({ probe }) => probe.test(history))
    if (!met.length) return
    const { kind, id } = history.entity
    const ids = { ...kin.get(`${kind}:${id}`), [kind]: id }
    this.#order++
    for (const { probe, grouping } of met) grouping.meet(probe.name, historyHit(history, ids, probe.name, this.#order))
  }
}

function compiledOrBug(signature: Signature): CompiledSignature {
  const compiled = compile(signature)
  if (!compiled.ok) throw new BugError(`signature ${signature.id}: ${compiled.problems.map(({ message }) => message).join('; ')}`)
  return compiled.compiled
}

/** One hit per signature, with all the selections of it that were met. */
function deal(met: readonly Asked<{ readonly name: string }>[], hit: (selections: ReadonlySet<string>) => Hit): void {
  const bySignature = new Map<Grouping, Set<string>>()
  for (const { probe, grouping } of met) {
    const names = bySignature.get(grouping)
    if (names) names.add(probe.name)
    else bySignature.set(grouping, new Set([probe.name]))
  }
  for (const [grouping, names] of bySignature) grouping.see(hit(names))
}

function eventHit(event: Event, selections: ReadonlySet<string>, order: number): Hit {
  const { ids, fields, node, where, time, text } = event
  const error = fields.error
  return {
    ...{ selections, order, node, where, ids, text, instant: time, weight: 1 },
    time: time?.ms ?? null,
    value: (field) => fields[field] ?? ids[field as EntityKind] ?? (field === 'node' ? (node ?? '') : null),
    arguments: error ? { error } : {},
  }
}

function crashHit(crash: Crash, selections: ReadonlySet<string>, order: number): Hit {
  const { node, where, time, count, rootFrame } = crash
  const frame = rootFrame?.func ?? ''
  return {
    ...{ selections, order, node, where, ids: {}, instant: time, weight: Math.max(1, count) },
    time: time?.ms ?? null,
    text: crash.text.slice(0, textAtMost),
    value: (field) => (field === 'node' ? (node ?? '') : null),
    arguments: { frame, ...(crash.message ? { message: crash.message } : {}), ...(crash.hints[0] ? { hint: crash.hints[0] } : {}) },
  }
}

function historyHit({ steps, node, machine, states }: History, ids: Hit['ids'], name: string, order: number): Hit {
  const last = steps.at(-1)
  return {
    ...{ order, node, ids, weight: 1, selections: new Set([name]), value: () => null },
    where: last?.where ?? null,
    instant: last?.time ?? null,
    time: last?.time?.ms ?? null,
    text: `${machine}: ${last?.event ?? ''} → ${states.join(' or ')}`,
    arguments: {},
  }
}

function compareFindings(a: Finding, b: Finding): number {
  const [x, y] = [a.entities[0], b.entities[0]]
  const byCode = a.code < b.code ? -1 : a.code > b.code ? 1 : 0
  const byKind = (x?.kind ?? '') < (y?.kind ?? '') ? -1 : (x?.kind ?? '') > (y?.kind ?? '') ? 1 : 0
  return byCode || byKind || compareIds(x?.id ?? '', y?.id ?? '')
}
