import { subjects } from '../../knowledge/index.ts'

/** A state of an entity in each of the machines that are looked at together; null where nothing was seen yet. */
export type Joint = readonly string[]

/** Machines of one entity that bear on each other, and every step that both may take together. */
export interface Moves {
  readonly machines: readonly string[]
  readonly states: readonly Joint[]
  readonly steps: readonly (readonly [from: Joint, to: Joint])[]
}

const rows = (machine: string) =>
  subjects
    .find(({ name }) => name === machine)!
    .transitions.flatMap(({ from, to }): (readonly [string, string])[] => (from === null ? [] : [[from, to]]))

function statesOf(machine: string): readonly string[] {
  const { initial, resting, final, other } = subjects.find(({ name }) => name === machine)!.states
  return [...new Set([...initial, ...resting, ...final, ...other])]
}

/** A machine that nothing else bears on. */
export function alone(machine: string): Moves {
  return {
    machines: [machine],
    states: statesOf(machine).map((state) => [state]),
    steps: rows(machine).map(([from, to]) => [[from], [to]]),
  }
}

const FORWARD = ['none', 'delete only', 'write only', 'write reorganization']
const UNDONE = ['delete only', 'write only', 'write reorganization']
/** While a job is in these, its schema state stays as it is. */
const HELD = ['queueing', 'running', 'pausing', 'paused', 'cancelling']

/**
 * The states of a job that adds an index, with those of its schema (model-ddl-ingest 1.1, 1.2, section 4, I1 to I3 and I8): forward while it
 * runs, back to `delete only` only with the turn to `rollingback`, public only with `done`.
 */
export function jobMoves(): Moves {
  const steps: [Joint, Joint][] = []
  const add = (from: Joint, to: Joint): void => void steps.push([from, to])
  for (const schema of FORWARD)
    for (const [from, to] of rows('job'))
      if ([from, to].every((state) => state === 'none' || HELD.includes(state))) add([from, schema], [to, schema])
  for (const [i, schema] of FORWARD.entries())
    for (const from of ['none', 'queueing', 'running', 'cancelling'])
      if (FORWARD[i + 1] !== undefined) add([from, schema], ['running', FORWARD[i + 1]!])
  for (const schema of UNDONE)
    for (const from of HELD) {
      add([from, schema], ['rollingback', 'delete only'])
      // The step that converted it was not committed.
      add(['rollingback', 'delete only'], [from, schema])
    }
  for (const state of ['none', ...HELD]) for (const schema of FORWARD) add([state, schema], ['cancelled', 'none'])
  add(['running', 'write reorganization'], ['done', 'public'])
  add(['done', 'public'], ['synced', 'public'])
  // Finished twice, when the first commit failed (section 4, I7).
  add(['synced', 'public'], ['done', 'public'])
  add(['cancelled', 'none'], ['cancelling', 'none'])
  const undoing: Joint[] = [
    ['rollingback', 'delete only'],
    ['rollingback', 'delete reorganization'],
    ['rollback done', 'none'],
  ]
  for (const [i, state] of undoing.entries()) if (i > 0) add(undoing[i - 1]!, state)
  add(['rollback done', 'none'], ['rollingback', 'delete reorganization'])
  for (const [state, schema] of undoing) if (state === 'rollingback') add([state, schema!], ['cancelled', 'none'])
  return { machines: ['job', 'schema-state'], states: used(steps), steps }
}

const OF_BACKFILL = ['init', 'prepared', 'read-index', 'merge-sort', 'ingest', 'merge-temp-index', 'done']
const OF_IMPORT = [
  'init',
  'prepared',
  'import',
  'encode',
  'merge-sort',
  'ingest',
  'collect-conflicts',
  'conflict-resolution',
  'post-process',
  'done',
]
/** Steps from which a task of either type may be done. */
const LAST: Readonly<Record<string, readonly string[]>> = {
  backfill: ['read-index', 'ingest', 'merge-temp-index'],
  ImportInto: ['post-process'],
}

/**
 * The states of a task with its steps, for one type of task (model-dxf sections 1 and 3, section 7, I1 and I2): steps go on while it runs, a
 * task that has not begun has no step, and one that succeeded has them behind it.
 */
export function taskMoves(type: 'backfill' | 'ImportInto'): Moves {
  const own = type === 'backfill' ? OF_BACKFILL : OF_IMPORT
  const steps: [Joint, Joint][] = []
  const add = (from: Joint, to: Joint): void => void steps.push([from, to])
  const begun = own.filter((step) => step !== 'done')
  for (const [from, to] of rows('task'))
    for (const step of begun) {
      if (from === 'succeed' || to === 'succeed') continue
      if ([from, to].includes('pending') && !['init', 'prepared'].includes(step)) continue
      add([from, step], [to, step])
    }
  for (const [from, to] of rows('task-step')) {
    if (!own.includes(from) || !own.includes(to)) continue
    if (to === 'done') {
      if ((LAST[type] as readonly string[]).includes(from)) for (const end of ['running', 'succeed']) add(['running', from], [end, 'done'])
    } else if (from !== 'done') for (const state of ['pending', 'running']) add([state, from], ['running', to])
  }
  add(['running', 'done'], ['succeed', 'done'])
  // The last switch is printed before it is written, and may be lost.
  for (const step of LAST[type] as readonly string[]) for (const end of ['running', 'succeed']) add([end, 'done'], ['running', step])
  return { machines: ['task', 'task-step'], states: used(steps), steps }
}

function used(steps: readonly (readonly [Joint, Joint])[]): readonly Joint[] {
  return [...new Map(steps.flat().map((state) => [state.join('|'), state])).values()]
}
