import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { Where } from '../source/source.ts'
import { larger } from './arrival-store.ts'
import type { Step } from './history.ts'
import type { Edge } from './machine.ts'
import { Names } from './names.ts'

export type StepCourse = Step['course']

/** A step in numbers: its states by the machine's count (0: none), everything else as the line gave it. */
export interface NumberedStep {
  readonly time: Instant | null
  readonly from: number
  readonly to: number
  readonly event: string
  readonly where: Where | null
  readonly course: StepCourse
}

export function seenStep(from: number, to: number, event: Event, course: NumberedStep['course']): NumberedStep {
  return { time: event.time, from, to, event: event.kind, where: event.where, course }
}

export function inferredStep({ from, to }: Edge): NumberedStep {
  return { time: null, from, to, event: 'inferred', where: null, course: 'inferred' }
}

export const NOWHERE = -1
const NO_ZONE = -32_768
const COURSES: readonly StepCourse[] = ['normal', 'recovery', 'quirk', 'inferred', 'illegal']
export const ILLEGAL = COURSES.indexOf('illegal')
const FIRST_SIZE = 256

/** The steps of all histories of a replay, as columns of numbers in lists that are tied by slot: a tenth of what objects would take. */
export class StepStore {
  from = new Uint16Array(FIRST_SIZE)
  to = new Uint16Array(FIRST_SIZE)
  course = new Uint8Array(FIRST_SIZE)
  count = new Uint32Array(FIRST_SIZE)
  event = new Int32Array(FIRST_SIZE)
  before = new Int32Array(FIRST_SIZE)
  after = new Int32Array(FIRST_SIZE)
  readonly events = new Names()
  private readonly sources = new Names()
  private time = new Float64Array(FIRST_SIZE)
  private zone = new Int16Array(FIRST_SIZE)
  private source = new Int32Array(FIRST_SIZE)
  private line = new Float64Array(FIRST_SIZE)
  private used = 0

  /** A slot that nothing stands in yet. */
  slot(): number {
    if (this.used === this.to.length) this.grow()
    return this.used++
  }

  write(slot: number, step: NumberedStep, event: number): void {
    const { time, where } = step
    this.from[slot] = step.from
    this.to[slot] = step.to
    this.course[slot] = COURSES.indexOf(step.course)
    this.count[slot] = 1
    this.event[slot] = event
    this.time[slot] = time === null ? Number.NaN : time.ms
    this.zone[slot] = time?.zone ?? NO_ZONE
    this.source[slot] = where === null ? NOWHERE : this.sources.number(where.source)
    this.line[slot] = where === null ? 0 : where.line
  }

  recover(slot: number): void {
    this.course[slot] = COURSES.indexOf('recovery')
  }

  /** @param states names of the machine's states; state 0 is told as null where the step leaves it */
  read(slot: number, states: readonly string[]): Step {
    const from = this.from[slot] as number
    const ms = this.time[slot] as number
    const zone = this.zone[slot] as number
    const source = this.source[slot] as number
    return {
      time: Number.isNaN(ms) ? null : { ms, zone: zone === NO_ZONE ? null : zone },
      from: from === 0 ? null : (states[from] as string),
      to: states[this.to[slot] as number] as string,
      event: this.events.text(this.event[slot] as number),
      where: source === NOWHERE ? null : { source: this.sources.text(source), line: this.line[slot] as number },
      course: COURSES[this.course[slot] as number] as StepCourse,
      count: this.count[slot] as number,
    }
  }

  private grow(): void {
    const size = this.used * 2
    this.from = larger(this.from, new Uint16Array(size))
    this.to = larger(this.to, new Uint16Array(size))
    this.course = larger(this.course, new Uint8Array(size))
    this.count = larger(this.count, new Uint32Array(size))
    this.event = larger(this.event, new Int32Array(size))
    this.before = larger(this.before, new Int32Array(size))
    this.after = larger(this.after, new Int32Array(size))
    this.time = larger(this.time, new Float64Array(size))
    this.zone = larger(this.zone, new Int16Array(size))
    this.source = larger(this.source, new Int32Array(size))
    this.line = larger(this.line, new Float64Array(size))
  }
}
