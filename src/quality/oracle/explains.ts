import type { Line } from '../../simulate/cluster/line.ts'
import { alone, jobMoves, type Moves, taskMoves } from './moves.ts'

/** Moves with everything that is within reach of each joint state, however many lines on the way were lost. */
interface Course {
  readonly moves: Moves
  readonly reach: readonly ReadonlySet<number>[]
}

function courseOf(moves: Moves): Course {
  const numbers = new Map(moves.states.map((state, i) => [state.join('|'), i]))
  const next = moves.states.map(() => [] as number[])
  for (const [from, to] of moves.steps) next[numbers.get(from.join('|'))!]!.push(numbers.get(to.join('|'))!)
  const reach = moves.states.map((_, start) => {
    const met = new Set([start])
    for (const state of met) for (const to of next[state]!) met.add(to)
    return met
  })
  return { moves, reach }
}

const JOB = courseOf(jobMoves())
const TASKS = [courseOf(taskMoves('backfill')), courseOf(taskMoves('ImportInto'))]
const single = new Map<string, Course>()

/** Machines whose states are looked at together. */
export const TOGETHER: readonly (readonly string[])[] = [
  ['job', 'schema-state'],
  ['task', 'task-step'],
]

/** What one line shows of an entity: a state per machine, before, at or after its step. */
interface Shown {
  readonly line: Line
  /** In the order in which they held; several states of one machine in one line are several. */
  readonly states: readonly Readonly<Record<string, string>>[]
}

/**
 * Whether what shows an entity can have come about by steps that the model allows, when any line may have been lost and the clocks of two
 * nodes may differ. Tries every order of the lines in which those of one node keep theirs, and every state that the entity may have been
 * in; knows nothing of the engine's code.
 * @param machines those of one entity that are looked at together
 * @param lines those that show it, by time
 */
export function explains(machines: readonly string[], id: string, node: string | null, lines: readonly Line[], skewMs: number): boolean {
  const shown = lines.flatMap((line) => shownBy(line, machines, id, node))
  return coursesFor(machines, shown).some((course) => follows(course, shown, skewMs))
}

function coursesFor(machines: readonly string[], shown: readonly Shown[]): readonly Course[] {
  const seen = new Set(shown.flatMap(({ states }) => states.flatMap((state) => Object.keys(state))))
  if (machines.includes('task')) return TASKS
  // A job that is not one ADD INDEX shows no schema state that could be followed.
  if (machines.includes('job') && seen.has('schema-state')) return [JOB]
  const machine = machines[0] as string
  if (!single.has(machine)) single.set(machine, courseOf(alone(machine)))
  return [single.get(machine)!]
}

const MOMENTS = ['before', 'at', 'after'] as const

function shownBy(line: Line, machines: readonly string[], id: string, node: string | null): readonly Shown[] {
  const own = line.marks.filter(({ life }) => life.id === id && life.node === node && machines.includes(life.machine))
  if (own.length === 0) return []
  const states = MOMENTS.map((when) =>
    Object.fromEntries(own.filter((it) => it.when === when).map(({ life, state }) => [life.machine, state])),
  )
  return [{ line, states: states.filter((state) => Object.keys(state).length > 0) }]
}

function follows(course: Course, shown: readonly Shown[], skewMs: number): boolean {
  const nodes = [...new Set(shown.map(({ line }) => line.node))]
  const chains = nodes.map((node) => shown.filter(({ line }) => line.node === node))
  const tried = new Set<string>()
  const goOn = (places: readonly number[], states: ReadonlySet<number>): boolean => {
    if (states.size === 0) return false
    if (places.every((place, i) => place === chains[i]!.length)) return true
    const key = `${places.join()} ${[...states].sort((a, b) => a - b).join()}`
    if (tried.has(key)) return false
    tried.add(key)
    return chains.some((chain, i) => {
      const next = chain[places[i] as number]
      if (next === undefined || !mayBeNext(next, chains, places, skewMs)) return false
      return goOn(places.with(i, (places[i] as number) + 1), after(course, states, next))
    })
  }
  return goOn(
    chains.map(() => 0),
    new Set(course.moves.states.keys()),
  )
}

/** Where the entity may be behind a line, when it was in one of some states before. */
function after({ moves, reach }: Course, states: ReadonlySet<number>, { states: told }: Shown): ReadonlySet<number> {
  let now = states
  for (const state of told) {
    const within = new Set([...now].flatMap((from) => [...(reach[from] as ReadonlySet<number>)]))
    now = new Set(
      [...within].filter((to) =>
        Object.entries(state).every(([machine, name]) => moves.states[to]![moves.machines.indexOf(machine)] === name),
      ),
    )
  }
  return now
}

/** No other node's next line is so much older that its clock cannot be at fault. */
function mayBeNext({ line }: Shown, chains: readonly (readonly Shown[])[], places: readonly number[], skewMs: number): boolean {
  return chains.every((chain, i) => {
    const other = chain[places[i] as number]
    return other === undefined || line.ms - other.line.ms <= skewMs
  })
}
