import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import { type Assumed, advance, type Belief, type Sighting, seenStep } from './belief.ts'
import { Faults } from './fault.ts'
import { LateLines } from './late.ts'
import type { Edge, Machine } from './machine.ts'
import { type Circumstances, COST, type Path, type Paths } from './paths.ts'
import { StepList } from './steps.ts'

/** The cheapest way to a state from what is believed. */
interface Way {
  readonly state: number
  readonly belief: Belief
  readonly path: Path
  readonly total: number
}

const MOST_MOVED = 20
const MOST_ASSUMED = 60
const MOST_PENDING = 16
const NOBODY: ReadonlySet<string> = new Set()
const NONE: readonly never[] = []

/** One entity followed through one machine: every state that it may be in, with the cheapest explanation of each. */
export class Follower {
  readonly steps = new StepList()
  readonly assumed: Assumed[] = []
  readonly faults = new Faults()
  /** Lines whose place in the order had to be given up, by the state they showed and the one that follows it. */
  readonly moved: { readonly state: number; readonly next: number; readonly event: Event }[] = []
  sightings = 0
  /** The state in which the log found the entity, when its beginning was not seen. */
  foundIn: number | null = null
  /** The node that last spoke of it. */
  node: string | null = null
  /** Counts the arrivals that changed the state. */
  changes = 0

  private beliefs: Belief[] = []
  private evidence = NOBODY as Set<string>
  private lastTime: Instant | null = null
  private lastOrder = -1
  private readonly late: LateLines

  constructor(
    readonly machine: Machine,
    readonly entity: EntityRef,
    private readonly paths: Paths,
    skewMs: number,
  ) {
    this.late = new LateLines(paths, skewMs)
  }

  /** Place of the last sighting in the order of all events; -1 before the first. */
  get seenAt(): number {
    return this.lastOrder
  }

  get seenTime(): Instant | null {
    return this.lastTime
  }

  /** The states that it may be in, likeliest first. */
  get states(): string[] {
    return [...this.beliefs]
      .sort((a, b) => a.cost - b.cost || a.state - b.state)
      .map((belief) => this.machine.states[belief.state] as string)
  }

  /** Takes in a line that shows no state but proves a row. */
  prove(kind: string): void {
    if (this.beliefs.length === 0) return
    if (this.evidence === NOBODY) this.evidence = new Set()
    this.evidence.add(kind)
  }

  /**
   * Takes in a line that shows a state.
   * @param witnessed whether an owner change, a node's loss or a process start was seen since the sighting before, or shortly before that
   * @param order the line's place in the order of all events
   */
  see(sighting: Sighting, witnessed: boolean, order: number): void {
    const { event } = sighting
    if (this.beliefs.length === 0) this.begin(sighting)
    else if (!this.arrive(sighting, witnessed)) return
    this.sightings++
    this.lastTime = event.time
    this.lastOrder = order
    this.evidence = NOBODY as Set<string>
    this.settle()
  }

  /** The process that held the entity has gone: it does not exist any more, and that is no fault. */
  clear(event: Event): void {
    const { empty } = this.machine
    const now = this.best()
    if (now !== null) this.adopt(now)
    if (now !== null && now.state !== empty) this.steps.add(seenStep(this.machine, now.state, empty, event, 'recovery'))
    this.beliefs = [{ state: empty, cost: 0, steps: NONE, assumed: NONE }]
    this.late.forget()
  }

  /** The process that holds the entity is going: from now on it may be gone, or not yet. */
  loosen(): void {
    const now = this.best()
    if (now === null || this.beliefs.some((belief) => belief.state === this.machine.empty)) return
    this.beliefs.push({ state: this.machine.empty, cost: now.cost + COST.unlogged, steps: now.steps, assumed: now.assumed })
  }

  /** Makes the likeliest explanation the history. */
  close(): void {
    const now = this.best()
    if (now === null) return
    this.adopt(now)
    this.beliefs = this.beliefs.map((belief) => ({ ...belief, steps: NONE, assumed: NONE }))
  }

  /** The log finds an entity where it is; it has seen the beginning when the state is one to begin in, or is entered from there by this line. */
  private begin({ states, event }: Sighting): void {
    const { machine } = this
    const [first] = states
    const origins = [0, ...machine.initial].flatMap((origin) => machine.leaving[origin] ?? [])
    const begun = states.some((state) => machine.initial.has(state) || origins.some((edge) => edge.to === state && edge.by.has(event.kind)))
    if (first !== undefined && !begun) this.foundIn = first
    this.beliefs = states.map((state) => ({ state, cost: 0, steps: [seenStep(machine, 0, state, event, 'normal')], assumed: NONE }))
  }

  /** @returns false when the line was set aside */
  private arrive(sighting: Sighting, witnessed: boolean): boolean {
    const { states, event, when, doubtful } = sighting
    if (this.stays(states)) {
      const state = states[0] as number
      this.steps.add(seenStep(this.machine, state, state, event, 'normal'))
      this.late.remember(state, state, event)
      return true
    }
    const way: Circumstances = { witnessed, reported: when === 'after', kind: event.kind, evidence: this.evidence }
    const ways = states.map((state) => this.cheapest(state, way))
    const least = Math.min(...ways.map((it) => it.total))
    if (least >= this.leastCost() + COST.unwitnessed) return this.refuse(sighting, ways)
    const before = this.beliefs
    const legal = ways.filter((it) => it.total < least + COST.unwitnessed)
    this.beliefs = legal.map((it) => advance(this.machine, it.belief, it.path, way, event, this.seenTime))
    const changed = before.length !== 1 || this.beliefs.length !== 1 || before[0]?.state !== this.beliefs[0]?.state
    if (changed) this.changes++
    if (doubtful) this.hedge(before)
    if (this.beliefs.length === 1) this.late.remember(legal[0]?.belief.state as number, legal[0]?.state as number, event)
    return true
  }

  /** True when it is certain where the entity is and the line says the same. */
  private stays(states: readonly number[]): boolean {
    const only = this.beliefs[0] as Belief
    return this.beliefs.length === 1 && states.length === 1 && states[0] === only.state && only.steps.length === 0
  }

  private cheapest(state: number, way: Circumstances): Way {
    let best: Way | null = null
    for (const belief of this.beliefs) {
      const path = this.paths.find(belief.state, state, way)
      const total = belief.cost + path.cost
      if (best === null || total < best.total) best = { state, belief, path, total }
    }
    return best as Way
  }

  /** Nothing allowed leads to what the line shows. */
  private refuse(sighting: Sighting, ways: readonly Way[]): boolean {
    const { states, event, doubtful } = sighting
    if (doubtful) return false
    for (const state of states) {
      const next = this.late.fits(state, event)
      if (next === null) continue
      if (this.moved.length < MOST_MOVED) this.moved.push({ state, next, event })
      this.sightings++
      return false
    }
    const nearest = ways.reduce((a, b) => (b.total < a.total ? b : a))
    this.blame(event, nearest.state, nearest.total === Number.POSITIVE_INFINITY ? [] : nearest.path.edges)
    return true
  }

  /** Records the fault and goes on from the observed state, while not forgetting that the line may have been the odd one out. */
  private blame(event: Event, observed: number, excuse: readonly Edge[]): void {
    const now = this.best() as Belief
    this.adopt(now)
    const step = seenStep(this.machine, now.state, observed, event, 'illegal')
    const { lastGood } = this.steps
    this.faults.add({ lastGood, from: now.state, observed, legal: this.legalNow(), event, step, excuse, since: this.seenTime })
    this.steps.add(step)
    this.changes++
    const least = this.leastCost()
    const others = this.beliefs.filter((belief) => belief.state !== observed)
    this.beliefs = [
      { state: observed, cost: 0, steps: NONE, assumed: NONE },
      ...others.map(({ state, cost }) => ({ state, cost: cost - least + COST.doubt, steps: NONE, assumed: NONE })),
    ]
    this.late.forget()
  }

  private legalNow(): string[] {
    const next = this.beliefs.flatMap((belief) => this.machine.leaving[belief.state] ?? [])
    return [...new Set(next.map((edge) => this.machine.states[edge.to] as string))].sort()
  }

  /** Keeps what was believed before a doubtful line, at a price. */
  private hedge(before: readonly Belief[]): void {
    for (const belief of before) {
      const cost = belief.cost + COST.doubt
      const rival = this.beliefs.findIndex((it) => it.state === belief.state)
      if (rival < 0) this.beliefs.push({ ...belief, cost })
      else if (cost < (this.beliefs[rival] as Belief).cost) this.beliefs[rival] = { ...belief, cost }
    }
  }

  /** Writes down what is certain: all of it when one belief is left, the likeliest when the uncertain grows too long. */
  private settle(): void {
    if (this.beliefs.length === 1 && (this.beliefs[0] as Belief).steps.length === 0) return
    const now = this.best() as Belief
    const keep = this.beliefs.filter((belief) => belief.cost < now.cost + COST.unwitnessed)
    if (keep.length > 1 && now.steps.length <= MOST_PENDING) {
      this.beliefs = keep.map((belief) => ({ ...belief, cost: belief.cost - now.cost }))
      return
    }
    this.adopt(now)
    this.beliefs = [{ state: now.state, cost: 0, steps: NONE, assumed: NONE }]
  }

  private adopt(belief: Belief): void {
    for (const step of belief.steps) this.steps.add({ ...step })
    for (const assumed of belief.assumed) {
      const known = this.assumed.some((it) => it.edge === assumed.edge && it.source === assumed.source)
      if (!known && this.assumed.length < MOST_ASSUMED) this.assumed.push(assumed)
    }
  }

  private leastCost(): number {
    return Math.min(...this.beliefs.map((belief) => belief.cost))
  }

  private best(): Belief | null {
    return this.beliefs.length === 0 ? null : this.beliefs.reduce((a, b) => (b.cost < a.cost ? b : a))
  }
}
