import { defineSubject, type Message, type Transition } from '../contract.ts'
import { namedSwitch, numberedStepLeft, numberedSwitch, stepLeft } from './shows.ts'
import { stepRules } from './step-rules.ts'

type State =
  | 'init'
  | 'prepared'
  | 'read-index'
  | 'merge-sort'
  | 'ingest'
  | 'merge-temp-index'
  | 'import'
  | 'encode'
  | 'collect-conflicts'
  | 'conflict-resolution'
  | 'post-process'
  | 'one'
  | 'two'
  | 'three'
  | 'done'

const orders = 'model-dxf section 3'
const unwritten = 'model-dxf section 7, I1: the last switch is printed before it is written'
const switched = ['task.step-switch', 'task.changed-externally']

// biome-ignore format: one row, one line
const transitions: readonly Transition<State>[] = [
  { from: null, to: 'init', course: 'normal', by: [], cite: orders },
  { from: 'init', to: 'prepared', course: 'normal', by: switched, cite: orders, since: '2026' },
  { from: 'init', to: 'read-index', course: 'normal', by: switched, cite: orders },
  { from: 'prepared', to: 'read-index', course: 'normal', by: switched, cite: orders, since: '2026' },
  { from: 'read-index', to: 'merge-sort', course: 'normal', by: switched, cite: orders, since: 'v7.5' },
  { from: 'read-index', to: 'ingest', course: 'normal', by: switched, cite: 'model-dxf section 3: local sort, and skipped merge sort, up to v7.5', until: 'v7.5' },
  { from: 'merge-sort', to: 'ingest', course: 'normal', by: switched, cite: orders },
  { from: 'ingest', to: 'done', course: 'normal', by: switched, cite: orders },
  { from: 'read-index', to: 'done', course: 'normal', by: switched, cite: 'model-dxf section 3: local sort', since: '~v7.5' },
  { from: 'init', to: 'merge-temp-index', course: 'normal', by: switched, cite: orders, since: '2025' },
  { from: 'merge-temp-index', to: 'done', course: 'normal', by: switched, cite: orders, since: '2025' },
  { from: 'init', to: 'import', course: 'normal', by: switched, cite: orders },
  { from: 'import', to: 'post-process', course: 'normal', by: switched, cite: orders },
  { from: 'init', to: 'encode', course: 'normal', by: switched, cite: orders },
  { from: 'prepared', to: 'import', course: 'normal', by: switched, cite: orders, since: '2026' },
  { from: 'prepared', to: 'encode', course: 'normal', by: switched, cite: orders, since: '2026' },
  { from: 'encode', to: 'merge-sort', course: 'normal', by: switched, cite: orders },
  { from: 'ingest', to: 'post-process', course: 'normal', by: switched, cite: orders },
  { from: 'ingest', to: 'collect-conflicts', course: 'normal', by: switched, cite: orders, since: '2025' },
  { from: 'collect-conflicts', to: 'conflict-resolution', course: 'normal', by: switched, cite: orders, since: '2025' },
  { from: 'conflict-resolution', to: 'post-process', course: 'normal', by: switched, cite: orders, since: '2025' },
  { from: 'post-process', to: 'done', course: 'normal', by: switched, cite: orders },
  { from: 'init', to: 'one', course: 'normal', by: switched, cite: orders },
  { from: 'one', to: 'two', course: 'normal', by: switched, cite: orders },
  { from: 'two', to: 'three', course: 'normal', by: switched, cite: orders },
  { from: 'one', to: 'done', course: 'normal', by: switched, cite: orders },
  { from: 'two', to: 'done', course: 'normal', by: switched, cite: orders },
  { from: 'three', to: 'done', course: 'normal', by: switched, cite: orders },
  { from: 'done', to: 'ingest', course: 'quirk', by: [], cite: unwritten },
  { from: 'done', to: 'read-index', course: 'quirk', by: [], cite: unwritten },
  { from: 'done', to: 'merge-temp-index', course: 'quirk', by: [], cite: unwritten },
  { from: 'done', to: 'post-process', course: 'quirk', by: [], cite: unwritten },
]

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'on next subtasks batch', kind: 'task.batch-planned', entity: 'task', level: 'INFO', files: ['backfilling_dispatcher.go', 'backfilling_dist_scheduler.go', 'scheduler.go', 'dispatcher.go'], fields: ['type', 'task-id', 'curr-step', 'next-step', 'task-key', 'node-count', 'db-name', 'table-name', 'db-id', 'table-id'], since: 'v7.5' },
  { text: 'calculate region batch', kind: 'task.region-batch', entity: 'task', level: 'INFO', files: ['backfilling_dist_scheduler.go'], fields: ['type', 'task-id', 'curr-step', 'next-step', 'totalRegionCnt', 'regionBatch', 'instanceCnt', 'useCloud'], since: 'v7.6' },
  { text: 'split subtask range', kind: 'task.subtask-range', entity: 'task', level: 'INFO', files: ['backfilling_dist_scheduler.go', 'backfilling_dispatcher.go'], fields: ['type', 'task-id', 'curr-step', 'next-step', 'startKey', 'endKey', 'dataFilesCnt', 'rangeJobKeysCnt', 'regionSplitKeysCnt'], since: 'v7.4' },
  { text: 'skip merge sort', kind: 'task.merge-sort-skipped', entity: 'task', level: 'INFO', files: ['backfilling_dist_scheduler.go'], fields: ['type', 'task-id', 'curr-step', 'next-step'], since: 'v7.5' },
  { text: 'meet empty kv group when getting subtask summary', kind: 'task.empty-kv-group', entity: 'task', level: 'ERROR', files: ['backfilling_dist_scheduler.go'], fields: ['task-id', 'taskID'], since: '~v8.0' },
  { text: 'failed to close range splitter', kind: 'task.range-splitter-close-failed', entity: 'task', level: 'WARN', files: ['backfilling_dist_scheduler.go', 'backfilling_dispatcher.go'], fields: ['error'], since: 'v7.4' },
  { text: 'fail to get region split keys and size', kind: 'task.split-keys-failed', entity: 'task', level: 'WARN', files: ['backfilling_dist_scheduler.go', 'local.go'], fields: ['error'], since: 'v7.4' },
  { text: 'previous stage finished, generate dist plan', kind: 'task.step-finished', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['stage'], since: 'v7.3', until: 'v7.4' },
  { text: 'process flow, process normal', kind: 'task.step-finished', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['taskID'], since: 'v7.1', until: 'v7.2' },
  { text: 'process normal flow', kind: 'task.plan-started', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['task ID', 'state', 'concurrency', 'subtasks'], since: 'v7.1', until: 'v7.2' },
  { text: 'gen dist-plan failed', kind: 'task.plan-error', entity: 'task', level: 'WARN', files: ['dispatcher.go'], fields: ['error'], since: 'v7.1', until: 'v7.2' },
  { text: 'get a eligible instance failed', kind: 'task.instance-failed', entity: 'task', level: 'WARN', files: ['dispatcher.go'], fields: ['gTask ID', 'error'], since: 'v7.1', until: 'v7.2' },
  { text: "get global task's all instances failed", kind: 'task.instances-failed', entity: 'task', level: 'WARN', files: ['dispatcher.go'], fields: ['error'], since: 'v7.1', until: 'v7.2' },
  { text: "get task's all instances failed", kind: 'task.instances-failed', entity: 'task', level: 'WARN', files: ['dispatcher.go', 'scheduler.go'], fields: ['error'], since: 'v7.3', until: '~v8.0' },
  { text: 'onNextStage', kind: 'task.step-switch', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['current-step', 'next-step'], shows: numberedSwitch, since: 'v7.5', until: 'v7.5', note: 'an attempt: it held when the next one names another current step' },
  { text: 'move to next stage', kind: 'task.step-moved', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['from', 'to'], since: 'v7.5', until: 'v7.5' },
  { text: 'switch to next step', kind: 'task.step-switch', entity: 'task', level: 'INFO', files: ['scheduler.go'], fields: ['current-step', 'next-step', 'required-slots', 'runtime-slots', 'task-id', 'task-key', 'task-type'], shows: namedSwitch, since: 'v7.6', note: 'an attempt: it held when the next one names another current step' },
  { text: 'eligible instances', kind: 'task.instances-eligible', entity: 'task', level: 'INFO', files: ['dispatcher.go', 'scheduler.go'], fields: ['num', 'task-id', 'task-key', 'task-type'], since: 'v7.5' },
  { text: 'generate part of subtasks failed', kind: 'task.plan-error', entity: 'task', level: 'WARN', files: ['dispatcher.go', 'scheduler.go'], fields: ['error'], since: 'v7.5' },
  { text: 'generate plan failed', kind: 'task.plan-failed', entity: 'task', level: 'WARN', files: ['dispatcher.go', 'scheduler.go'], fields: ['error', 'state'], shows: [{ machine: 'task', when: 'at', field: 'state' }], since: 'v7.3' },
  { text: 'dispatch subtasks', kind: 'task.subtasks-scheduled', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['state', 'step', 'concurrency', 'subtasks'], shows: numberedStepLeft, since: 'v7.3', until: 'v7.5', note: 'the step is the old one up to v8.0, the new one later; printed before the write' },
  { text: 'schedule subtasks', kind: 'task.subtasks-scheduled', entity: 'task', level: 'INFO', files: ['scheduler.go'], fields: ['state', 'step', 'concurrency', 'requiredSlots', 'subtasks', 'task-id', 'task-key', 'task-type'], shows: stepLeft, since: 'v7.6', note: 'the step is the old one up to v8.0, the new one later; printed before the write' },
  { text: 'subtasks size exceed limit, will insert in batch', kind: 'task.subtasks-in-batch', entity: 'task', level: 'INFO', files: ['scheduler.go'], fields: ['size', 'limit'], since: '~v8.0' },
  { text: 'get previous succeed subtask failed', kind: 'task.previous-subtasks-failed', entity: 'task', level: 'WARN', files: ['dispatcher.go', 'scheduler.go'], fields: ['step'], since: 'v7.3' },
  { text: 'available local disk space resource', kind: 'task.disk-space', entity: 'task', level: 'INFO', files: ['backfilling_dist_scheduler.go'], fields: ['size', 'task-id'], since: '2025' },
  { text: 'process normal flow', kind: 'task.plan-started', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['component', 'type', 'ID', 'step', 'task_meta'], needs: ['component'], since: 'v7.2', until: '~v7.3' },
  { text: 'pre process', kind: 'task.plan-first-step', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['table_info'], since: 'v7.2', until: '~v7.4' },
  { text: 'on error stage', kind: 'task.error-stage', entity: 'task', level: 'INFO', files: ['dispatcher.go'], fields: ['type', 'task-id', 'step', 'errors'], since: 'v7.5', until: 'v7.5' },
  { text: 'generate subtasks', kind: 'task.subtasks-generated', entity: 'task', level: 'INFO', files: ['dispatcher.go', 'scheduler.go'], fields: ['subtask-count', 'subtask_metas', 'task-id', 'task-key'], since: 'v7.2' },
  { text: 'move to post-process step ', kind: 'task.post-process-planned', entity: 'task', level: 'INFO', files: ['dispatcher.go', 'scheduler.go'], fields: ['result', 'step_meta'], since: 'v7.2', until: '~v8.5' },
  { text: 'move to post-process step', kind: 'task.post-process-planned', entity: 'task', level: 'INFO', files: ['scheduler.go'], fields: ['result', 'task-id', 'task-key'], since: '2025' },
  { text: 'rollback', kind: 'task.step-rollback', entity: 'task', level: 'INFO', files: ['dispatcher.go', 'scheduler.go'], fields: ['task-id', 'step'], since: 'v7.2', until: 'v7.5' },
  { text: 'skip merge sort for kv group', kind: 'task.merge-sort-skipped', entity: 'task', level: 'INFO', files: ['planner.go'], fields: ['task-id', 'kv-group', 'task-key'], since: 'v7.5' },
  { text: 'skip merge-sort for empty kv group', kind: 'task.merge-sort-skipped', entity: 'task', level: 'INFO', files: ['planner.go'], fields: ['kv-group'], since: '2025' },
]

/**
 * The step that a task is in, by its newest name. Codes are not in order for IMPORT INTO, names are. The orders of all task types stand in
 * one machine: they share merge-sort and ingest, and which order holds is the scheduler's choice, not printed before the first step.
 */
export const taskStep = defineSubject<State>({
  name: 'task-step',
  entity: 'task',
  lives: 'stored',
  scope: 'cluster',
  states: {
    initial: ['init'],
    resting: ['init'],
    final: ['done'],
    other: [
      ...(['prepared', 'read-index', 'merge-sort', 'ingest', 'merge-temp-index'] as const),
      ...(['import', 'encode', 'collect-conflicts', 'conflict-resolution', 'post-process'] as const),
      ...(['one', 'two', 'three'] as const),
    ],
  },
  transitions,
  messages,
  invariants: stepRules,
})
