import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { EraSpan } from '../knowledge/eras.ts'
import type { Assumed } from './assumed.ts'
import type { Edge } from './machine.ts'
import { type Circumstances, type Path, proven } from './paths.ts'
import { inferredStep, type NumberedStep, seenStep } from './step-store.ts'

/** A line that shows which state an entity is in: one state, or several of which it is one. */
export interface Sighting {
  readonly when: 'before' | 'after' | 'at'
  readonly states: readonly number[]
  readonly event: Event
  /** True when the line may be another entity's, or may stand at the wrong place: it can be taken back, and never accuses. */
  readonly doubtful: boolean
  /** What TiDB the line may be of; any, where nothing is known. */
  readonly era?: EraSpan | undefined
}

/** One state that the entity may be in, what believing so costs, and the steps on the way that are not certain yet. */
export interface Belief {
  readonly state: number
  readonly cost: number
  readonly steps: readonly NumberedStep[]
  readonly assumed: readonly Assumed[]
}

const NONE: readonly never[] = []

const SURE: (readonly Belief[])[] = []

/** What it is to know in which state an entity is, all steps written down: one list for all entities. */
export function certainly(state: number): readonly Belief[] {
  return (SURE[state] ??= [{ state, cost: 0, steps: NONE, assumed: NONE }])
}

/** Follows a belief along a path to where a line shows the entity. */
export function advance(belief: Belief, path: Path, way: Circumstances, event: Event, since: Instant | null): Belief {
  const last = path.edges.at(-1)
  const steps: NumberedStep[] = [...belief.steps]
  const assumed: Assumed[] = [...belief.assumed]
  for (const edge of path.edges) {
    if (edge === last) break
    steps.push(inferredStep(edge))
    if (isAssumed(edge, way)) assumed.push({ edge, from: since, to: event.time, source: event.where.source })
  }
  const from = last?.from ?? belief.state
  const to = last?.to ?? belief.state
  steps.push(seenStep(from, to, event, last?.course ?? 'normal'))
  return { state: to, cost: belief.cost + path.cost, steps, assumed }
}

/** Whether taking a row that no line showed is an assumption: a line should have, and nothing else speaks for it. */
export function isAssumed(edge: Edge, way: Circumstances): boolean {
  return edge.logged && !(edge.course === 'recovery' && way.witnessed) && !proven(edge, way.evidence)
}
