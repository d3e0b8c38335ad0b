import type { Event } from '../event/event.ts'
import { type Circumstances, COST, type Paths } from './paths.ts'

interface Arrival {
  readonly from: number
  readonly to: number
  readonly source: string
  readonly node: string | null
  readonly ms: number
}

const REMEMBERED = 8
const MOST_MOVED = 20
const CALM: Circumstances = { witnessed: false, reported: false, kind: '', evidence: new Set() }

/**
 * The last few arrivals of an entity. Order between nodes is advice: a line that fits nowhere now may have been meant to stand
 * before lines of other nodes or sources, when their clocks differ by no more than the skew.
 */
export class LateLines {
  /** The lines that were given another place: the state they showed, the one that follows it there. */
  readonly moved: { readonly state: number; readonly next: number; readonly event: Event }[] = []
  private readonly arrivals: Arrival[] = []

  constructor(
    private readonly paths: Paths,
    private readonly skewMs: number,
  ) {}

  /** A repetition by the same writer adds nothing: nothing of its own can be moved before what stands there already. */
  remember(from: number, to: number, event: Event): void {
    const last = this.arrivals.at(-1)
    if (from === to && last?.to === to && last.source === event.where.source && last.node === event.node) return
    this.arrivals.push({ from, to, source: event.where.source, node: event.node, ms: event.time?.ms ?? Number.NaN })
    if (this.arrivals.length > REMEMBERED) this.arrivals.shift()
  }

  forget(): void {
    this.arrivals.length = 0
  }

  /** @returns whether a line that shows one of the states fits before later ones */
  takes(states: readonly number[], event: Event): boolean {
    for (const state of states) {
      const next = this.fits(state, event)
      if (next === null) continue
      if (this.moved.length < MOST_MOVED) this.moved.push({ state, next, event })
      return true
    }
    return false
  }

  private fits(state: number, event: Event): number | null {
    const ms = event.time?.ms ?? Number.NaN
    for (let i = this.arrivals.length - 1; i >= 0; i--) {
      const next = this.arrivals[i] as Arrival
      if ((next.source === event.where.source && next.node === event.node) || !(Math.abs(ms - next.ms) <= this.skewMs)) return null
      if (this.legal(next.from, state) && this.legal(state, next.to)) return next.to
    }
    return null
  }

  private legal(from: number, to: number): boolean {
    return this.paths.find(from, to, CALM).cost < COST.quirk
  }
}
