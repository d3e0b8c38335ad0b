import type { EntityRef } from '../event/event.ts'
import type { CompiledSignature } from './compile.ts'
import type { Finding } from './finding.ts'
import { Group } from './group.ts'
import type { Hit } from './hit.ts'
import type { Kin } from './kin.ts'
import { type KinKey, type KinKeys, kinKinds } from './kin-keys.ts'
import type { NearMiss } from './near-miss.ts'
import { Waiting } from './waiting.ts'
import type { Ending } from './watcher.ts'

/** Groups of one signature: jobs that nothing is said of any more make room for new ones. */
const groupsAtMost = 4_000
/** Groups that are looked at for one to make room. */
const triedAtMost = 32
const everybody = ''
const none: readonly never[] = []

/**
 * Deals the hits of one signature to groups, one per entity of the signature's `per` kind.
 * A hit without such an id waits under its widest known id for groups of that kin (a task's line for the task's job), and
 * a hit without any id joins every group. Hits of a kin that shows only later are fed when it shows, after what came before.
 * Of very many entities those that come to nothing as they stand, and that nothing was said of for the longest time, are forgotten.
 */
export class Grouping {
  readonly #groups = new Map<string, Group>()
  readonly #waiting: Waiting
  /** Selections that are met for every group. */
  readonly #everywhere = new Set<string>()
  /** Selections that are only asked when all has been read. */
  readonly #late: ReadonlySet<string>
  #opened = 0

  /** @param lastTime see Ending */
  constructor(
    readonly compiled: CompiledSignature,
    private readonly keys: KinKeys,
    private readonly lastTime: Ending['lastTime'],
  ) {
    this.#waiting = new Waiting(compiled)
    this.#late = new Set(compiled.probes.filter(({ on }) => on !== 'line' && on !== 'crash').map(({ name }) => name))
  }

  see(hit: Hit): void {
    const { per } = this.compiled.signature
    const id = per === null ? everybody : per === 'node' ? (hit.ids.node ?? hit.node ?? undefined) : hit.ids[per]
    if (id === undefined) {
      this.#waiting.push(hit)
      return
    }
    const known = this.#groups.get(id)
    const group = known ?? this.#open(id)
    if (!group) return
    const joined = this.#joined(group, hit)
    if (!this.#waiting.isEmpty) this.#catchUp(group, known ? joined : [...group.kin])
    group.feed(hit)
    group.fedUpTo = hit.order
    if (known) known.fedAgain = true
  }

  /** Opens the group that a history speaks for; its selections are asked in the end. */
  meet(selection: string, hit: Hit): void {
    const { per } = this.compiled.signature
    const id = per === null ? everybody : hit.ids[per]
    if (id !== undefined) (this.#groups.get(id) ?? this.#open(id))?.record(selection, hit)
  }

  /** Says of a selection that is about the whole cluster that it is met. */
  know(selection: string): void {
    this.#everywhere.add(selection)
  }

  /** Findings that came to stand since this was last asked; those of hits that still wait for their kin are not among them. */
  newlyStanding(): readonly Finding[] {
    return this.#inOrder().flatMap((group) => group.newlyStanding() ?? none)
  }

  finish(kin: Kin): readonly Finding[] {
    const { lastTime } = this
    if (!this.#waiting.isEmpty) for (const group of this.#groups.values()) this.#join(group, kin)
    const lonely = this.#lonely(kin)
    const findings = [...this.#inOrder(), ...lonely].flatMap(
      (group) => group.conclude({ lastTime, history: (selection) => this.#everywhere.has(selection) || group.met(selection) }) ?? none,
    )
    if (findings.length || !this.#waiting.has(null)) return findings
    const nobody = new Group(this.compiled, null, 0)
    this.#catchUp(nobody, [null])
    return [nobody.conclude({ lastTime, history: (selection) => this.#everywhere.has(selection) }) ?? none].flat()
  }

  /** Groups that came near without a finding, once all is seen. */
  nearMisses(): readonly NearMiss[] {
    return this.#inOrder().flatMap((group) => group.nearMiss() ?? none)
  }

  #inOrder(): readonly Group[] {
    return [...this.#groups.values()].sort((a, b) => a.number - b.number)
  }

  #open(id: string): Group | null {
    const { per } = this.compiled.signature
    if (this.#groups.size >= groupsAtMost && !this.#makeRoom()) return null
    const group = new Group(this.compiled, per === null ? null : { kind: per, id }, this.#opened++)
    if (per !== null) group.kin.add(null)
    this.#groups.set(id, group)
    return group
  }

  /** Forgets a group. @returns false when none could be spared */
  #makeRoom(): boolean {
    const spared: { recent?: string; hopeful?: string } = {}
    let tried = 0
    for (const [id, group] of this.#groups) {
      if (tried++ === triedAtMost) break
      const isRecent = group.wasFedAgain()
      if (!isRecent && !this.#comesTo(group, true)) return this.#groups.delete(id)
      if (!this.#comesTo(group, false)) spared[isRecent ? 'recent' : 'hopeful'] ??= id
      // Its turn comes again after all others.
      this.#groups.delete(id)
      this.#groups.set(id, group)
    }
    const least = spared.hopeful ?? spared.recent
    return least !== undefined && this.#groups.delete(least)
  }

  /** Whether a group, as it stands, comes to a finding. @param hoping that whatever is asked in the end will be met */
  #comesTo(group: Group, hoping: boolean): boolean {
    const { lastTime } = this
    const history = (selection: string): boolean => (hoping && this.#late.has(selection)) || group.met(selection)
    return group.holds({ lastTime, history })
  }

  /** Adds the keys of a hit to the group. @returns those that are new */
  #joined(group: Group, hit: Hit): readonly KinKey[] {
    let joined: KinKey[] | null = null
    for (const key of hit.keys) {
      if (group.kin.has(key)) continue
      group.kin.add(key)
      joined ??= []
      joined.push(key)
    }
    return joined ?? none
  }

  /** Adds the kin that the replay knows, and feeds all that waited and was not fed yet. */
  #join(group: Group, kin: Kin): void {
    const joined: (KinKey | null)[] = group.fedUpTo < 0 ? [...group.kin] : []
    for (const ref of group.entity ? kin(group.entity) : none) {
      const key = this.keys.key(ref.kind, ref.id)
      if (key === null || group.kin.has(key)) continue
      group.kin.add(key)
      joined.push(key)
    }
    this.#catchUp(group, joined)
  }

  /** Groups for hits whose kin of the wanted kind never showed: they are about what is known of them, the widest first. */
  #lonely(kin: Kin): readonly Group[] {
    if (this.#waiting.isEmpty) return none
    const taken = new Set<KinKey | null>()
    for (const group of this.#groups.values()) for (const key of group.kin) taken.add(key)
    const keys = this.#waiting.keys()
    const lonely: Group[] = []
    for (const kind of kinKinds) {
      for (const key of keys.filter((it) => it.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1))) {
        if (taken.has(key)) continue
        const entity: EntityRef = { kind, id: key.id }
        const group = new Group(this.compiled, entity, this.#opened++)
        group.kin.add(null).add(key)
        this.#join(group, kin)
        for (const related of group.kin) if (related !== null) taken.add(related)
        lonely.push(group)
      }
    }
    return lonely
  }

  /** Feeds what waited for this group since it was last fed, in the order in which it was seen. @param joined keys of which nothing was fed */
  #catchUp(group: Group, joined: readonly (KinKey | null)[]): void {
    for (const hit of this.#waiting.for(group.kin, joined, group.fedUpTo)) group.feed(hit)
  }
}
