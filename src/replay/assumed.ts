import type { Instant } from '../entry/entry.ts'
import type { Edge } from './machine.ts'

/** A row that had to be assumed, with the stretch of the log in which its line is missing. */
export interface Assumed {
  readonly edge: Edge
  readonly from: Instant | null
  readonly to: Instant | null
  readonly source: string
}

const MOST = 60
const NONE: readonly never[] = []

/** What one history assumes: each row once per source. */
export class Assumptions {
  all: readonly Assumed[] = NONE

  add(assumed: Assumed): void {
    const known = this.all.some((it) => it.edge === assumed.edge && it.source === assumed.source)
    if (!known && this.all.length < MOST) this.all = [...this.all, assumed]
  }
}
