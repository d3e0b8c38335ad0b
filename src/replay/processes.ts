import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import { EraSense } from './era.ts'
import type { Follower } from './follow.ts'
import type { Machine } from './machine.ts'
import { nodeKey } from './node-kinds.ts'

/** What one node's process holds in its memory. */
export class Process {
  /** Time of the last line that had one. */
  lastSeen: Instant | null = null
  readonly era = new EraSense()
  private started = false
  /** Held since the process last began to go, or began at all. */
  private readonly fresh = new Set<Follower>()
  /** Those of before: they may be gone already. */
  private readonly going = new Set<Follower>()
  private readonly followers = new Map<Machine, Map<string, Follower>>()

  /** @param key see nodeKey */
  constructor(readonly key: string) {}

  /** True once a line told that the process began: what is first seen after that did not exist before. */
  get hasStarted(): boolean {
    return this.started
  }

  /** The follower of an entity that lives here alone. */
  find(machine: Machine, id: string): Follower | undefined {
    return this.followers.get(machine)?.get(id)
  }

  put(follower: Follower): void {
    const known = this.followers.get(follower.machine)
    if (known === undefined) this.followers.set(follower.machine, new Map([[follower.entity.id, follower]]))
    else known.set(follower.entity.id, follower)
  }

  hold(follower: Follower): void {
    if (follower.heldBy === this) return
    follower.heldBy = this
    this.fresh.add(follower)
  }

  /** Memory is void when its process begins anew; what another node has spoken of since is not this process's any more. */
  restart(event: Event): void {
    this.started = true
    // Lines without a node may be of several processes.
    if (event.node !== null) this.era.reset()
    for (const follower of this.fresh) this.going.add(follower)
    for (const follower of this.going) {
      if (follower.heldBy === this) follower.heldBy = null
      if (follower.machine.subject.scope === 'node' || follower.node === event.node) follower.clear(event)
    }
    this.going.clear()
    this.fresh.clear()
  }

  /** The process is going: from now on what it holds may be gone, or not yet. */
  leave(): void {
    for (const follower of this.fresh) {
      if (follower.heldBy === this) follower.heldBy = null
      follower.loosen()
      this.going.add(follower)
    }
    this.fresh.clear()
  }
}

/** The processes by the node that printed a line, or by its source where it names none. */
export class Processes {
  private readonly byKey = new Map<string, Process>()
  private last: Process | null = null
  private lastNode: string | null = null
  private lastSource = ''

  of(event: Event): Process {
    const { node } = event
    const { source } = event.where
    if (this.last !== null && node === this.lastNode && (node !== null || source === this.lastSource)) return this.last
    this.lastNode = node
    this.lastSource = source
    return (this.last = this.named(nodeKey(event)))
  }

  named(key: string): Process {
    let process = this.byKey.get(key)
    if (process === undefined) this.byKey.set(key, (process = new Process(key)))
    return process
  }

  all(): Iterable<Process> {
    return this.byKey.values()
  }

  lastSeen(key: string): Instant | null {
    return this.byKey.get(key)?.lastSeen ?? null
  }
}
