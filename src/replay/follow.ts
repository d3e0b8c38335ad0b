import type { Event } from '../event/event.ts'
import { Account } from './account.ts'
import { advance, type Belief, certainly, isAssumed, type Sighting } from './belief.ts'
import { beginsAgain, beginsAt, best, certainlyAt, cheapest, hedge, legalFrom, resync, type Way, withState } from './beliefs.ts'
import type { Edge, Machine } from './machine.ts'
import { type Circumstances, COST, NOBODY } from './paths.ts'
import { inferredStep, type NumberedStep, seenStep } from './step-store.ts'

const MOST_PENDING = 16
const NONE: readonly never[] = []

/** One entity followed through one machine: every state that it may be in, with the cheapest explanation of each. */
export class Follower extends Account {
  /** Never changed, always replaced: what is certain is shared. */
  private beliefs: readonly Belief[] = NONE
  private evidence = NOBODY
  /** True while all that is known comes from doubtful lines. */
  private provisional = false

  /** The states that it may be in, likeliest first. */
  get states(): string[] {
    return [...this.beliefs]
      .sort((a, b) => a.cost - b.cost || a.state - b.state)
      .map((belief) => this.machine.states[belief.state] as string)
  }

  /** The steps of the likeliest explanation that are not certain yet. */
  get pending(): readonly NumberedStep[] {
    return best(this.beliefs)?.steps ?? NONE
  }

  /** Takes in a line that shows no state but proves a row. */
  prove(kind: string): void {
    if (this.beliefs.length > 0) this.evidence = this.paths.with(this.evidence, kind)
  }

  /**
   * Takes in a line that shows a state.
   * @param witnessed whether an owner change, a node's loss or a process start was seen since the sighting before, or shortly before that
   * @param order the line's place in the order of all events
   */
  see(sighting: Sighting, witnessed: boolean, order: number): void {
    if (this.expired) this.end()
    if (this.provisional && !sighting.doubtful) this.restart()
    if (this.beliefs.length === 0) this.begin(sighting)
    else if (!this.arrive(sighting, witnessed)) return
    this.sightings++
    this.seenTime = sighting.event.time
    this.seenAt = order
    this.evidence = this.announced(sighting)
    this.settle()
  }

  /** A line that is printed in a state while a step out of it is taken proves that step for what comes next. */
  private announced({ when, event: { kind } }: Sighting): ReadonlySet<string> {
    return when === 'at' && this.machine.kinds.has(kind) ? this.paths.with(NOBODY, kind) : NOBODY
  }

  /** What doubtful lines alone told gives way to the first that is certain. */
  private restart(): void {
    this.beliefs = NONE
    this.provisional = false
    this.foundIn = null
    this.sightings = 0
  }

  /** The process that held the entity has gone: it does not exist any more, and that is no fault. */
  clear(event: Event): void {
    const { empty } = this.machine
    const now = best(this.beliefs)
    if (now !== null) {
      this.adopt(now)
      if (now.state !== empty) this.steps.add(seenStep(now.state, empty, event, 'recovery'))
    }
    this.beliefs = certainly(empty)
    this.provisional = false
    this.late.forget()
  }

  /** The process that holds the entity is going: from now on it may be gone, or not yet. */
  loosen(): void {
    this.beliefs = withState(this.beliefs, this.machine.empty, COST.unlogged)
  }

  /** Makes the likeliest explanation the history. */
  close(): void {
    const now = best(this.beliefs)
    if (now === null) return
    this.adopt(now)
    this.beliefs = this.beliefs.map((belief) => ({ ...belief, steps: NONE, assumed: NONE }))
  }

  private begin({ states, event, doubtful }: Sighting): void {
    this.provisional = doubtful
    if (!beginsAt(this.machine, states, event.kind)) this.foundIn = states[0] ?? null
    this.beliefs = states.map((state) => ({ state, cost: 0, steps: [seenStep(0, state, event, 'normal')], assumed: NONE }))
    if (states.length === 1) this.late.remember(0, states[0] as number, event)
  }

  /** @returns false when the line was set aside */
  private arrive(sighting: Sighting, witnessed: boolean): boolean {
    const { states, event, when, doubtful, era } = sighting
    if (certainlyAt(this.beliefs, states)) {
      const state = states[0] as number
      this.steps.addSame(state, event)
      this.late.remember(state, state, event)
      return true
    }
    const way: Circumstances = { witnessed, reported: when === 'after', kind: event.kind, evidence: this.evidence, era }
    if (states.length === 1 && !doubtful && this.step(states[0] as number, way, event)) return true
    const ways = states.map((state) => cheapest(this.beliefs, this.paths, state, way))
    const legal = ways.filter(({ path }) => path.cost < COST.unwitnessed)
    if (legal.length === 0) return this.refuse(sighting, ways)
    const before = this.beliefs
    this.beliefs = legal.map((it) => advance(it.belief, it.path, way, event, this.seenTime))
    const changed = before.length !== 1 || this.beliefs.length !== 1 || before[0]?.state !== this.beliefs[0]?.state
    if (changed) this.changes++
    if (doubtful) this.beliefs = hedge(this.beliefs, before)
    if (this.beliefs.length === 1) this.late.remember(legal[0]?.belief.state as number, legal[0]?.state as number, event)
    return true
  }

  /** The usual step, from where the entity certainly is by the one way that is allowed: written down as it is walked. */
  private step(to: number, way: Circumstances, event: Event): boolean {
    const only = this.beliefs[0] as Belief
    if (this.beliefs.length > 1 || only.steps.length > 0 || this.provisional) return false
    const { edges, cost } = this.paths.find(only.state, to, way)
    if (cost >= COST.unwitnessed) return false
    const last = edges.length - 1
    for (let i = 0; i < last; i++) {
      const edge = edges[i] as Edge
      this.steps.add(inferredStep(edge))
      if (isAssumed(edge, way)) this.assumptions.add({ edge, from: this.seenTime, to: event.time, source: event.where.source })
    }
    const arriving = edges[last] as Edge
    this.steps.add(seenStep(arriving.from, to, event, arriving.course))
    this.beliefs = certainly(to)
    this.changes++
    this.late.remember(only.state, to, event)
    return true
  }

  /** Nothing allowed leads to what the line shows. */
  private refuse(sighting: Sighting, ways: readonly Way[]): boolean {
    const { states, event, doubtful, era } = sighting
    if (doubtful) return false
    if (this.late.takes(states, event)) {
      this.sightings++
      return false
    }
    if (beginsAgain(this.machine, this.beliefs, states)) {
      this.successors++
      this.end()
      this.begin(sighting)
      return true
    }
    const nearest = ways.reduce((a, b) => (b.total < a.total ? b : a))
    const excuse = nearest.total === Number.POSITIVE_INFINITY ? [] : nearest.path.edges
    this.blame(event, nearest.state, excuse, this.paths.machineOf(era))
    return true
  }

  private end(): void {
    const now = best(this.beliefs)
    if (now !== null) this.adopt(now)
    this.beliefs = NONE
    this.expired = false
    this.late.forget()
  }

  /** Records the fault and goes on from the observed state, while not forgetting that the line may have been the odd one out. */
  private blame(event: Event, observed: number, excuse: readonly Edge[], machine: Machine): void {
    const now = best(this.beliefs) as Belief
    this.adopt(now)
    const { lastGood } = this.steps
    const step = this.steps.add(seenStep(now.state, observed, event, 'illegal'))
    this.faults.add({
      lastGood,
      from: now.state,
      observed,
      legal: legalFrom(machine, this.beliefs),
      event,
      step,
      excuse,
      since: this.seenTime,
    })
    this.changes++
    this.beliefs = resync(this.beliefs, observed)
    this.late.forget()
  }

  /** Writes down what is certain: all of it when one belief is left, the likeliest when the uncertain grows too long. */
  private settle(): void {
    if (this.beliefs.length === 1 && (this.beliefs[0] as Belief).steps.length === 0) return
    const now = best(this.beliefs) as Belief
    const keep = this.beliefs.filter((belief) => belief.cost < now.cost + COST.unwitnessed)
    if ((keep.length > 1 || this.provisional) && now.steps.length <= MOST_PENDING) {
      this.beliefs = keep.map((belief) => ({ ...belief, cost: belief.cost - now.cost }))
      return
    }
    this.provisional = false
    this.adopt(now)
    this.beliefs = certainly(now.state)
  }

  private adopt({ steps, assumed }: Belief): void {
    for (const step of steps) this.steps.add(step)
    for (const it of assumed) this.assumptions.add(it)
  }
}
