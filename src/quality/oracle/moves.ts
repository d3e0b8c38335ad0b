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
 * runs, back to `delete only` only with the turn to `rollingback`, public only with `done`. What a turn to `rollingback` came from is kept
 * as a third part, which no line shows: the step may not have been committed, and then all is as it was.
 */
export function jobMoves(): Moves {
  const { steps, add } = collected()
  for (const schema of FORWARD)
    for (const [from, to] of rows('job'))
      if ([from, to].every((state) => state === 'none' || HELD.includes(state))) add([from, schema], [to, schema])
  for (const [i, schema] of FORWARD.entries())
    for (const from of ['none', 'queueing', 'running', 'cancelling'])
      if (FORWARD[i + 1] !== undefined) add([from, schema], ['running', FORWARD[i + 1]!])
  for (const schema of UNDONE) {
    for (const from of HELD) {
      add([from, schema], ['rollingback', 'delete only', schema])
      add(['rollingback', 'delete only', schema], [from, schema])
    }
    add(['rollingback', 'delete only', schema], ['rollingback', 'delete reorganization'])
    add(['rollingback', 'delete only', schema], ['cancelled', 'none'])
  }
  for (const state of ['none', ...HELD]) for (const schema of FORWARD) add([state, schema], ['cancelled', 'none'])
  add(['running', 'write reorganization'], ['done', 'public'])
  add(['done', 'public'], ['synced', 'public'])
  add(['rollingback', 'delete reorganization'], ['rollback done', 'none'])
  add(['rollingback', 'delete reorganization'], ['cancelled', 'none'])
  // Finished twice, when the first commit failed (section 4, I7).
  add(['synced', 'public'], ['done', 'public'])
  add(['cancelled', 'none'], ['cancelling', 'none', 'ending'])
  add(['cancelling', 'none', 'ending'], ['cancelled', 'none'])
  add(['rollback done', 'none'], ['rollingback', 'delete reorganization'])
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
const NOT_BEGUN = ['init', 'prepared']
/** Steps from which a task of either type may be done. */
const LAST: Readonly<Record<string, readonly string[]>> = {
  backfill: ['read-index', 'ingest', 'merge-temp-index'],
  ImportInto: ['post-process'],
}

/**
 * The states of a task with its steps, for one type of task (model-dxf sections 1 and 3, section 7, I1 and I2): steps go on while it runs, a
 * task that has not begun has no step, and one that succeeded has them behind it. From which step it was done is kept as a third part: the
 * last switch is printed before it is written, and may be lost.
 */
export function taskMoves(type: 'backfill' | 'ImportInto'): Moves {
  const own = type === 'backfill' ? OF_BACKFILL : OF_IMPORT
  const last = LAST[type] as readonly string[]
  const { steps, add } = collected()
  for (const [from, to] of rows('task'))
    for (const step of own) {
      if ([from, to].includes('succeed') || step === 'done') continue
      if ([from, to].includes('pending') && !NOT_BEGUN.includes(step)) continue
      add([from, step], [to, step])
    }
  for (const [from, to] of rows('task-step')) {
    if (!own.includes(from) || !own.includes(to) || from === 'done' || to === 'done') continue
    for (const state of NOT_BEGUN.includes(from) ? ['pending', 'running'] : ['running']) add([state, from], ['running', to])
  }
  for (const step of last)
    for (const end of ['running', 'succeed']) {
      add(['running', step], [end, 'done', step])
      add([end, 'done', step], ['running', step])
    }
  return { machines: ['task', 'task-step'], states: used(steps), steps }
}

function collected() {
  const steps: [Joint, Joint][] = []
  const add = ([state = '', part = '', before = '']: Joint, [to = '', next = '', after = '']: Joint): void =>
    void steps.push([
      [state, part, before],
      [to, next, after],
    ])
  return { steps, add }
}

function used(steps: readonly (readonly [Joint, Joint])[]): readonly Joint[] {
  return [...new Map(steps.flat().map((state) => [state.join('|'), state])).values()]
}
