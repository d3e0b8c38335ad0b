import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { Edge, Machine } from './machine.ts'
import { type Circumstances, type Path, proven } from './paths.ts'
import type { OpenStep } from './steps.ts'

/** A line that shows which state an entity is in: one state, or several of which it is one. */
export interface Sighting {
  readonly when: 'before' | 'after' | 'at'
  readonly states: readonly number[]
  readonly event: Event
  /** True when the line may be another entity's, or may stand at the wrong place: it can be taken back, and never accuses. */
  readonly doubtful: boolean
}

/** A row that had to be assumed, with the stretch of the log in which its line is missing. */
export interface Assumed {
  readonly edge: Edge
  readonly from: Instant | null
  readonly to: Instant | null
  readonly source: string
}

/** One state that the entity may be in, what believing so costs, and the steps on the way that are not certain yet. */
export interface Belief {
  readonly state: number
  readonly cost: number
  readonly steps: readonly OpenStep[]
  readonly assumed: readonly Assumed[]
}

/** Follows a belief along a path to where a line shows the entity. */
export function advance(machine: Machine, belief: Belief, path: Path, way: Circumstances, event: Event, since: Instant | null): Belief {
  const last = path.edges.at(-1)
  const steps: OpenStep[] = [...belief.steps]
  const assumed: Assumed[] = [...belief.assumed]
  for (const edge of path.edges) {
    if (edge === last) break
    steps.push(inferredStep(machine, edge))
    if (edge.logged && !(edge.course === 'recovery' && way.witnessed) && !proven(edge, way.evidence))
      assumed.push({ edge, from: since, to: event.time, source: event.where.source })
  }
  const from = last?.from ?? belief.state
  const to = last?.to ?? belief.state
  steps.push(seenStep(machine, from, to, event, last?.course ?? 'normal'))
  return { state: to, cost: belief.cost + path.cost, steps, assumed }
}

export function seenStep(machine: Machine, from: number, to: number, event: Event, course: OpenStep['course']): OpenStep {
  return {
    time: event.time,
    from: from === 0 ? null : (machine.states[from] as string),
    to: machine.states[to] as string,
    event: event.kind,
    where: event.where,
    course,
    count: 1,
  }
}

function inferredStep(machine: Machine, edge: Edge): OpenStep {
  return {
    time: null,
    from: edge.from === 0 ? null : (machine.states[edge.from] as string),
    to: machine.states[edge.to] as string,
    event: 'inferred',
    where: null,
    course: 'inferred',
    count: 1,
  }
}
