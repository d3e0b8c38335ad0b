import type { Invariant } from '../rules.ts'
import { ONE_LIFE } from './one-life.ts'
import { stepTypeRules } from './step-type-rules.ts'

const notes = 'model-dxf section 7'
/** Position counts, not the code (section 3); names that changed stand together. */
export const STEPS = [
  ...['read-index', 'import', ['encode', 'encode&sort'], 'merge-sort', ['ingest', 'write&ingest']],
  ...['collect-conflicts', 'conflict-resolution', 'post-process'],
]
/** Steps with which no task begins. */
const LATER = ['merge-sort', 'ingest', 'write&ingest', 'collect-conflicts', 'conflict-resolution', 'post-process']
/** The task was changed from outside, or a subtask's failure was not written after all. */
const reopened = [
  ...['task.changed-externally', 'task.pausing', 'task.resuming', 'task.resumed', 'task.resumed-as-succeeded'],
  ...['subtask.rerun', 'subtask.error-handling-failed', 'subtask.state-update-given-up', 'subtask.fail-update-failed'],
]

/** What must hold of the steps of a distributed task beside their order. */
export const stepRules: readonly Invariant[] = [
  {
    id: 'step-left-before-its-subtasks',
    rule: 'never-after',
    per: ['task', 'current-step|step'],
    after: ['task.step-switch'],
    never: ['subtask.run-started', 'subtask.run-completed'],
    unless: [],
    graceMs: 30_000,
    withinMs: ONE_LIFE,
    because: 'A task goes on to its next step when every subtask of the step before has succeeded.',
    cite: `${notes}, I4`,
    upholds: ['DXF I4'],
    severity: 'high',
  },
  {
    id: 'step-planned-after-it-was-left',
    rule: 'never-after',
    per: ['task', 'current-step|step'],
    after: ['task.step-switch'],
    never: ['task.subtasks-scheduled'],
    unless: [],
    withinMs: ONE_LIFE,
    because: 'The subtasks of a step are planned as it is entered: who leaves it has them behind.',
    cite: 'model-dxf section 4 and section 7, I2',
    upholds: ['DXF I2'],
    severity: 'medium',
    // Before, the plan prints the step that is left.
    since: '~v8.2',
  },
  {
    id: 'step-left-at-its-end',
    rule: 'line',
    per: ['task'],
    lines: ['task.step-switch'],
    must: [[{ field: 'current-step', oneOf: ['done', '-2'], not: true }]],
    unless: [],
    because: 'The step done is the last of every type of task: nothing comes after it.',
    cite: 'model-dxf section 3 and section 7, I2',
    upholds: ['DXF I2'],
    severity: 'high',
  },
  {
    id: 'step-went-back',
    rule: 'monotone',
    per: ['task'],
    values: ['executor.step-started', 'subtask.run-started', 'task.step-switch'],
    field: 'current-step|step',
    order: ['init', ...STEPS],
    resets: [],
    withinMs: ONE_LIFE,
    because: 'The step of a task only moves forward along the order of its type, and its executors run the step that it is in.',
    cite: 'model-dxf section 3 and section 7, I2',
    upholds: ['DXF I2'],
    severity: 'high',
  },
  {
    id: 'later-step-planned-for-a-pending-task',
    rule: 'line',
    per: ['task'],
    lines: [{ kind: 'task.subtasks-scheduled', where: [{ field: 'state', oneOf: ['pending'] }] }],
    must: [[{ field: 'step', oneOf: [...LATER, 'done', '-2'], not: true }]],
    unless: [],
    because: 'What is planned for a pending task is its first step, or by the older line the one before it.',
    cite: 'model-dxf sections 1 and 3',
    upholds: ['DXF I2'],
    severity: 'medium',
  },
  {
    id: 'step-left-over-a-failed-subtask',
    rule: 'never-after',
    per: ['task'],
    after: ['subtask.failed', 'subtask.not-idempotent'],
    never: ['task.step-switch'],
    unless: reopened,
    graceMs: 5_000,
    withinMs: ONE_LIFE,
    because:
      'A failed subtask reverts its task; where its errors and its count were looked up one after the other, it could be passed over.',
    cite: `${notes}, I4, and section 8, issue 49950`,
    upholds: ['DXF I4'],
    severity: 'high',
    // v7.3 set what had failed on a dead node back to pending (section 2), and tells of it nowhere.
    since: '~v7.6',
  },
  {
    id: 'step-with-more-subtasks-than-planned',
    rule: 'tally',
    per: ['task', 'current-step|step'],
    planned: ['task.subtasks-scheduled'],
    field: 'subtasks',
    child: 'subtask',
    heard: ['subtask.run-started', 'subtask.run-completed', 'subtask.run-failed', 'subtask.rerun'],
    done: ['task.step-switch'],
    because: 'The subtasks of a step are written together with the step, once: more of them than were planned were planned twice.',
    cite: `${notes}, I16, and section 2`,
    upholds: ['DXF I16'],
    severity: 'medium',
    // Before, the plan prints the step that is left (section 4).
    since: '~v8.2',
  },
  ...stepTypeRules,
]
