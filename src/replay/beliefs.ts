import type { Belief } from './belief.ts'
import type { Machine } from './machine.ts'
import { type Circumstances, COST, type Path, type Paths } from './paths.ts'

/** The cheapest way to a state from what is believed. */
export interface Way {
  readonly state: number
  readonly belief: Belief
  readonly path: Path
  readonly total: number
}

/**
 * True when a log that first shows an entity in one of these states has seen its beginning: it is a state to begin in, or one that
 * this very line says is entered from there.
 */
export function beginsAt(machine: Machine, states: readonly number[], kind: string): boolean {
  for (const state of states) {
    if (machine.initial.has(state)) return true
    for (const edge of machine.beginnings) if (edge.to === state && edge.by.has(kind)) return true
  }
  return false
}

/** An id that begins again after its end is used a second time, in a cluster that was built anew; a time of birth tells it better. */
export function beginsAgain({ initial, final, subject }: Machine, beliefs: readonly Belief[], states: readonly number[]): boolean {
  return subject.born === undefined && states.every((state) => initial.has(state)) && beliefs.every(({ state }) => final.has(state))
}

/** True when it is certain where the entity is, all steps are written down, and a line says the same. */
export function certainlyAt(beliefs: readonly Belief[], states: readonly number[]): boolean {
  const only = beliefs[0] as Belief
  return beliefs.length === 1 && states.length === 1 && states[0] === only.state && only.steps.length === 0
}

export function best(beliefs: readonly Belief[]): Belief | null {
  return beliefs.length === 0 ? null : beliefs.reduce((a, b) => (b.cost < a.cost ? b : a))
}

export function cheapest(beliefs: readonly Belief[], paths: Paths, state: number, way: Circumstances): Way {
  let found: Way | null = null
  for (const belief of beliefs) {
    const path = paths.find(belief.state, state, way)
    const total = belief.cost + path.cost
    if (found === null || total < found.total) found = { state, belief, path, total }
  }
  return found as Way
}

/** Keeps what was believed before a doubtful line beside what it tells, at a price. */
export function hedge(after: readonly Belief[], before: readonly Belief[]): Belief[] {
  const beliefs = [...after]
  for (const belief of before) {
    const cost = belief.cost + COST.doubt
    const rival = beliefs.findIndex((it) => it.state === belief.state)
    if (rival < 0) beliefs.push({ ...belief, cost })
    else if (cost < (beliefs[rival] as Belief).cost) beliefs[rival] = { ...belief, cost }
  }
  return beliefs
}

/** What is believed, and that the entity may be in one state more, at a price over the best explanation. */
export function withState(beliefs: readonly Belief[], state: number, price: number): readonly Belief[] {
  const now = best(beliefs)
  if (now === null || beliefs.some((belief) => belief.state === state)) return beliefs
  return [...beliefs, { ...now, state, cost: now.cost + price }]
}

/** After a fault: the entity is where the line shows it, unless the line was the odd one out. */
export function resync(before: readonly Belief[], observed: number): Belief[] {
  const least = best(before)?.cost ?? 0
  const others = before.filter((belief) => belief.state !== observed)
  return [
    { state: observed, cost: 0, steps: [], assumed: [] },
    ...others.map(({ state, cost }) => ({ state, cost: cost - least + COST.doubt, steps: [], assumed: [] })),
  ]
}

/** Names of the states that one row leads to from where the entity may be. */
export function legalFrom(machine: Machine, beliefs: readonly Belief[]): string[] {
  const next = beliefs.flatMap((belief) => machine.leaving[belief.state] ?? [])
  return [...new Set(next.map((edge) => machine.states[edge.to] as string))].sort()
}
