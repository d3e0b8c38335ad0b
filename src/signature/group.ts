import type { EntityRef } from '../event/event.ts'
import type { Where } from '../source/source.ts'
import { bitOf, type CompiledCondition, type CompiledSignature, wanted } from './compile.ts'
import type { Evidence, Finding } from './finding.ts'
import type { Hit, Sample } from './hit.ts'
import { type KinKey, kinKinds } from './kin-keys.ts'
import { gapOf, type NearMiss } from './near-miss.ts'
import { Track } from './track.ts'
import { watch } from './watch.ts'
import { type Ending, looksAt, type Watcher } from './watcher.ts'

const evidenceAtMost = 8

/** The hits of one signature that belong together: those of one entity and its kin. */
export class Group {
  readonly #watchers: readonly Watcher[]
  readonly #tracks = new Map<string, Track>()
  /** Keys of shared hits that belong here too; null for the hits of nobody. */
  readonly kin = new Set<KinKey | null>()
  /** Order up to which shared hits were fed. */
  fedUpTo = -1
  /** Fed since it was last asked whether it stands, or never asked. */
  #fresh = true
  #told = false
  /** Fed, after it was opened, since `wasFedAgain` was last asked. */
  fedAgain = false

  /** @param number place among the groups of the signature, in the order in which they were opened */
  constructor(
    private readonly compiled: CompiledSignature,
    readonly entity: EntityRef | null,
    readonly number: number,
  ) {
    this.#watchers = compiled.conditions.map(({ tree }) => watch(tree, (name) => bitOf(compiled, name)))
  }

  feed(hit: Hit): void {
    this.#fresh = true
    for (const watcher of this.#watchers) if (looksAt(watcher, hit)) watcher.see(hit)
    for (const name of hit.selections) this.record(name, hit)
  }

  wasFedAgain(): boolean {
    const fed = this.fedAgain
    this.fedAgain = false
    return fed
  }

  /** Keeps a hit as evidence without feeding the condition (for selections that have no moments). */
  record(name: string, hit: Hit): void {
    let track = this.#tracks.get(name)
    if (!track) this.#tracks.set(name, (track = new Track()))
    track.add(hit)
  }

  /** Whether a selection was met, for conditions that are asked at the end. */
  met(selection: string): boolean {
    return this.#tracks.has(selection)
  }

  /** @returns the finding of the first condition that holds, or null */
  conclude(ending: Ending): Finding | null {
    const held = this.compiled.conditions.find((_, i) => this.#watchers[i]!.holds(ending))
    return held ? this.#finding(held) : null
  }

  /** Whether it would come to a finding now. */
  holds(ending: Ending): boolean {
    return this.#watchers.some((watcher) => watcher.holds(ending))
  }

  /**
   * Once: the finding, as soon as it is certain to be among those of `conclude`, though perhaps with more confidence and more entities.
   * It names the group's own entity alone.
   */
  newlyStanding(): Finding | null {
    if (this.#told || !this.#fresh) return null
    this.#fresh = false
    const held = this.compiled.conditions.find((_, i) => this.#watchers[i]!.stands())
    if (!held) return null
    this.#told = true
    return { ...this.#finding(held), entities: this.entity ? [this.entity] : [] }
  }

  /** How near the group came to the first of its conditions; null where nothing of it was met. */
  nearMiss(): NearMiss | null {
    const gap = gapOf(this.compiled.conditions[0]!.tree, (name) => this.#tracks.has(name))
    return gap.met.length > 0 ? { signature: this.compiled.signature, entity: this.entity, gap } : null
  }

  #finding({ tree, confidence }: CompiledCondition): Finding {
    const { signature } = this.compiled
    const tracks = wanted(tree).flatMap((name) => {
      const track = this.#tracks.get(name)
      return track ? [{ name, track }] : []
    })
    const known = tracks.flatMap(({ track }) => [track.first, track.last]).filter((time) => time !== null)
    // A time without a zone may be hours off: where another line had one, only such lines count.
    const zoned = known.filter(({ zone }) => zone !== null)
    const times = (zoned.length ? zoned : known).sort((a, b) => a.ms - b.ms)
    return {
      code: signature.id,
      kind: 'signature',
      severity: signature.severity,
      confidence,
      entities: this.#entities(tracks.map(({ track }) => track)),
      nodes: [...new Set(tracks.flatMap(({ track }) => [...track.nodes]))].sort(),
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      count: tracks[0]?.track.count ?? 0,
      evidence: pickEvidence(tracks),
      signature,
      arguments: Object.assign({}, ...tracks.map(({ track }) => track.telling).reverse()),
      causedBy: [],
    }
  }

  /** The group's own entity first, then the kin that its hits named, jobs before tasks before subtasks. */
  #entities(tracks: readonly Track[]): readonly EntityRef[] {
    const isOwn = ({ kind, id }: EntityRef) => kind === this.entity?.kind && id === this.entity.id
    const kin = [...new Set(tracks.flatMap(({ ids }) => ids))].filter((ref) => !isOwn(ref))
    const others = kinKinds.flatMap((kind) => kin.filter((ref) => ref.kind === kind).sort((a, b) => compareIds(a.id, b.id)))
    return this.entity ? [this.entity, ...others] : others
  }
}

/** Numbers by value, whatever their length; other ids behind them, by text. */
export function compareIds(a: string, b: string): number {
  const numeric = /^\d+$/
  if (numeric.test(a) && numeric.test(b)) return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
  return a < b ? -1 : a > b ? 1 : 0
}

/** The first hit of each selection, then the last of each, then the second of each … until there are enough; in their order. */
function pickEvidence(tracks: readonly { readonly name: string; readonly track: Track }[]): readonly Evidence[] {
  const queues = tracks.map(({ name, track }) => {
    const [head, ...rest] = track.samples()
    const tail = rest.pop()
    return [head, tail, ...rest].flatMap((hit) => (hit?.where ? [{ hit, name, where: hit.where }] : []))
  })
  const picked = new Map<number, { readonly hit: Sample; readonly name: string; readonly where: Where }>()
  const longest = Math.max(0, ...queues.map(({ length }) => length))
  for (let i = 0; i < longest; i++) {
    for (const queue of queues) {
      const next = queue[i]
      if (next && picked.size < evidenceAtMost && !picked.has(next.hit.order)) picked.set(next.hit.order, next)
    }
  }
  return [...picked.values()]
    .sort((a, b) => a.hit.order - b.hit.order)
    .map(({ hit, name, where }) => ({ where, time: hit.instant, text: hit.text, role: name }))
}
