import type { Crash, Event } from '../event/event.ts'
import type { Message, Subject } from '../knowledge/contract.ts'
import { arrivalOf, type Standing } from './arrival.ts'
import type { Sighting } from './belief.ts'
import { Births } from './birth.ts'
import { Clocks } from './clocks.ts'
import { Coverage, type CoverageView } from './coverage.ts'
import { Detectors } from './detect.ts'
import type { Detection } from './detection.ts'
import { Entities } from './entities.ts'
import type { EraSense } from './era.ts'
import { Expiry } from './expiry.ts'
import { Followers } from './followers.ts'
import type { Replayed } from './history.ts'
import { Invariants } from './invariant.ts'
import { judgeAll } from './judge.ts'
import { Kinship } from './kinship.ts'
import { type Machine, machineOf, rowsByKind } from './machine.ts'
import { NO_NODE_KINDS, nodeKey, versionTold } from './node-kinds.ts'
import { Nodes } from './nodes.ts'
import type { ReplayOptions } from './options.ts'
import { type Plan, Plans } from './plans.ts'
import { type Process, Processes } from './processes.ts'
import { type Claim, idOf, statesShown } from './shown.ts'
import { speechOf } from './speech.ts'
import { Surroundings } from './surroundings.ts'
import { toldOnce } from './told-once.ts'
import { type UnknownState, UnknownStates } from './unknown.ts'
import { Witness } from './witness.ts'

/**
 * Replays events, in their order, over the machines and rules of the subjects.
 * Memory grows with the entities that the lines name, not with the lines.
 */
export class Replay {
  private readonly plans: Plans
  private readonly entities: Entities
  private readonly processes = new Processes()
  private readonly followers: Followers
  private readonly births = new Births()
  private readonly expiry = new Expiry()
  private readonly rows: ReadonlyMap<string, readonly Message[]>
  private readonly kinship: Kinship
  private readonly nodes: Nodes
  private readonly invariants: Invariants
  private readonly detectors: Detectors | null
  private readonly clocks: Clocks
  private readonly surroundings: Surroundings | null
  private found: readonly Detection[] = []
  private coverage: Coverage | null = null
  private readonly unknown = new UnknownStates()
  private readonly noteUnknown = (machine: string, value: string): void => this.unknown.add(machine, value)
  private readonly witness: Witness
  private readonly onArrival: ReplayOptions['onArrival']
  /** Which claims of the row at hand its line made. */
  private readonly said: boolean[] = []
  /** Rises with every event, and with every state that one shows. */
  private order = 0

  constructor(subjects: readonly Subject[], options: ReplayOptions = {}) {
    const machines = subjects.map(machineOf)
    this.rows = rowsByKind(subjects)
    this.entities = new Entities((kind) => speechOf(kind, subjects))
    this.followers = new Followers(machines, this.rows, this.entities, this.processes, options.limits?.skewMs ?? 0)
    this.onArrival = options.onArrival
    this.witness = new Witness(options.limits?.witnessMs ?? 0)
    this.kinship = new Kinship(this.entities)
    this.clocks = new Clocks(options.causalPairs ?? [])
    this.nodes = new Nodes(options.nodeKinds ?? NO_NODE_KINDS)
    this.invariants = new Invariants(subjects, options.limits?.skewMs ?? 0, options.regular)
    this.detectors = options.limits === undefined ? null : new Detectors(options.limits.detect, this.entities)
    this.surroundings = options.limits === undefined ? null : new Surroundings(options.limits.detect)
    this.plans = new Plans(machines, options.noteShows ?? {}, {
      tellsOf: (kind) => this.nodes.tellsOf(kind),
      rulesOf: (kind) => this.invariants.rulesOf(kind),
      habitOf: (kind) => this.detectors?.habitOf(kind) ?? null,
      pairsOf: (kind) => this.clocks.partsOf(kind),
    })
  }

  /** Whether lines of a row that show no state mean anything even without an id. */
  minds({ kind }: Message): boolean {
    const { provers, tells, habit } = this.plans.ofKind(kind)
    const told =
      tells.starts || tells.shutsDown || tells.ends || tells.anew || tells.perhapsAnew || tells.witness || tells.versions.length > 0
    return (
      told ||
      tells.owner !== null ||
      this.invariants.minds(kind) ||
      this.surroundings?.minds(kind) === true ||
      provers.length + (habit?.proofs.length ?? 0) > 0
    )
  }

  /** Takes in the next event of the merged order. */
  see(event: Event): void {
    this.order++
    const plan = this.plans.of(event)
    const process = this.processes.of(event)
    if (event.time !== null) process.lastSeen = event.time
    this.kinship.see(event)
    if (plan.pairs !== null) this.clocks.see(event, plan.pairs)
    const { turn, witness } = this.nodes.see(event, plan.tells)
    if (witness) this.witness.note(this.order, event.time)
    this.surroundings?.see(event, process.key, turn, plan.tells.owner, witness)
    if (turn === 'started') process.restart(event)
    else if (turn === 'ending') process.leave()
    if (turn !== null) this.invariants.restart(process.key)
    tellEra(process.era, event, plan)
    if (plan.tells.anew) this.expiry.all(this.order)
    if (plan.tells.anew || (plan.tells.perhapsAnew && event.node === null)) this.invariants.anew()
    this.invariants.see(event, process.era.span, plan.rules)
    const changed = this.follow(event, process, plan)
    if (plan.habit !== null) this.detectors?.see(event, changed, plan.habit)
  }

  /** Takes in a crash at its place in the order. */
  crash(crash: Crash): void {
    this.nodes.crash(crash)
    if (!crash.endedProcess) return
    this.witness.note(this.order, crash.time)
    const process = this.processes.named(nodeKey(crash))
    process.leave()
    this.surroundings?.crash(crash, process.key)
    this.invariants.restart(process.key)
  }

  /** In which states the entity of a line may be by now. */
  standing(event: Event): readonly Standing[] {
    return event.entity === null ? [] : this.followers.standing(event.entity, this.processes.of(event))
  }

  /** What the detectors found; complete once the replay was closed. */
  detections(): readonly Detection[] {
    return [...(this.detectors?.close(this.coverage) ?? []), ...this.found]
  }

  /** Values met in place of states; a new release of TiDB shows itself here. */
  unknownStates(): readonly UnknownState[] {
    return this.unknown.all()
  }

  /** Judges everything, now that it is known what the sources could have shown. */
  close(view: CoverageView): Replayed {
    const coverage = (this.coverage = new Coverage(view, this.rows))
    const entities = this.kinship.records()
    const apartMs = this.clocks.widestMs()
    const histories = judgeAll(this.followers.all, coverage, this.kinship, apartMs)
    const breaches = this.invariants.close(coverage, (node) => this.processes.lastSeen(node), apartMs)
    this.found = this.surroundings?.close(histories, entities, coverage) ?? []
    return {
      histories,
      breaches: toldOnce(breaches, histories),
      entities,
      nodes: this.nodes.records(this.clocks.records()),
      versions: [...this.nodes.versions],
      troubles: this.detectors?.troubles.all() ?? [],
    }
  }

  /** @returns whether an entity changed its state */
  private follow(event: Event, process: Process, { claims, provers }: Plan): boolean {
    let changed = false
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i] as Claim
      const states = statesShown(claim, event, process.era.span, this.noteUnknown)
      this.said[i] = states !== null
      if (states !== null && states.length > 0 && this.claim(event, process, claim, states)) changed = true
    }
    for (const machine of provers)
      if (!claims.some((claim, i) => claim.machine === machine && this.said[i])) this.prove(machine, event, process)
    return changed
  }

  private claim(event: Event, process: Process, { machine, when }: Claim, states: readonly number[]): boolean {
    const id = idOf(event, machine)
    if (id === null) return false
    this.order++
    const follower = this.followers.of(machine, id, process)
    const { entity, lives, scope, born: birth } = machine.subject
    if (scope === 'node' || event.node !== null) follower.node = event.node
    if (lives === 'memory') process.hold(follower)
    if (follower.seenAt < 0 && lives === 'memory' && scope === 'node' && process.hasStarted) follower.clear(event)
    const doubtful = event.inferred.includes(entity) || (event.row === null && event.time === null)
    const { changes, successors } = follower
    if (this.expiry.covers(follower)) follower.expire()
    const born = this.births.at(event, birth)
    if (follower.meet(born)) this.expiry.before((born as number) * 1_000, this.order)
    const sighting: Sighting = { when, states, event, doubtful, era: process.era.span }
    follower.see(sighting, this.witness.touches(follower), this.order)
    this.onArrival?.(arrivalOf(follower, event))
    if (follower.successors > successors) this.followers.expireOthers(follower)
    return follower.changes > changes
  }

  private prove(machine: Machine, event: Event, process: Process): void {
    const id = idOf(event, machine)
    if (id !== null) this.followers.find(machine, id, process)?.prove(event.kind)
  }
}

/** What a line tells of the TiDB that printed it. */
function tellEra(era: EraSense, event: Event, { tells, era: printed }: Plan): void {
  const version = tells.versions.length === 0 ? null : versionTold(event, tells.versions)
  if (version !== null) era.tell(version)
  if (printed !== null && event.row !== null) era.hear(event.row.text, printed)
}
