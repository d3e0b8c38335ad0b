import { defineSubject, type Transition } from '../contract.ts'
import { taskClientMessages } from './client-messages.ts'
import { taskMessages } from './messages.ts'
import { taskRules } from './rules.ts'

type State =
  | 'pending'
  | 'running'
  | 'succeed'
  | 'failed'
  | 'reverting'
  | 'reverted'
  | 'cancelling'
  | 'pausing'
  | 'paused'
  | 'resuming'
  | 'modifying'
  | 'awaiting-resolution'

const table = 'model-dxf section 1'
const lost = 'model-dxf section 7, I8, and section 9: the write tests no row count, so another writer may have been first'
const changed = 'task.changed-externally'

// biome-ignore format: one row, one line
const transitions: readonly Transition<State>[] = [
  { from: null, to: 'pending', course: 'normal', by: ['task.submitted'], cite: table },
  { from: 'pending', to: 'running', course: 'normal', by: ['task.subtasks-scheduled', 'task.step-switch'], cite: table },
  { from: 'running', to: 'succeed', course: 'normal', by: ['task.step-switch', 'task.all-subtasks-done', 'task.resumed-as-succeeded'], cite: table },
  { from: 'pending', to: 'succeed', course: 'normal', by: ['task.resumed-as-succeeded'], cite: 'model-dxf section 1: a first step without subtasks', until: 'v7.5' },
  { from: 'pending', to: 'failed', course: 'normal', by: ['task.unknown-type', 'scheduler.init-failed'], cite: table },
  { from: 'pending', to: 'failed', course: 'normal', by: ['task.plan-failed'], cite: 'model-dxf section 1: later such a plan reverts the task', until: '~v8.0' },
  { from: 'running', to: 'failed', course: 'normal', by: ['task.unknown-type', 'scheduler.init-failed'], cite: table },
  { from: 'running', to: 'failed', course: 'normal', by: ['task.plan-failed'], cite: 'model-dxf section 1: later such a plan reverts the task', until: '~v8.0' },
  { from: 'running', to: 'reverting', course: 'normal', by: ['task.subtask-errors', 'task.plan-failed', 'task.cancel-seen'], cite: table },
  { from: 'pending', to: 'reverting', course: 'quirk', by: ['task.plan-failed', 'task.cancel-seen'], cite: 'model-dxf section 1: outside the rule table, since ~v8.1' },
  { from: 'pending', to: 'cancelling', course: 'normal', by: [changed, 'task.cancelling'], cite: table },
  { from: 'running', to: 'cancelling', course: 'normal', by: [changed, 'task.cancelling'], cite: table },
  { from: 'cancelling', to: 'reverting', course: 'normal', by: ['task.cancelling', 'task.cancel-seen'], cite: table, since: 'v7.3' },
  { from: 'reverting', to: 'reverted', course: 'normal', by: ['task.revert-finished', 'task.reverted'], cite: table },
  { from: 'pending', to: 'pausing', course: 'normal', by: [changed, 'task.pausing'], cite: table, since: '~v7.4' },
  { from: 'running', to: 'pausing', course: 'normal', by: [changed, 'task.pausing'], cite: table, since: '~v7.4' },
  { from: 'pausing', to: 'paused', course: 'normal', by: ['task.all-subtasks-paused', 'task.paused'], cite: table, since: '~v7.4' },
  { from: 'paused', to: 'resuming', course: 'normal', by: [changed, 'task.resuming'], cite: table, since: '~v7.4' },
  { from: 'resuming', to: 'running', course: 'normal', by: ['task.resumed'], cite: table, since: '~v7.4' },
  { from: 'pending', to: 'modifying', course: 'normal', by: ['task.modified', changed, 'task.modifying'], cite: table, since: '~v8.5' },
  { from: 'running', to: 'modifying', course: 'normal', by: ['task.modified', changed, 'task.modifying'], cite: table, since: '~v8.5' },
  { from: 'paused', to: 'modifying', course: 'normal', by: ['task.modified', changed, 'task.modifying'], cite: table, since: '~v8.5' },
  { from: 'modifying', to: 'pending', course: 'normal', by: [], cite: table, since: '~v8.5' },
  { from: 'modifying', to: 'running', course: 'normal', by: [], cite: table, since: '~v8.5' },
  { from: 'modifying', to: 'paused', course: 'normal', by: [], cite: table, since: '~v8.5' },
  { from: 'running', to: 'awaiting-resolution', course: 'normal', by: ['task.subtask-errors'], cite: table, since: '2025' },
  { from: 'awaiting-resolution', to: 'cancelling', course: 'normal', by: [], cite: table, since: '2025' },
  { from: 'awaiting-resolution', to: 'running', course: 'quirk', by: [], cite: 'model-dxf section 1: set by hand with SQL', since: '2025' },
  { from: 'running', to: 'reverted', course: 'quirk', by: ['task.unknown-type-reverted'], cite: 'messages-dxf: an unregistered type', until: 'v7.2' },
  { from: 'pending', to: 'reverted', course: 'quirk', by: ['task.unknown-type-reverted'], cite: 'messages-dxf: an unregistered type', until: 'v7.2' },
  { from: 'succeed', to: 'running', course: 'quirk', by: [], cite: lost },
  { from: 'succeed', to: 'cancelling', course: 'quirk', by: [changed], cite: lost },
  { from: 'succeed', to: 'pausing', course: 'quirk', by: [changed], cite: lost },
  { from: 'succeed', to: 'modifying', course: 'quirk', by: [changed], cite: lost },
  { from: 'reverting', to: 'running', course: 'quirk', by: [changed], cite: lost },
  { from: 'reverting', to: 'cancelling', course: 'quirk', by: [changed], cite: lost },
  { from: 'reverting', to: 'pausing', course: 'quirk', by: [changed], cite: lost },
  { from: 'paused', to: 'pausing', course: 'quirk', by: [changed], cite: lost },
  { from: 'running', to: 'resuming', course: 'quirk', by: [changed], cite: lost },
]

/** One row of mysql.tidb_global_task or its history. TiDB writes `succeed` and, for a cancelled task, `reverted`. */
export const task = defineSubject<State>({
  name: 'task',
  entity: 'task',
  lives: 'stored',
  scope: 'cluster',
  states: {
    initial: ['pending'],
    resting: ['pending', 'paused', 'awaiting-resolution'],
    final: ['succeed', 'failed', 'reverted'],
    other: ['running', 'reverting', 'cancelling', 'pausing', 'resuming', 'modifying'],
  },
  transitions,
  messages: [...taskMessages, ...taskClientMessages],
  invariants: taskRules,
  attributes: {
    type: ['task-type'],
    key: ['task-key'],
    lastError: ['error', 'subtask-errs'],
  },
})
