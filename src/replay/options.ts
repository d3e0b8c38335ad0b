import type { Shows } from '../knowledge/contract.ts'
import type { CausalPair } from '../knowledge/rules.ts'
import type { Arrival } from './arrival.ts'
import type { DetectLimits } from './detection.ts'
import type { RegularLines } from './invariant/wholeness.ts'
import type { NodeKinds } from './node-kinds.ts'

/** Everything beside the subjects that the tables say and the engine must not know by itself. */
export interface ReplayOptions {
  /** What notes show, by event kind (`note.job`). */
  readonly noteShows?: Readonly<Record<string, readonly Shows[]>>
  readonly nodeKinds?: NodeKinds
  readonly limits?: ReplayLimits
  readonly regular?: RegularLines
  readonly causalPairs?: readonly CausalPair[]
  /** Told of every line that shows a state, once it was taken in. */
  readonly onArrival?: ((arrival: Arrival) => void) | undefined
}

export interface ReplayLimits {
  /** How far the clocks of two nodes may differ, in milliseconds. */
  readonly skewMs: number
  /** How long after an owner change or a node's loss its consequences may still come, in milliseconds. */
  readonly witnessMs: number
  readonly detect: DetectLimits
}
