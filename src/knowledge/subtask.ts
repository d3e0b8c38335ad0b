import { defineSubject, type Message, type Transition } from './contract.ts'
import { subtaskRules } from './subtask-rules.ts'

type State =
  | 'pending'
  | 'running'
  | 'succeed'
  | 'failed'
  | 'canceled'
  | 'paused'
  | 'revert_pending'
  | 'reverting'
  | 'reverted'
  | 'revert_failed'

const table = 'model-dxf section 2'
const unguarded = 'model-dxf section 2: starting and finishing test no state'

// biome-ignore format: one row, one line
const transitions: readonly Transition<State>[] = [
  { from: null, to: 'pending', course: 'normal', by: [], cite: table },
  { from: 'pending', to: 'running', course: 'normal', by: ['subtask.run-started'], cite: table, since: '~v8.2' },
  { from: 'pending', to: 'running', course: 'normal', by: [], cite: 'model-dxf section 2: before ~v8.2 nothing is printed', until: '~v8.1' },
  { from: 'running', to: 'succeed', course: 'normal', by: ['subtask.run-completed'], cite: table },
  { from: 'running', to: 'failed', course: 'normal', by: ['subtask.failed', 'subtask.not-idempotent'], cite: table },
  { from: 'pending', to: 'failed', course: 'normal', by: ['subtask.one-failed', 'subtask.one-failing'], cite: table },
  { from: 'running', to: 'failed', course: 'normal', by: ['subtask.one-failed', 'subtask.one-failing'], cite: table },
  { from: 'running', to: 'canceled', course: 'normal', by: ['subtask.canceled', 'subtask.one-canceled'], cite: table },
  { from: 'pending', to: 'canceled', course: 'normal', by: [], cite: table },
  { from: 'pending', to: 'paused', course: 'normal', by: ['task.pause-seen'], cite: table, since: '~v7.4' },
  { from: 'running', to: 'paused', course: 'normal', by: ['task.pause-seen', 'subtask.paused-by-executor'], cite: table, since: '~v7.4' },
  { from: 'paused', to: 'pending', course: 'normal', by: [], cite: table, since: '~v7.4' },
  { from: 'running', to: 'pending', course: 'recovery', by: ['subtask.surplus-to-pending'], cite: table, since: 'v7.6' },
  { from: 'running', to: 'pending', course: 'recovery', by: [], cite: 'model-dxf section 2: v7.3 sets the subtasks of a dead node back', since: 'v7.3', until: 'v7.5' },
  { from: 'failed', to: 'pending', course: 'recovery', by: [], cite: 'model-dxf section 2: v7.3 sets all that has not succeeded back', since: 'v7.3', until: 'v7.5' },
  { from: 'failed', to: 'paused', course: 'recovery', by: [], cite: 'model-dxf section 2: pausing on a full TiKV disk', since: '2026' },
  { from: 'paused', to: 'running', course: 'quirk', by: ['subtask.run-started'], cite: unguarded },
  { from: 'canceled', to: 'succeed', course: 'quirk', by: ['subtask.run-completed'], cite: unguarded },
  { from: 'succeed', to: 'running', course: 'quirk', by: ['subtask.run-started', 'subtask.finish-given-up', 'subtask.rerun'], cite: 'model-dxf section 4: the completed run is printed before its row is written, and is run again when that fails' },
  { from: null, to: 'revert_pending', course: 'normal', by: [], cite: table, until: '~v8.0' },
  { from: 'revert_pending', to: 'reverting', course: 'normal', by: ['subtask.rollback-begun'], cite: table, until: '~v8.0' },
  { from: 'reverting', to: 'reverted', course: 'normal', by: [], cite: table, until: '~v8.0' },
  { from: 'reverting', to: 'revert_failed', course: 'normal', by: [], cite: table, until: '~v8.0' },
]

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'read index executor run subtask', kind: 'subtask.executing', entity: 'subtask', level: 'INFO', files: ['backfilling_read_index.go'], fields: ['use cloud'], since: 'v7.3' },
  { text: 'get key boundary on subtask finished', kind: 'subtask.executed', entity: 'subtask', level: 'INFO', files: ['backfilling_read_index.go'], fields: ['start', 'end', 'min', 'max', 'fileCount', 'totalKVSize', 'totalSize'], since: 'v7.4' },
  { text: 'get table range error', kind: 'subtask.table-range-failed', entity: 'subtask', level: 'ERROR', files: ['backfilling_read_index.go'], fields: ['error'], since: 'v7.3' },
  { text: 'merge sort executor run subtask', kind: 'subtask.executing', entity: 'subtask', level: 'INFO', files: ['backfilling_merge_sort.go'], fields: [], since: 'v7.5' },
  { text: 'merge sort finish subtask', kind: 'subtask.executed', entity: 'subtask', level: 'INFO', files: ['backfilling_merge_sort.go'], fields: [], since: 'v7.5' },
  { text: 'cloud import executor run subtask', kind: 'subtask.executing', entity: 'subtask', level: 'INFO', files: ['backfilling_import_cloud.go'], fields: [], since: 'v7.4' },
  { text: 'cloud import executor finish subtask', kind: 'subtask.executed', entity: 'subtask', level: 'INFO', files: ['backfilling_import_cloud.go'], fields: [], since: 'v7.4' },
  { text: 'create subtasks', kind: 'subtask.created', entity: 'subtask', level: 'DEBUG', files: ['dispatcher.go', 'scheduler.go'], fields: ['instanceID'], since: 'v7.3' },
  { text: 'rebalance subtasks', kind: 'subtask.balanced', entity: 'subtask', level: 'INFO', files: ['dispatcher.go'], fields: ['subtasks-rebalanced', 'scaleout-nodes', 'cleaned-nodes'], since: 'v7.5', until: 'v7.5', note: 'ExecID is the new node' },
  { text: 'balance subtasks', kind: 'subtask.balanced', entity: 'subtask', level: 'INFO', files: ['balancer.go'], fields: ['subtasks'], since: 'v7.6', note: 'ExecID is the new node' },
  { text: 'update to subtask failed', kind: 'subtask.fail-update-failed', entity: 'subtask', level: 'WARN', files: ['manager.go'], fields: ['error'], since: 'v7.5' },
  { text: 'update error to subtask', kind: 'subtask.one-failed', entity: 'subtask', level: 'ERROR', files: ['manager.go'], fields: ['task-id', 'error'], since: 'v7.5', until: '~v8.0', note: 'an arbitrary subtask of the node' },
  { text: 'update one subtask as failed', kind: 'subtask.one-failing', entity: 'subtask', level: 'ERROR', files: ['manager.go'], fields: ['error'], since: '~v8.5' },
  { text: 'update error to subtask success', kind: 'subtask.one-failed', entity: 'subtask', level: 'INFO', files: ['manager.go'], fields: ['task-id', 'error'], since: '~v8.2', note: 'an arbitrary subtask of the node' },
  { text: 'split subTask', kind: 'subtask.split', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: ['cnt', 'subtask_id', 'subtask_step'], since: 'v7.1', until: 'v7.2' },
  { text: 'scheduler run a minimalTask', kind: 'subtask.minimal-task-begun', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: ['step', 'minimal_task'], since: 'v7.1', until: 'v7.2' },
  { text: 'scheduler rollback a step', kind: 'subtask.rollback-begun', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: ['step'], since: 'v7.1', until: 'v7.5' },
  { text: 'scheduler rollback a step, but no subtask in revert_pending state', kind: 'subtask.rollback-missing', entity: 'subtask', level: 'WARN', files: ['scheduler.go'], fields: ['step'], since: 'v7.1', until: 'v7.5' },
  { text: 'scheduler pause subtasks', kind: 'subtask.paused-by-executor', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'scheduler canceled', kind: 'subtask.scheduled-away', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: [], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.4', until: 'v7.5' },
  { text: 'run subtask start', kind: 'subtask.run-started', entity: 'subtask', level: 'INFO', files: ['task_executor.go', 'collect_conflicts.go', 'conflict_resolution.go'], fields: ['task-id', 'task-type', 'task-key', 'subtaskID', 'step'], needs: ['subtaskID'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '~v8.2' },
  { text: 'run subtask completed', kind: 'subtask.run-completed', entity: 'subtask', level: 'INFO', files: ['task_executor.go', 'collect_conflicts.go', 'conflict_resolution.go'], fields: ['subtaskID', 'step', 'takeTime', 'task-id'], needs: ['subtaskID'], shows: [{ machine: 'subtask', when: 'after', state: 'succeed' }], since: '~v8.2', note: 'printed before the row is written' },
  { text: 'run subtask failed', kind: 'subtask.run-failed', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtaskID', 'step', 'takeTime', 'error', 'task-id'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '~v8.2', note: 'says nothing yet about the row: failed, canceled or still running' },
  { text: 'run subtask start', kind: 'subtask.run-started', entity: 'subtask', level: 'INFO', files: ['scheduler.go', 'task_executor.go', 'collect_conflicts.go', 'conflict_resolution.go'], fields: ['type', 'task-id', 'task-key', 'step', 'subtask-id', 'kv-group', 'subtaskID'], needs: ['subtask-id'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.4' },
  { text: 'run subtask completed', kind: 'subtask.run-completed', entity: 'subtask', level: 'INFO', files: ['task_executor.go', 'collect_conflicts.go', 'conflict_resolution.go'], fields: ['task-id', 'step', 'subtask-id', 'takeTime', 'data-kv-files', 'index-kv-files', 'obj-store-access', 'subtaskID'], needs: ['subtask-id'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.4', note: 'printed before the row is written' },
  { text: 'run subtask failed', kind: 'subtask.run-failed', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['task-id', 'step', 'subtask-id', 'takeTime', 'error', 'subtaskID'], needs: ['subtask-id'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.4', note: 'says nothing yet about the row: failed, canceled or still running' },
  { text: 'subtask run canceled by context', kind: 'subtask.run-cancelled', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '2026' },
  { text: 'subtask in running state and is idempotent', kind: 'subtask.rerun', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtask-id'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '~v8.0' },
  { text: 'subtask in running state and is not idempotent, fail it', kind: 'subtask.not-idempotent', entity: 'subtask', level: 'INFO', files: ['scheduler.go', 'task_executor.go'], fields: ['subtask-id'], shows: [{ machine: 'subtask', when: 'before', state: 'running' }, { machine: 'subtask', when: 'after', state: 'failed' }], since: 'v7.4' },
  { text: 'start subtask meets error', kind: 'subtask.start-failed', entity: 'subtask', level: 'WARN', files: ['task_executor.go'], fields: ['error'], since: '~v8.2' },
  { text: 'startSubtask meets error', kind: 'subtask.start-failed', entity: 'subtask', level: 'WARN', files: ['task_executor.go'], fields: ['error'], since: 'v7.6', until: '~v8.1' },
  { text: 'startSubtaskAndUpdateState meets error', kind: 'subtask.start-failed', entity: 'subtask', level: 'WARN', files: ['scheduler.go'], fields: ['error'], since: 'v7.4', until: 'v7.5' },
  { text: 'failed to start subtask', kind: 'subtask.start-given-up', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['subtaskID', 'takes', 'error'], shows: [{ machine: 'subtask', when: 'at', state: 'pending' }], since: '~v8.2' },
  { text: 'failed to finish subtask', kind: 'subtask.finish-given-up', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['subtaskID', 'takes', 'error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '~v8.2' },
  { text: 'failed to update subtask state', kind: 'subtask.state-update-given-up', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['subtaskID', 'targetState', 'subtaskErr', 'takes', 'error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '~v8.2' },
  { text: 'failed to handle subtask error', kind: 'subtask.error-handling-failed', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['subtaskID', 'step', 'error'], since: '~v8.2' },
  { text: "failed to update subtask to 'failed' state", kind: 'subtask.fail-update-failed', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['error'], since: '~v8.2' },
  { text: 'fail one subtask failed', kind: 'subtask.fail-update-failed', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['subtaskErr', 'takes', 'error'], since: '~v8.2' },
  { text: 'failed one subtask succeed', kind: 'subtask.one-failed', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtask-err'], since: 'v7.6', until: '~v8.1', note: 'an arbitrary subtask of the node' },
  { text: 'canceled one subtask succeed', kind: 'subtask.one-canceled', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtask-cancel'], since: 'v7.6', until: '~v8.1' },
  { text: 'subtask canceled', kind: 'subtask.canceled', entity: 'subtask', level: 'WARN', files: ['scheduler.go', 'task_executor.go'], fields: ['error', 'subtask-cancel'], shows: [{ machine: 'subtask', when: 'after', state: 'canceled' }], since: 'v7.5' },
  { text: 'subtask failed', kind: 'subtask.failed', entity: 'subtask', level: 'WARN', files: ['scheduler.go', 'task_executor.go'], fields: ['error', 'task-id'], shows: [{ machine: 'subtask', when: 'after', state: 'failed' }], since: 'v7.5', note: 'without subtask id' },
  { text: 'meet retryable error', kind: 'subtask.retryable-error', entity: 'subtask', level: 'WARN', files: ['task_executor.go'], fields: ['error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.6' },
  { text: 'meet context canceled for gracefully shutdown', kind: 'subtask.shutdown', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.6' },
  { text: 'met context canceled for gracefully shutdown', kind: 'subtask.shutdown', entity: 'subtask', level: 'INFO', files: ['scheduler.go'], fields: ['error'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.5', until: 'v7.5' },
  { text: 'subtask is scheduled away, cancel running', kind: 'subtask.scheduled-away', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtaskID'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: 'v7.6' },
  { text: 'update extra running subtasks back to pending', kind: 'subtask.surplus-to-pending', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtasks'], since: 'v7.6' },
  { text: 'update running subtasks back to pending failed', kind: 'subtask.surplus-update-failed', entity: 'subtask', level: 'ERROR', files: ['task_executor.go'], fields: ['error'], since: 'v7.6' },
  { text: 'subtask running for too long', kind: 'subtask.long-running', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtaskID'], shows: [{ machine: 'subtask', when: 'at', state: 'running' }], since: '2025-H2' },
  { text: 'update subtask row count failed', kind: 'subtask.row-count-failed', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['error'], since: '~v8.0' },
  { text: 'start processing chunks', kind: 'subtask.chunks-started', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtask-id', 'chunkCount'], since: '2025' },
  { text: 'on subtask finished', kind: 'subtask.executed', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['engine-id', 'engine_id', 'task-id'], since: 'v7.2' },
  { text: 'import data engine', kind: 'subtask.engine-imported', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['engine-id', 'task-id'], since: 'v7.2' },
  { text: 'import index engine', kind: 'subtask.engine-imported', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['engine-id', 'task-id'], since: 'v7.2' },
  { text: 'merge sort finished', kind: 'subtask.executed', entity: 'subtask', level: 'INFO', files: ['task_executor.go'], fields: ['subtask-id', 'kv-group', 'total-kv-size', 'total-kv-count', 'start-key', 'end-key'], since: '2025' },
  { text: 'post process', kind: 'subtask.post-process', entity: 'subtask', level: 'INFO', files: ['dispatcher.go', 'task_executor.go'], fields: [], since: 'v7.2' },
  { text: 'local checksum', kind: 'subtask.local-checksum', entity: 'subtask', level: 'INFO', files: ['dispatcher.go', 'task_executor.go', 'table_import.go'], fields: ['checksum', 'task-id'], since: 'v7.2' },
  { text: 'execute sql', kind: 'subtask.sql-executed', entity: 'subtask', level: 'INFO', files: ['dispatcher.go'], fields: ['sql', 'args'], since: 'v7.2', until: 'v7.5' },
  { text: 'failed to cleanup engine', kind: 'subtask.engine-cleanup-failed', entity: 'subtask', level: 'WARN', files: ['task_executor.go'], fields: ['error'], since: '2025' },
  { text: 'collect conflicts of kv group start', kind: 'subtask.conflicts-collecting', entity: 'subtask', level: 'INFO', files: ['collect_conflicts.go'], fields: ['kvGroup', 'duplicates', 'file-count', 'concurrency', 'task-id'], since: '2025' },
  { text: 'resolve conflicts of kv group start', kind: 'subtask.conflicts-resolving', entity: 'subtask', level: 'INFO', files: ['conflict_resolution.go'], fields: ['kvGroup', 'duplicates', 'fileCount', 'concurrency', 'task-id'], since: '2025' },
  { text: 'merge temp index executor run subtask', kind: 'subtask.executing', entity: 'subtask', level: 'INFO', files: ['backfilling_merge_temp.go'], fields: [], since: '2025' },
  { text: 'wait for temp index to be ready for merging', kind: 'subtask.temp-index-waited', entity: 'subtask', level: 'INFO', files: ['backfilling_merge_temp.go'], fields: ['jobID', 'indexName', 'currentState'], since: '2025' },
  { text: 'temp index merge worker retry', kind: 'subtask.temp-index-retried', entity: 'subtask', level: 'WARN', files: ['backfilling_merge_temp.go'], fields: ['jobID', 'batchCnt', 'attempts', 'backoff', 'startTS', 'error'], since: '2025' },
  { text: 'collect conflicts of kv group completed', kind: 'subtask.conflicts-collected', entity: 'subtask', level: 'INFO', files: ['collect_conflicts.go'], fields: ['task-id', 'task-key', 'step', 'kvGroup', 'duplicates', 'file-count', 'concurrency', 'takeTime'] },
  { text: 'resolve conflicts of kv group completed', kind: 'subtask.conflicts-resolved', entity: 'subtask', level: 'INFO', files: ['conflict_resolution.go'], fields: ['task-id', 'task-key', 'step', 'kvGroup', 'duplicates', 'fileCount', 'concurrency', 'takeTime'] },
  { text: 'collected conflict row info', kind: 'subtask.conflict-rows-collected', entity: 'subtask', level: 'INFO', files: ['collect_conflicts.go'], fields: ['task-id', 'task-key', 'step', 'count', 'checksum', 'targetFiles', 'fileSize', 'skipSaveHandle'] },
]

/** One row of mysql.tidb_background_subtask. */
export const subtask = defineSubject<State>({
  name: 'subtask',
  entity: 'subtask',
  lives: 'stored',
  scope: 'cluster',
  states: {
    initial: ['pending', 'revert_pending'],
    resting: ['pending', 'paused'],
    final: ['succeed', 'failed', 'canceled', 'reverted', 'revert_failed'],
    other: ['running', 'reverting'],
  },
  transitions,
  messages,
  invariants: subtaskRules,
  attributes: { step: ['step', 'subtask_step'], lastError: ['error', 'subtask-err', 'subtaskErr'] },
})
