import type { Invariant, Told } from '../rules.ts'
import { ONE_LIFE } from './one-life.ts'

const orders = 'model-dxf section 3 and section 7, I2'
const switched = 'task.step-switch'
/** Steps that no other type has (section 3). */
const ONLY_IMPORT = ['import', 'encode', 'encode&sort', 'collect-conflicts', 'conflict-resolution', 'post-process']
/** Those of the type that tests of the framework use. */
const ONLY_EXAMPLE = ['one', 'two', 'three']
const ONLY_BACKFILL = ['read-index', 'merge-temp-index']
/** Steps of an import that sorts its data in the cloud; one that sorts on disk imports in one step. */
const ONLY_GLOBAL = ['encode', 'encode&sort', 'merge-sort', 'ingest', 'write&ingest', 'collect-conflicts', 'conflict-resolution']
/** The codes of a type's steps as they follow one another: those of IMPORT INTO are not in order. */
const CODES = { backfill: ['-1', '1', '2', '3', '-2'], ImportInto: ['-1', ['1', '3'], '4', '5', '2', '-2'] } as const

/** Lines by which a task of a type is in one of some steps: the type stands there, or in its key. */
function stepsNotOf(kind: string, type: string, key: string, steps: readonly string[]): Told[] {
  const step = { field: kind === switched ? 'current-step' : 'step', oneOf: steps }
  return [
    { kind, where: [{ field: 'task-type', oneOf: [type] }, step] },
    { kind, where: [{ field: 'task-key', contains: [key] }, step] },
  ]
}

/** What must hold of steps by the type of their task. */
export const stepTypeRules: readonly Invariant[] = [
  {
    id: 'step-of-another-type',
    rule: 'line',
    per: ['task'],
    lines: [
      'executor.step-started',
      'subtask.run-started',
      'subtask.run-completed',
      'subtask.run-failed',
      'task.subtasks-scheduled',
      switched,
    ].flatMap((kind) => [
      ...stepsNotOf(kind, 'backfill', 'ddl/backfill/', [...ONLY_IMPORT, ...ONLY_EXAMPLE]),
      ...stepsNotOf(kind, 'ImportInto', 'ImportInto/', [...ONLY_BACKFILL, ...ONLY_EXAMPLE]),
    ]),
    must: [],
    unless: [],
    because: 'Each type of task has its own steps; merge-sort and ingest are the only ones that two types share.',
    cite: 'model-dxf section 3 and section 7, I2',
    upholds: ['DXF I2'],
    severity: 'high',
  },
  {
    id: 'step-of-another-sort',
    rule: 'never-after',
    per: ['task'],
    after: [
      { kind: switched, where: [{ field: 'current-step', oneOf: ['import'] }] },
      { kind: 'executor.step-started', where: [{ field: 'step', oneOf: ['import'] }] },
    ],
    never: [
      { kind: switched, where: [{ field: 'current-step', oneOf: ONLY_GLOBAL }] },
      { kind: 'executor.step-started', where: [{ field: 'step', oneOf: ONLY_GLOBAL }] },
    ],
    unless: [],
    withinMs: ONE_LIFE,
    because: 'An import that sorts on disk goes from import to post-process; what else there is belongs to one that sorts in the cloud.',
    cite: orders,
    upholds: ['DXF I2'],
    severity: 'high',
  },
  ...(['backfill', 'ImportInto'] as const).map(
    (type): Invariant => ({
      id: `numbered-step-went-back-${type === 'backfill' ? 'of-backfill' : 'of-import'}`,
      rule: 'monotone',
      per: ['task'],
      values: [switched, 'task.subtasks-scheduled'].map((kind) => ({ kind, where: [{ field: 'task-type', oneOf: [type] }] })),
      field: 'current-step|step',
      order: CODES[type],
      resets: [],
      withinMs: ONE_LIFE,
      because: 'Where steps are codes, both lines print the step that is left: it only moves forward along the order of its type.',
      cite: orders,
      upholds: ['DXF I2'],
      severity: 'high',
      until: 'v7.5',
    }),
  ),
]
