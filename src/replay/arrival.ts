import type { EntityRef, Event } from '../event/event.ts'
import type { Follower } from './follow.ts'
import type { Step } from './history.ts'
import type { Machine } from './machine.ts'

/** What one line did to one entity in one machine. */
export interface Arrival extends Standing {
  readonly entity: EntityRef
  /** The likeliest way to where the line shows it: steps that no line showed, then the line's own. Empty when it says the same again, or was set aside. */
  readonly steps: readonly Taken[]
}

/** In which states an entity may be by now, in one machine. */
export interface Standing {
  readonly machine: string
  /** Likeliest first. */
  readonly states: readonly string[]
}

export interface Taken extends Pick<Step, 'from' | 'to' | 'course'> {
  /** Whether TiDB prints a line for such a step: if so, an inferred one lacks its line. */
  readonly logged: boolean
}

/** @param event the line that the follower took in last */
export function arrivalOf(follower: Follower, event: Event): Arrival {
  const { machine, entity, states } = follower
  const steps = newestSteps(follower, event).filter(({ from, to }) => from !== to)
  return { machine: machine.name, entity, steps: steps.map((step) => ({ ...step, logged: isLogged(machine, step) })), states }
}

/** A step is certain and written down, or pending with what it follows from. */
function newestSteps({ pending, steps, machine }: Follower, { where }: Event): readonly Omit<Taken, 'logged'>[] {
  if (pending.length === 0) return steps.endingAt(where).map(({ from, to, course }) => ({ from, to, course }))
  if (pending.at(-1)?.where !== where) return []
  const before = pending.findLastIndex((step, i) => i < pending.length - 1 && step.course !== 'inferred')
  const name = (state: number): string => machine.states[state] as string
  return pending.slice(before + 1).map(({ from, to, course }) => ({ from: from === 0 ? null : name(from), to: name(to), course }))
}

function isLogged({ numbers, leaving }: Machine, { from, to }: Omit<Taken, 'logged'>): boolean {
  const edges = leaving[from === null ? 0 : (numbers.get(from) as number)] ?? []
  return edges.some((edge) => edge.to === numbers.get(to) && edge.logged)
}
