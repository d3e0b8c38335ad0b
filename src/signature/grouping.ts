import type { EntityRef } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { EntityRecord } from '../replay/history.ts'
import type { CompiledSignature } from './compile.ts'
import type { Finding } from './finding.ts'
import { Group, kinKinds } from './group.ts'
import type { Hit } from './hit.ts'
import { Shared } from './shared.ts'

/** Kin of an entity in both directions: whatever it belongs to, and whatever belongs to it. */
export type Kin = (key: string) => ReadonlySet<string>

const groupsAtMost = 10_000
const everybody = ''

/**
 * Deals the hits of one signature to groups, one per entity of the signature's `per` kind.
 * A hit without such an id waits under its widest known id for groups of that kin (a task's line for the task's job), and
 * a hit without any id joins every group. Hits of a kin that shows only later are fed when it shows, after what came before.
 * Beyond 10,000 entities no new group is opened.
 */
export class Grouping {
  readonly #groups = new Map<string, Group>()
  readonly #shared = new Map<string, Shared>()
  #lastWaiting = -1
  constructor(readonly compiled: CompiledSignature) {}

  see(hit: Hit): void {
    const { per } = this.compiled.signature
    const id = per === null ? everybody : per === 'node' ? (hit.ids.node ?? hit.node ?? undefined) : hit.ids[per]
    if (id === undefined) {
      this.#wait(hit)
      return
    }
    const group = this.#group(per === null ? null : { kind: per, id })
    if (!group) return
    const known = group.kin.size
    for (const key of keysOf(hit.ids)) if (!group.kin.has(key)) group.kin.set(key, -1)
    if (group.kin.size > known || group.fedUpTo < this.#lastWaiting) this.#catchUp(group)
    group.feed(hit)
    group.fedUpTo = hit.order
  }

  /** Opens the group that a history speaks for; its selections are asked in the end. */
  meet(selection: string, hit: Hit): void {
    const { per } = this.compiled.signature
    const id = per === null ? everybody : hit.ids[per]
    if (id !== undefined) this.#group(per === null ? null : { kind: per, id })?.record(selection, hit)
  }

  /** @param lastTime see Ending */
  finish(kin: Kin, lastTime: (node: string | null) => number | null): readonly Finding[] {
    for (const group of this.#groups.values()) this.#join(group, kin)
    const lonely = this.#lonely(kin)
    const findings = [...this.#groups.values(), ...lonely].flatMap((group) => {
      this.#catchUp(group)
      return group.conclude({ lastTime, history: (selection) => group.met(selection) }) ?? []
    })
    if (findings.length || !this.#shared.has(everybody)) return findings
    const nobody = new Group(this.compiled, null)
    nobody.kin.set(everybody, -1)
    this.#catchUp(nobody)
    return [nobody.conclude({ lastTime, history: () => false }) ?? []].flat()
  }

  #group(entity: EntityRef | null): Group | null {
    const key = entity ? `${entity.kind}:${entity.id}` : everybody
    const known = this.#groups.get(key)
    if (known || this.#groups.size >= groupsAtMost) return known ?? null
    const group = new Group(this.compiled, entity)
    if (key !== everybody) group.kin.set(everybody, -1)
    this.#groups.set(key, group)
    return group
  }

  #wait(hit: Hit): void {
    const key = keysOf(hit.ids)[0] ?? everybody
    let shared = this.#shared.get(key)
    if (!shared) {
      if (this.#shared.size >= groupsAtMost) return
      this.#shared.set(key, (shared = new Shared()))
    }
    shared.push(hit)
    this.#lastWaiting = hit.order
  }

  #join(group: Group, kin: Kin): void {
    if (!group.entity) return
    for (const key of kin(`${group.entity.kind}:${group.entity.id}`)) if (!group.kin.has(key)) group.kin.set(key, -1)
  }

  /** Groups for hits whose kin of the wanted kind never showed: they are about what is known of them, the widest first. */
  #lonely(kin: Kin): readonly Group[] {
    const taken = new Set([...this.#groups.values()].flatMap((group) => [...group.kin.keys()]))
    const lonely: Group[] = []
    for (const kind of kinKinds) {
      for (const key of [...this.#shared.keys()].filter((key) => key.startsWith(`${kind}:`)).sort()) {
        if (taken.has(key)) continue
        const group = new Group(this.compiled, { kind, id: key.slice(kind.length + 1) })
        group.kin.set(everybody, -1)
        group.kin.set(key, -1)
        this.#join(group, kin)
        for (const related of group.kin.keys()) if (related !== everybody) taken.add(related)
        lonely.push(group)
      }
    }
    return lonely
  }

  /** Feeds what waited for this group since it was last fed, in the order in which it was seen. */
  #catchUp(group: Group): void {
    const late: Hit[] = []
    for (const [key, order] of group.kin) {
      const waiting = this.#shared.get(key)?.after(order) ?? []
      if (!waiting.length) continue
      late.push(...waiting)
      group.kin.set(key, waiting.at(-1)!.order)
    }
    late.sort((a, b) => a.order - b.order)
    for (const hit of late) group.feed(hit)
  }
}

function keysOf(ids: Hit['ids']): readonly string[] {
  return kinKinds.flatMap((kind) => (ids[kind] === undefined ? [] : [`${kind}:${ids[kind]}`]))
}

/** Kin as the replay knows it. */
export function kinOf(entities: readonly EntityRecord[]): Kin {
  const above = new Map<string, Set<string>>()
  const below = new Map<string, Set<string>>()
  const link = (from: Map<string, Set<string>>, key: string, to: string) => {
    const known = from.get(key)
    if (known) known.add(to)
    else from.set(key, new Set([to]))
  }
  for (const { ref, kin } of entities) {
    const key = `${ref.kind}:${ref.id}`
    for (const kind of kinKinds) {
      const id = kin[kind as EntityKind]
      if (id === undefined || kind === ref.kind) continue
      link(above, key, `${kind}:${id}`)
      link(below, `${kind}:${id}`, key)
    }
  }
  return (key) => new Set([...reach(above, key), ...reach(below, key)])
}

function reach(links: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const found = new Set<string>()
  const queue = [from]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const next of links.get(key) ?? []) {
      if (found.has(next)) continue
      found.add(next)
      queue.push(next)
    }
  }
  return found
}
