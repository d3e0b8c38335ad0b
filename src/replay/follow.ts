import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import { type Assumed, advance, type Belief, type Sighting, seenStep } from './belief.ts'
import { beginsAt, best, certainlyAt, cheapest, hedge, legalFrom, resync, type Way } from './beliefs.ts'
import { Faults } from './fault.ts'
import { LateLines } from './late.ts'
import type { Edge, Machine } from './machine.ts'
import { type Circumstances, COST, type Paths } from './paths.ts'
import { StepList } from './steps.ts'

const MOST_ASSUMED = 60
const MOST_PENDING = 16
const NOBODY: ReadonlySet<string> = new Set()
const NONE: readonly never[] = []

/** One entity followed through one machine: every state that it may be in, with the cheapest explanation of each. */
export class Follower {
  readonly steps = new StepList()
  readonly assumed: Assumed[] = []
  readonly faults = new Faults()
  sightings = 0
  /** The state in which the log found the entity, when its beginning was not seen. */
  foundIn: number | null = null
  /** The node that last spoke of it. */
  node: string | null = null
  /** Counts the arrivals that changed the state. */
  changes = 0
  /** Counts the entities with the same id that came after the first. */
  successors = 0

  private beliefs: Belief[] = []
  private evidence = NOBODY as Set<string>
  private lastTime: Instant | null = null
  private lastOrder = -1
  /** True while all that is known comes from doubtful lines. */
  private provisional = false
  private expired = false
  private born: number | null = null
  readonly late: LateLines

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
    if (this.expired) this.end()
    if (this.provisional && !sighting.doubtful) this.restart()
    if (this.beliefs.length === 0) this.begin(sighting)
    else if (!this.arrive(sighting, witnessed)) return
    this.sightings++
    this.lastTime = event.time
    this.lastOrder = order
    this.evidence = NOBODY as Set<string>
    this.settle()
  }

  /** The next line may be of another entity with the same id: none of the old one's states binds it. */
  expire(): void {
    this.expired = true
  }

  /**
   * @param born when the entity that the next line is about was made, in seconds since 1970; null when it does not say
   * @returns whether it is another one than before
   */
  meet(born: number | null): boolean {
    if (born === null) return false
    const another = this.born !== null && this.born !== born
    if (another) this.expire()
    this.born = born
    return another
  }

  /** What doubtful lines alone told gives way to the first that is certain. */
  private restart(): void {
    this.beliefs = []
    this.provisional = false
    this.foundIn = null
    this.sightings = 0
  }

  /** The process that held the entity has gone: it does not exist any more, and that is no fault. */
  clear(event: Event): void {
    const { empty } = this.machine
    const now = best(this.beliefs)
    if (now !== null) this.adopt(now)
    if (now !== null && now.state !== empty) this.steps.add(seenStep(this.machine, now.state, empty, event, 'recovery'))
    this.beliefs = [{ state: empty, cost: 0, steps: NONE, assumed: NONE }]
    this.provisional = false
    this.late.forget()
  }

  /** The process that holds the entity is going: from now on it may be gone, or not yet. */
  loosen(): void {
    const now = best(this.beliefs)
    if (now === null || this.beliefs.some((belief) => belief.state === this.machine.empty)) return
    this.beliefs.push({ state: this.machine.empty, cost: now.cost + COST.unlogged, steps: now.steps, assumed: now.assumed })
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
    this.beliefs = states.map((state) => ({ state, cost: 0, steps: [seenStep(this.machine, 0, state, event, 'normal')], assumed: NONE }))
    if (states.length === 1) this.late.remember(0, states[0] as number, event)
  }

  /** @returns false when the line was set aside */
  private arrive(sighting: Sighting, witnessed: boolean): boolean {
    const { states, event, when, doubtful } = sighting
    if (certainlyAt(this.beliefs, states)) {
      const state = states[0] as number
      this.steps.add(seenStep(this.machine, state, state, event, 'normal'))
      this.late.remember(state, state, event)
      return true
    }
    const way: Circumstances = { witnessed, reported: when === 'after', kind: event.kind, evidence: this.evidence }
    const ways = states.map((state) => cheapest(this.beliefs, this.paths, state, way))
    const least = Math.min(...ways.map((it) => it.total))
    if (least >= (best(this.beliefs) as Belief).cost + COST.unwitnessed) return this.refuse(sighting, ways)
    const before = this.beliefs
    const legal = ways.filter((it) => it.total < least + COST.unwitnessed)
    this.beliefs = legal.map((it) => advance(this.machine, it.belief, it.path, way, event, this.seenTime))
    const changed = before.length !== 1 || this.beliefs.length !== 1 || before[0]?.state !== this.beliefs[0]?.state
    if (changed) this.changes++
    if (doubtful) this.beliefs = hedge(this.beliefs, before)
    if (this.beliefs.length === 1) this.late.remember(legal[0]?.belief.state as number, legal[0]?.state as number, event)
    return true
  }

  /** Nothing allowed leads to what the line shows. */
  private refuse(sighting: Sighting, ways: readonly Way[]): boolean {
    const { states, event, doubtful } = sighting
    if (doubtful) return false
    if (this.late.takes(states, event)) {
      this.sightings++
      return false
    }
    if (this.isSuccessor(states)) {
      this.successors++
      this.end()
      this.begin(sighting)
      return true
    }
    const nearest = ways.reduce((a, b) => (b.total < a.total ? b : a))
    this.blame(event, nearest.state, nearest.total === Number.POSITIVE_INFINITY ? [] : nearest.path.edges)
    return true
  }

  /** An id that begins again after its end is used a second time, in a cluster that was built anew; a time of birth tells it better. */
  private isSuccessor(states: readonly number[]): boolean {
    const { initial, final, subject } = this.machine
    return subject.born === undefined && states.every((state) => initial.has(state)) && this.beliefs.every(({ state }) => final.has(state))
  }

  private end(): void {
    const now = best(this.beliefs)
    if (now !== null) this.adopt(now)
    this.beliefs = []
    this.expired = false
    this.late.forget()
  }

  /** Records the fault and goes on from the observed state, while not forgetting that the line may have been the odd one out. */
  private blame(event: Event, observed: number, excuse: readonly Edge[]): void {
    const now = best(this.beliefs) as Belief
    this.adopt(now)
    const step = seenStep(this.machine, now.state, observed, event, 'illegal')
    const { lastGood } = this.steps
    this.faults.add({
      lastGood,
      from: now.state,
      observed,
      legal: legalFrom(this.machine, this.beliefs),
      event,
      step,
      excuse,
      since: this.seenTime,
    })
    this.steps.add(step)
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
    this.beliefs = [{ state: now.state, cost: 0, steps: NONE, assumed: NONE }]
  }

  private adopt(belief: Belief): void {
    for (const step of belief.steps) this.steps.add({ ...step })
    for (const assumed of belief.assumed) {
      const known = this.assumed.some((it) => it.edge === assumed.edge && it.source === assumed.source)
      if (!known && this.assumed.length < MOST_ASSUMED) this.assumed.push(assumed)
    }
  }
}
