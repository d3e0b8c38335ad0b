import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { Step } from './history.ts'
import type { Edge } from './machine.ts'

/** A fault as it was met: judged at the end, when it is known what the logs could have shown. */
export interface Fault {
  readonly lastGood: Step | null
  readonly from: number
  readonly observed: number
  readonly legal: readonly string[]
  readonly event: Event
  /** Place of its step among those of the history. */
  readonly step: number
  /** Rows that would explain it if an owner change or a node's loss went unseen; empty when nothing would. */
  readonly excuse: readonly Edge[]
  readonly since: Instant | null
}

const MOST = 20
const NONE: readonly never[] = []

/** The faults of one history: the first of each sort, a few sorts. */
export class Faults {
  all: readonly Fault[] = NONE

  add(fault: Fault): void {
    const known = this.all.some((it) => it.from === fault.from && it.observed === fault.observed)
    if (!known && this.all.length < MOST) this.all = [...this.all, fault]
  }
}
