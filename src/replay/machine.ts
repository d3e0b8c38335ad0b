import type { Course, Message, Subject } from '../knowledge/contract.ts'
import { ANY_ERA, type EraSpan, mayHave } from '../knowledge/eras.ts'

/** All rows between two states in one: the lightest course, the kinds of all of them. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly course: Course
  readonly by: ReadonlySet<string>
  /** False when one of the rows prints nothing, so that no line can be missed. */
  readonly logged: boolean
}

/** A subject's states and rows by number, ready to be walked. State 0 is "does not exist". */
export interface Machine {
  readonly name: string
  readonly subject: Subject
  readonly states: readonly string[]
  readonly numbers: ReadonlyMap<string, number>
  /** The same, each number as the list of what a line shows. */
  readonly lists: ReadonlyMap<string, readonly number[]>
  /** Rows by the state they leave. */
  readonly leaving: readonly (readonly Edge[])[]
  readonly initial: ReadonlySet<number>
  readonly final: ReadonlySet<number>
  /** Rows that leave a state to begin in, or nothing at all. */
  readonly beginnings: readonly Edge[]
  /** Where the entity is when the process that held it in memory has gone. */
  readonly empty: number
  /** Kinds that prove some row, and those that prove a recovery row. */
  readonly kinds: ReadonlySet<string>
  readonly recoveryKinds: readonly string[]
}

const NOWHERE = 'absent'
const NO_ROWS: ReadonlyMap<string, readonly Message[]> = new Map()
const WEIGHT: Readonly<Record<Course, number>> = { normal: 0, quirk: 1, recovery: 2 }

const compiled = new WeakMap<Subject, Machine>()
const sorted = new WeakMap<readonly Subject[], ReadonlyMap<string, readonly Message[]>>()

/** The machine of a subject in any era, compiled once for all runs. */
export function machineOf(subject: Subject): Machine {
  const machine = compiled.get(subject) ?? compileMachine(subject)
  compiled.set(subject, machine)
  return machine
}

/**
 * Compiles a subject's table.
 * Where a table has no row that begins a life in one of its initial states, beginning there is taken as an unlogged row;
 * a table that says nothing about beginnings lets an entity begin anywhere.
 * @param era leaves out the rows that no TiDB of these eras has, and the kinds that none prints; numbers of states stay the same
 * @param rows of all subjects, see rowsByKind
 */
export function compileMachine(subject: Subject, era = ANY_ERA, rows: ReadonlyMap<string, readonly Message[]> = NO_ROWS): Machine {
  const { initial, resting, final, other } = subject.states
  const names = [...new Set([...initial, ...resting, ...final, ...other])]
  const states = [NOWHERE, ...names]
  const numbers = new Map(names.map((name, i) => [name, i + 1] as const))
  const edges = mergeRows(subject, numbers, era, rows)
  const births = subject.transitions.some((row) => row.from === null)
  const born = initial.length > 0 ? initial : births ? [] : names
  for (const name of born) addEdge(edges, 0, numbers.get(name) as number, 'normal', [])
  const quiet = initial.find((name) => resting.includes(name))
  const all = [...edges.values()]
  const leaving = states.map((_, from) => all.filter((edge) => edge.from === from))
  const first = new Set(born.map((name) => numbers.get(name) as number))
  return {
    name: subject.name,
    subject,
    states,
    numbers,
    lists: new Map(names.map((name, i) => [name, [i + 1]])),
    leaving,
    initial: first,
    final: new Set(final.map((name) => numbers.get(name) as number)),
    beginnings: [0, ...first].flatMap((origin) => leaving[origin] ?? []),
    empty: quiet === undefined ? 0 : (numbers.get(quiet) as number),
    kinds: new Set(all.flatMap((edge) => [...edge.by])),
    recoveryKinds: [...new Set(all.flatMap((edge) => (edge.course === 'recovery' ? [...edge.by] : [])))],
  }
}

function mergeRows(
  subject: Subject,
  numbers: ReadonlyMap<string, number>,
  era: EraSpan,
  rows: ReadonlyMap<string, readonly Message[]>,
): Map<string, Edge> {
  const edges = new Map<string, Edge>()
  const isPrinted = (kind: string): boolean => rows.get(kind)?.some((row) => mayHave(era, row)) !== false
  for (const row of subject.transitions) {
    if (!mayHave(era, row)) continue
    const from = row.from === null ? 0 : numbers.get(row.from)
    const to = numbers.get(row.to)
    if (from !== undefined && to !== undefined && from !== to) addEdge(edges, from, to, row.course, row.by.filter(isPrinted))
  }
  return edges
}

function addEdge(edges: Map<string, Edge>, from: number, to: number, course: Course, by: readonly string[]): void {
  const key = `${from}>${to}`
  const known = edges.get(key)
  edges.set(key, {
    from,
    to,
    course: known === undefined || WEIGHT[course] < WEIGHT[known.course] ? course : known.course,
    by: new Set([...(known?.by ?? []), ...by]),
    logged: by.length > 0 && known?.logged !== false,
  })
}

/** The rows of a table by kind: what a line of that kind could have looked like. */
export function rowsByKind(subjects: readonly Subject[]): ReadonlyMap<string, readonly Message[]> {
  const known = sorted.get(subjects)
  if (known !== undefined) return known
  const rows = new Map<string, Message[]>()
  sorted.set(subjects, rows)
  for (const message of subjects.flatMap((subject) => subject.messages)) {
    const known = rows.get(message.kind)
    if (known === undefined) rows.set(message.kind, [message])
    else known.push(message)
  }
  return rows
}
