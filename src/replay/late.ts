import type { Event } from '../event/event.ts'
import { ArrivalStore, REMEMBERED } from './arrival-store.ts'
import { type Circumstances, COST, NOBODY, type Paths } from './paths.ts'

/** A line that was given another place: the state it showed, and the one that follows it there. */
export interface Moved {
  readonly state: number
  readonly next: number
  readonly event: Event
}

const MOST_MOVED = 20
const NONE: readonly never[] = []
const CALM: Circumstances = { witnessed: false, reported: false, kind: '', evidence: NOBODY }

/**
 * The last few arrivals of an entity. Order between nodes is advice: a line that fits nowhere now may have been meant to stand
 * before lines of other nodes or sources, when their clocks differ by no more than the skew.
 */
export class LateLines {
  moved: readonly Moved[] = NONE
  /** Where the arrivals stand in the store; none before the first. */
  private block = -1
  private oldest = 0
  private count = 0

  constructor(
    private readonly paths: Paths,
    private readonly skewMs: number,
    private readonly store = new ArrivalStore(),
  ) {}

  /** A repetition by the same writer adds nothing: nothing of its own can be moved before what stands there already. */
  remember(from: number, to: number, event: Event): void {
    const { store } = this
    if (from === to && this.count > 0) {
      const last = this.slot(this.count - 1)
      if (store.to[last] === to && store.isBy(last, event)) return
    }
    if (this.block < 0) this.block = store.block()
    if (this.count === REMEMBERED) this.oldest++
    else this.count++
    store.write(this.slot(this.count - 1), from, to, event)
  }

  forget(): void {
    this.count = 0
    this.oldest = 0
  }

  /** @returns whether a line that shows one of the states fits before later ones */
  takes(states: readonly number[], event: Event): boolean {
    for (const state of states) {
      const next = this.fits(state, event)
      if (next === null) continue
      if (this.moved.length < MOST_MOVED) this.moved = [...this.moved, { state, next, event }]
      return true
    }
    return false
  }

  private fits(state: number, event: Event): number | null {
    const { from, to, ms } = this.store
    const now = event.time?.ms ?? Number.NaN
    for (let i = this.count - 1; i >= 0; i--) {
      const next = this.slot(i)
      if (this.store.isBy(next, event) || !(Math.abs(now - (ms[next] as number)) <= this.skewMs)) return null
      if (this.legal(from[next] as number, state) && this.legal(state, to[next] as number)) return to[next] as number
    }
    return null
  }

  private slot(i: number): number {
    return this.block + ((this.oldest + i) % REMEMBERED)
  }

  private legal(from: number, to: number): boolean {
    return this.paths.find(from, to, CALM).cost < COST.quirk
  }
}
