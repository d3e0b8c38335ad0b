import { BugError } from '../errors.ts'
import type { Crash, Event } from '../event/event.ts'
import type { Message, Signature } from '../knowledge/contract.ts'
import type { History, Replayed } from '../replay/history.ts'
import { type CompiledSignature, compile, compiledBefore } from './compile.ts'
import type { Finding } from './finding.ts'
import { compareIds } from './group.ts'
import { Grouping } from './grouping.ts'
import { crashHit, EventHit, findingHit, type Hit, historyHit } from './hit.ts'
import { keyOf, kinOf } from './kin.ts'
import { KinKeys } from './kin-keys.ts'
import { LineIndex } from './line-index.ts'
import type { Met } from './met.ts'
import { compareGaps, type NearMiss } from './near-miss.ts'
import { type Owned, owned } from './owned.ts'
import type { CrashProbe, FindingProbe, HistoryProbe, LineProbe, VersionProbe } from './selection.ts'

/**
 * Signatures over one case: sees every event and crash once, in merged order, and keeps per signature and entity what its
 * conditions need. Memory grows with entities, not with lines.
 */
export class Matcher {
  readonly #groupings: readonly Grouping[]
  readonly #lines: LineIndex<Owned<LineProbe>>
  readonly #crashes: readonly Owned<CrashProbe>[]
  readonly #histories = new Map<string, Owned<HistoryProbe>[]>()
  readonly #findings: readonly Owned<FindingProbe>[]
  readonly #versions: readonly Owned<VersionProbe>[]
  readonly #keys = new KinKeys()
  readonly #lastTimes = new Map<string | null, LastTime>()
  #last: LastTime | null = null
  #nearMisses: readonly NearMiss[] = []
  #order = 0

  /** Texts that selections look for: a line that holds one of them must become an event even if no table row knows it. */
  readonly literals: readonly string[]

  /** @param signatures as readSignature gives them; @throws BugError for one that does not compile */
  constructor(signatures: readonly Signature[]) {
    this.#groupings = signatures.map((signature) => new Grouping(compiledOrBug(signature), this.#keys, this.#lastTime))
    const all = owned(this.#groupings)
    this.#lines = new LineIndex(all.lines)
    this.#crashes = all.crashes
    this.#findings = all.findings
    this.#versions = all.versions
    for (const history of all.histories) {
      const known = this.#histories.get(history.probe.machine)
      if (known) known.push(history)
      else this.#histories.set(history.probe.machine, [history])
    }
    this.literals = [...new Set(all.lines.flatMap(({ probe }) => probe.texts))].sort()
  }

  /** Whether a selection may be met by lines of a row, whatever their fields say. */
  minds(row: Message): boolean {
    return this.#lines.minds(row)
  }

  see(event: Event): void {
    this.#order++
    if (event.time !== null) this.#note(event.node, event.time.ms)
    const met = this.#lines.met(event)
    if (met === 0) return
    const keys = this.#keys.of(event.ids)
    this.#deal(this.#lines.found, met, (selections) => new EventHit(event, keys, selections, this.#order))
  }

  seeCrash(crash: Crash): void {
    this.#order++
    const met = this.#crashes.filter(({ probe }) => probe.test(crash))
    this.#deal(met, met.length, (selections) => crashHit(crash, selections, this.#order))
  }

  /** Findings that came to stand since this was last asked: whatever else is seen, `finish` will give them too. */
  newlyStanding(): readonly Finding[] {
    return this.#groupings.flatMap((grouping) => grouping.newlyStanding())
  }

  /**
   * @param derived findings that needed no signature, for selections that are about them
   * @returns the findings, sorted: the same whatever the order of the signatures
   */
  finish(replayed: Replayed, derived: readonly Finding[] = []): readonly Finding[] {
    this.#seeHistories(replayed)
    this.#seeFindings(derived, replayed)
    for (const { probe, grouping } of this.#versions)
      if (replayed.versions.some((version) => probe.test(version))) grouping.know(probe.name)
    const kin = kinOf(replayed.entities)
    const found = this.#groupings.map((grouping) => grouping.finish(kin))
    this.#nearMisses = this.#groupings.flatMap((grouping, i) => (found[i]!.length > 0 ? [] : grouping.nearMisses()))
    return found.flat().sort(compareFindings)
  }

  /** Signatures of which `finish` gave no finding though much of them was met, the nearest first. */
  nearMisses(): readonly NearMiss[] {
    return [...this.#nearMisses].sort((a, b) => compareGaps(a.gap, b.gap) || (a.signature.id < b.signature.id ? -1 : 1))
  }

  #seeHistories({ histories, entities }: Replayed): void {
    let kin: ReadonlyMap<string, Hit['ids']> | null = null
    for (const history of histories) {
      this.#order++
      for (const { probe, grouping, alone } of this.#histories.get(history.machine) ?? []) {
        if (!probe.test(history)) continue
        kin ??= new Map(entities.map((record) => [keyOf(record.ref), record.kin]))
        const ids = idsOf(history, kin)
        grouping.meet(probe.name, historyHit(history, ids, this.#keys.of(ids), alone, this.#order))
      }
    }
  }

  #seeFindings(derived: readonly Finding[], { entities }: Replayed): void {
    if (this.#findings.length === 0) return
    const kin = new Map(entities.map((record) => [keyOf(record.ref), record.kin]))
    for (const finding of derived) {
      this.#order++
      const ids: Hit['ids'] = Object.assign({}, ...finding.entities.map((ref) => ({ ...kin.get(keyOf(ref)), [ref.kind]: ref.id })))
      for (const { probe, grouping, alone } of this.#findings)
        if (probe.test(finding)) grouping.meet(probe.name, findingHit(finding, ids, this.#keys.of(ids), alone, this.#order))
    }
  }

  /** Makes one hit of the selections of each signature, which stand side by side. */
  #deal<P>(met: readonly Owned<P>[], count: number, hit: (selections: Met) => Hit): void {
    for (let from = 0; from < count; ) {
      const { grouping, alone } = met[from++]!
      let together = alone
      while (from < count && met[from]!.grouping === grouping) together = together.plus(met[from++]!.alone)
      grouping.see(hit(together))
    }
  }

  readonly #lastTime = (node: string | null): number | null => this.#lastTimes.get(node)?.ms ?? null

  #note(node: string | null, ms: number): void {
    if (this.#last === null || this.#last.node !== node) {
      const known = this.#lastTimes.get(node)
      this.#last = known ?? { node, ms }
      if (!known) this.#lastTimes.set(node, this.#last)
    }
    if (ms > this.#last.ms) this.#last.ms = ms
  }
}

interface LastTime {
  readonly node: string | null
  ms: number
}

function idsOf({ entity: { kind, id } }: History, kin: ReadonlyMap<string, Hit['ids']>): Hit['ids'] {
  return { ...kin.get(keyOf({ kind, id })), [kind]: id }
}

/** One that is compiled looks at lines and remembers none: all runs share it. */
const known = new WeakMap<Signature, CompiledSignature>()

function compiledOrBug(signature: Signature): CompiledSignature {
  const ready = known.get(signature) ?? compiledNow(signature)
  known.set(signature, ready)
  return ready
}

function compiledNow(signature: Signature): CompiledSignature {
  if (signature.trees) return compiledBefore(signature, signature.trees)
  const compiled = compile(signature)
  if (!compiled.ok) throw new BugError(`signature ${signature.id}: ${compiled.problems.map(({ message }) => message).join('; ')}`)
  return compiled.compiled
}

function compareFindings(a: Finding, b: Finding): number {
  const [x, y] = [a.entities[0], b.entities[0]]
  const byCode = a.code < b.code ? -1 : a.code > b.code ? 1 : 0
  const byKind = (x?.kind ?? '') < (y?.kind ?? '') ? -1 : (x?.kind ?? '') > (y?.kind ?? '') ? 1 : 0
  return byCode || byKind || compareIds(x?.id ?? '', y?.id ?? '')
}
