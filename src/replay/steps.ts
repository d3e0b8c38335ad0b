import type { Event } from '../event/event.ts'
import type { Where } from '../source/source.ts'
import type { Step } from './history.ts'
import { ILLEGAL, NOWHERE, type NumberedStep, type StepStore, seenStep } from './step-store.ts'

const KEPT = 50
/** How far back a line may lie that says the same again: a loop of a handful of lines folds into as many steps. */
const FOLD_REACH = 12

/** A history's steps: the first and the last of them, repeats folded, the rest counted. */
export class StepList {
  private first = NOWHERE
  private last = NOWHERE
  /** The first of those behind the first `KEPT`; from there on the oldest make room for new ones. */
  private tail = NOWHERE
  private added = 0
  private dropped = 0
  private good = NOWHERE
  /** The last good step, when its slot was given away since. */
  private lostGood: Step | null = null

  constructor(
    private readonly states: readonly string[],
    private readonly store: StepStore,
  ) {}

  /** Adds that a line showed the state in which the entity is. */
  addSame(state: number, event: Event): void {
    if (!this.countAgain(state, this.store.events.number(event.kind))) this.add(seenStep(state, state, event, 'normal'))
  }

  /** @returns the step's place among all that were added; -1 when it says the same again as one before and was counted there */
  add(step: NumberedStep): number {
    const { store } = this
    const event = store.events.number(step.event)
    if (step.from === step.to && this.countAgain(step.to, event)) return -1
    const slot = this.added < KEPT * 2 ? store.slot() : this.takeOldest()
    store.write(slot, step, event)
    store.before[slot] = this.last
    store.after[slot] = NOWHERE
    if (this.last === NOWHERE) this.first = slot
    else store.after[this.last] = slot
    this.last = slot
    if (this.added === KEPT) this.tail = slot
    if (step.course !== 'illegal') this.good = slot
    return this.added++
  }

  /** The last step that the model allows. */
  get lastGood(): Step | null {
    return this.good === NOWHERE ? this.lostGood : this.store.read(this.good, this.states)
  }

  /** Calls a step, by its place, a recovery; nothing when it is not kept any more. */
  excuse(place: number): void {
    const behind = place - Math.max(KEPT, this.added - KEPT)
    if (place < 0 || (place >= KEPT && behind < 0)) return
    let slot = place < KEPT ? this.first : this.tail
    for (let i = place < KEPT ? place : behind; i > 0; i--) slot = this.store.after[slot] as number
    this.store.recover(slot)
  }

  /** The steps on which a line put the entity last: those that were inferred, then its own; none when it was counted elsewhere. */
  endingAt({ source, line }: Where): Step[] {
    const steps: Step[] = []
    for (let slot = this.last; slot !== NOWHERE; slot = this.store.before[slot] as number) {
      const step = this.store.read(slot, this.states)
      const isOwn = step.where?.source === source && step.where.line === line
      if (steps.length === 0 ? !isOwn : step.course !== 'inferred') break
      steps.unshift(step)
    }
    return steps
  }

  /** All steps kept, with one of event `folded` for those between. */
  all(): Step[] {
    const steps: Step[] = []
    for (let slot = this.first; slot !== NOWHERE; slot = this.store.after[slot] as number) {
      const step = this.store.read(slot, this.states)
      if (slot === this.tail && this.dropped > 0) steps.push(this.gap(steps.at(-1) as Step, step))
      steps.push(step)
    }
    return steps
  }

  private gap(before: Step, after: Step): Step {
    return {
      time: null,
      from: before.to,
      to: after.from ?? before.to,
      event: 'folded',
      where: null,
      course: 'normal',
      count: this.dropped,
    }
  }

  /** Counts a step that said the same while the entity has not left the state since. */
  private countAgain(state: number, event: number): boolean {
    const { from, to, course, before, count, event: events } = this.store
    let slot = this.last
    for (let reach = FOLD_REACH; reach > 0 && slot !== NOWHERE; reach--) {
      if (to[slot] !== state) return false
      if (events[slot] === event && course[slot] !== ILLEGAL) {
        count[slot] = (count[slot] as number) + 1
        return true
      }
      if (from[slot] !== to[slot] || slot === this.tail) return false
      slot = before[slot] as number
    }
    return false
  }

  /** Takes the oldest step behind the first ones out of the list. */
  private takeOldest(): number {
    const { store, tail: slot } = this
    const before = store.before[slot] as number
    const after = store.after[slot] as number
    this.dropped += store.count[slot] as number
    if (slot === this.good) {
      this.lostGood = this.lastGood
      this.good = NOWHERE
    }
    store.after[before] = after
    store.before[after] = before
    this.tail = after
    return slot
  }
}
