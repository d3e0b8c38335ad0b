import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { Edge } from './machine.ts'
import type { OpenStep } from './steps.ts'

/** A fault as it was met: judged at the end, when it is known what the logs could have shown. */
export interface Fault {
  readonly lastGood: OpenStep | null
  readonly from: number
  readonly observed: number
  readonly legal: readonly string[]
  readonly event: Event
  readonly step: OpenStep
  /** Rows that would explain it if an owner change or a node's loss went unseen; empty when nothing would. */
  readonly excuse: readonly Edge[]
  readonly since: Instant | null
}

const MOST = 20

/** The faults of one history: the first of each sort, a few sorts. */
export class Faults {
  readonly all: Fault[] = []

  add(fault: Fault): void {
    const known = this.all.some((it) => it.from === fault.from && it.observed === fault.observed)
    if (!known && this.all.length < MOST) this.all.push(fault)
  }
}
