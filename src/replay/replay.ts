import type { Instant } from '../entry/entry.ts'
import type { Crash, EntityRef, Event } from '../event/event.ts'
import type { Message, Shows, Subject } from '../knowledge/contract.ts'
import type { Sighting } from './belief.ts'
import { bornAt } from './birth.ts'
import { Coverage, type CoverageView } from './coverage.ts'
import { Detectors } from './detect.ts'
import type { Detection } from './detection.ts'
import { Follower } from './follow.ts'
import type { Replayed } from './history.ts'
import { Invariants } from './invariant.ts'
import { judgeAll } from './judge.ts'
import { Kinship } from './kinship.ts'
import { compileMachine, type Machine, rowsByKind } from './machine.ts'
import { NO_NODE_KINDS, nodeKey } from './node-kinds.ts'
import { Nodes } from './nodes.ts'
import type { ReplayOptions } from './options.ts'
import { Paths } from './paths.ts'
import { type Claim, claimsOf } from './shown.ts'
import { type UnknownState, UnknownStates } from './unknown.ts'

/**
 * Replays events, in their order, over the machines and rules of the subjects.
 * Memory grows with the entities that the lines name, not with the lines.
 */
export class Replay {
  private readonly machines: ReadonlyMap<string, Machine>
  private readonly paths: ReadonlyMap<Machine, Paths>
  private readonly provers: ReadonlyMap<string, readonly Machine[]>
  private readonly followers = new Map<string, Follower>()
  /** What lives in the memory of each node's process. */
  private readonly held = new Map<string, Set<Follower>>()
  private readonly rows: ReadonlyMap<string, readonly Message[]>
  private readonly kinship: Kinship
  private readonly nodes: Nodes
  private readonly anew: ReadonlySet<string>
  private readonly invariants: Invariants
  private readonly detectors: Detectors | null
  private readonly lastSeen = new Map<string, Instant>()
  private readonly started = new Set<string>()
  private readonly unknown = new UnknownStates()
  private readonly noteShows: Readonly<Record<string, readonly Shows[]>>
  private readonly skewMs: number
  private readonly witnessMs: number
  private order = 0
  private witness: { readonly order: number; readonly time: Instant | null } | null = null

  constructor(subjects: readonly Subject[], options: ReplayOptions = {}) {
    const machines = subjects.map(compileMachine)
    this.machines = new Map(machines.map((machine) => [machine.name, machine]))
    this.paths = new Map(machines.map((machine) => [machine, new Paths(machine)]))
    this.provers = groupByKind(machines)
    this.rows = rowsByKind(subjects)
    this.noteShows = options.noteShows ?? {}
    this.skewMs = options.limits?.skewMs ?? 0
    this.witnessMs = options.limits?.witnessMs ?? 0
    this.kinship = new Kinship(subjects)
    this.nodes = new Nodes(options.nodeKinds ?? NO_NODE_KINDS)
    this.anew = new Set(options.nodeKinds?.anew)
    this.invariants = new Invariants(subjects, this.skewMs)
    this.detectors = options.limits === undefined ? null : new Detectors(options.limits.detect)
  }

  /** Takes in the next event of the merged order. */
  see(event: Event): void {
    this.order++
    const node = nodeKey(event)
    if (event.time !== null) this.lastSeen.set(node, event.time)
    this.kinship.see(event)
    const { turn, witness } = this.nodes.see(event)
    if (witness) this.witness = { order: this.order, time: event.time }
    if (turn === 'started') this.restart(node, event)
    else if (turn === 'ending') this.leave(node)
    if (this.anew.has(event.kind)) for (const follower of this.followers.values()) follower.expire()
    this.invariants.see(event)
    const changed = this.follow(event)
    this.detectors?.see(event, changed)
  }

  /** Takes in a crash at its place in the order. */
  crash(crash: Crash): void {
    this.nodes.crash(crash)
    if (!crash.endedProcess) return
    this.witness = { order: this.order, time: crash.time }
    this.leave(crash.node ?? `@${crash.where.source}`)
  }

  /** What the detectors found; complete once all events have been seen. */
  detections(): readonly Detection[] {
    return this.detectors?.close() ?? []
  }

  /** Values met in place of states; a new release of TiDB shows itself here. */
  unknownStates(): readonly UnknownState[] {
    return this.unknown.all()
  }

  /** Judges everything, now that it is known what the sources could have shown. */
  close(view: CoverageView): Replayed {
    const coverage = new Coverage(view, this.rows)
    return {
      histories: judgeAll([...this.followers.values()], coverage, this.kinship),
      breaches: this.invariants.close(coverage, (node) => this.lastSeen.get(node) ?? null),
      entities: this.kinship.records(),
      nodes: this.nodes.records(),
      versions: [...this.nodes.versions],
    }
  }

  /** @returns whether an entity changed its state */
  private follow(event: Event): boolean {
    const shows = event.row?.shows ?? this.noteShows[event.kind]
    const claims = shows === undefined ? [] : claimsOf(event, shows, this.machines)
    let changed = false
    for (const claim of claims) changed = this.claim(event, claim) || changed
    for (const machine of this.provers.get(event.kind) ?? []) {
      if (claims.some((claim) => claim.machine === machine)) continue
      const ref = refOf(event, machine)
      if (ref !== null) this.followers.get(this.keyOf(machine, ref, event))?.prove(event.kind)
    }
    return changed
  }

  private claim(event: Event, claim: Claim): boolean {
    const ref = refOf(event, claim.machine)
    const states = this.statesOf(claim)
    if (ref === null || states.length === 0) return false
    const follower = this.follower(claim.machine, ref, event)
    const { entity } = claim.machine.subject
    const doubtful = event.inferred.includes(entity) || (event.row === null && event.time === null)
    const sighting: Sighting = { when: claim.when, states, event, doubtful }
    const { changes, successors } = follower
    const born = bornAt(event, claim.machine.subject.born)
    if (follower.meet(born)) this.expireOlder(born as number)
    follower.see(sighting, this.witnessed(follower), this.order)
    if (follower.successors > successors) this.expire(ref, follower)
    return follower.changes > changes
  }

  /** Whose id was given anew shows that the cluster is another: what was only seen before is the old one's. */
  private expireOlder(born: number): void {
    for (const follower of this.followers.values()) if ((follower.seenTime?.ms ?? Number.NaN) < born * 1_000) follower.expire()
  }

  /** What else was known of an entity is not of the one that now has its id. */
  private expire({ kind, id }: EntityRef, but: Follower): void {
    for (const follower of this.followers.values())
      if (follower !== but && follower.entity.kind === kind && follower.entity.id === id) follower.expire()
  }

  private statesOf({ machine, states }: Claim): number[] {
    const known: number[] = []
    for (const name of states) {
      const state = machine.numbers.get(name)
      if (state === undefined) this.unknown.add(machine.name, name)
      else if (!known.includes(state)) known.push(state)
    }
    return known
  }

  private follower(machine: Machine, ref: EntityRef, event: Event): Follower {
    const key = this.keyOf(machine, ref, event)
    let follower = this.followers.get(key)
    if (follower === undefined) {
      follower = new Follower(machine, ref, this.paths.get(machine) as Paths, this.skewMs)
      this.followers.set(key, follower)
    }
    const { lives, scope } = machine.subject
    if (scope === 'node' || event.node !== null) follower.node = event.node
    if (lives === 'memory') {
      const node = nodeKey(event)
      const held = this.held.get(node) ?? new Set()
      this.held.set(node, held.add(follower))
      if (scope === 'node' && follower.seenAt < 0 && this.started.has(node)) follower.clear(event)
    }
    return follower
  }

  private keyOf(machine: Machine, ref: EntityRef, event: Event): string {
    return `${machine.name}\n${ref.id}${machine.subject.scope === 'node' ? `\n${nodeKey(event)}` : ''}`
  }

  /** Memory is void when its process begins anew; what another node has spoken of since is not this process's any more. */
  private restart(node: string, event: Event): void {
    this.started.add(node)
    for (const follower of this.held.get(node) ?? [])
      if (follower.machine.subject.scope === 'node' || follower.node === event.node) follower.clear(event)
    this.invariants.restart(node)
  }

  private leave(node: string): void {
    for (const follower of this.held.get(node) ?? []) follower.loosen()
    this.invariants.restart(node)
  }

  private witnessed(follower: Follower): boolean {
    if (this.witness === null) return false
    if (this.witness.order > follower.seenAt) return true
    return (follower.seenTime?.ms ?? Number.NaN) - (this.witness.time?.ms ?? Number.NaN) <= this.witnessMs
  }
}

function groupByKind(machines: readonly Machine[]): Map<string, Machine[]> {
  const byKind = new Map<string, Machine[]>()
  for (const machine of machines) for (const kind of machine.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), machine])
  return byKind
}

/** The machine's entity on a line; a node and its part in an election need no id of their own. */
function refOf(event: Event, machine: Machine): EntityRef | null {
  const kind = machine.subject.entity
  const id = event.ids[kind] ?? (event.entity?.kind === kind ? event.entity.id : undefined)
  if (id !== undefined) return { kind, id }
  return kind === 'node' || kind === 'owner' ? { kind, id: event.node ?? '' } : null
}
