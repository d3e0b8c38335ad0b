import type { Line, Mark } from '../../simulate/cluster/line.ts'
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

/** States by machine of which one is shown: a line may leave open which. */
type Choice = Readonly<Record<string, readonly string[]>>

/** What one line shows of an entity: states per machine, before, at or after its step. */
interface Shown {
  readonly line: Line
  /** In the order in which they held; several states of one machine in one line are several. */
  readonly states: readonly Choice[]
}

/**
 * So late whoever wrote a job may tell of it, in milliseconds: the line is printed when the transaction has ended, by a goroutine of the
 * client's, and the owner may have begun by then (model-ddl-ingest 1.1).
 */
const TOLD_LATE: Readonly<Record<string, number>> = { 'job.created': 2_000 }

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
    Object.fromEntries(own.filter((it) => it.when === when).map((mark) => [mark.life.machine, statesTold(line, mark)])),
  )
  return [{ line, states: states.filter((state) => Object.keys(state).length > 0) }]
}

/** The states that a line's words stand for, where they stand for several: it does not say which of them it was. */
function statesTold({ row }: Line, { life, state, when }: Mark): readonly string[] {
  const words = (row?.shows ?? []).filter((show) => show.machine === life.machine && show.when === when)
  const told = words.flatMap((show) => (show.field === undefined && show.only === undefined ? (show.state ?? []) : []))
  return told.includes(state) ? told : [state]
}

function follows(course: Course, shown: readonly Shown[], skewMs: number): boolean {
  const writers = [...new Set(shown.map(writerOf))]
  const chains = writers.map((writer) => shown.filter((it) => writerOf(it) === writer))
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
        Object.entries(state).every(([machine, names]) => names.includes(moves.states[to]![moves.machines.indexOf(machine)]!)),
      ),
    )
  }
  return now
}

/** Whose lines keep their order: those of a node do, but for what is told late. */
function writerOf({ line: { node, row } }: Shown): string {
  return TOLD_LATE[row?.kind ?? ''] === undefined ? node : `${node}, late`
}

/** No other writer's next line is so much older that neither the clock can be at fault nor the line be late. */
function mayBeNext(next: Shown, chains: readonly (readonly Shown[])[], places: readonly number[], skewMs: number): boolean {
  return chains.every((chain, i) => {
    const other = chain[places[i] as number]
    return other === undefined || other === next || mayComeFirst(next.line, other.line, skewMs)
  })
}

function mayComeFirst(line: Line, other: Line, skewMs: number): boolean {
  const late = TOLD_LATE[line.row?.kind ?? ''] ?? 0
  return line.ms - other.ms <= late + (line.node === other.node ? 0 : skewMs)
}
