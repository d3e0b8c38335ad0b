import { defineSubject, type Message } from './contract.ts'

const backfill = 'model-ddl-ingest 1.3'
const context = 'model-ddl-ingest 1.4'

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'owner ts mismatch, return timeout error and retry', kind: 'reorg.owner-changed', entity: 'reorg-ctx', level: 'WARN', files: ['reorg.go'], fields: ['prevTS', 'curTS'], shows: [{ machine: 'reorg-ctx', when: 'after', state: 'absent' }], since: '~v8.4' },
  { text: 'run reorg job wait timeout', kind: 'reorg.wait-timeout', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['wait time', 'total added row count', 'waitTime', 'totalAddedRowCount', 'doneKey', 'doneHandle', 'error'], shows: [{ machine: 'reorg-ctx', when: 'at', state: 'present' }], since: 'v2.0' },
  { text: 'run reorg job done', kind: 'reorg.done', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['handled rows', 'error'], shows: [{ machine: 'reorg-ctx', when: 'after', state: 'absent' }], since: 'v2.0', note: 'WARN with an error, INFO without' },
  { text: 'run reorg job quit', kind: 'reorg.quit', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: [], shows: [{ machine: 'reorg-ctx', when: 'at', state: 'present' }], since: 'v3.0', until: '~v7.5' },
  { text: 'update progress', kind: 'reorg.progress', entity: 'reorg-ctx', level: 'DEBUG', files: ['reorg.go'], fields: ['progress', 'addedRowCount', 'totalCount'], since: '~v6.5' },
  { text: 'job paused by user', kind: 'reorg.paused', entity: 'reorg-ctx', level: 'WARN', files: ['reorg.go', 'index.go'], fields: ['ID', 'error'], since: 'v7.2' },
  { text: 'DDL is not the DDL owner', kind: 'reorg.not-owner', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['ID'], since: '~v6.0' },
  { text: 'DDL worker is not the DDL owner', kind: 'reorg.not-owner', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['ID'], since: 'v3.0', until: '~v5.4' },
  { text: 'cannot find reorgCtx', kind: 'reorg.ctx-missing', entity: 'reorg-ctx', level: 'WARN', files: ['ddl.go'], fields: ['Job ID'], shows: [{ machine: 'reorg-ctx', when: 'at', state: 'absent' }], since: 'v6.2', until: '~v8.4' },
  { text: "notify reorg worker the job's state", kind: 'reorg.state-notified', entity: 'reorg-ctx', level: 'INFO', files: ['ddl.go'], fields: ['Job ID', 'Job State', 'Schema State'], since: 'v7.2', until: '~v8.4' },
  { text: 'update reorg meta failed', kind: 'reorg.meta-update-failed', entity: 'reorg-ctx', level: 'WARN', files: ['backfilling.go'], fields: ['job ID', 'error'], since: 'v6.5' },
  { text: 'initDDLReorgHandle failed to delete', kind: 'reorg.handle-deletion-failed', entity: 'reorg-ctx', level: 'INFO', files: ['job_table.go', 'job_scheduler.go'], fields: ['jobID', 'error'], since: '~v6.5' },
  { text: 'resume physical table ID from checkpoint', kind: 'reorg.resumed-from-checkpoint', entity: 'reorg-ctx', level: 'INFO', files: ['job_table.go', 'job_scheduler.go'], fields: ['jobID', 'range start', 'range end', 'checkpoint physical ID', 'global sync key', 'legacy start key', 'legacy end key'], since: 'v7.2' },
  { text: 'backfill workers successfully processed', kind: 'reorg.table-done', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['element', 'total added count', 'start key', 'startHandle'], since: 'v6.2' },
  { text: 'backfill worker failed', kind: 'reorg.worker-failed', entity: 'reorg-ctx', level: 'WARN', files: ['backfilling.go'], fields: ['job ID', 'total added count', 'start key', 'result next key', 'error'], since: '~v6.5' },
  { text: 'backfill workers successfully processed batch', kind: 'reorg.batch-done', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['elementType', 'elementID', 'totalAddedCount', 'startHandle', 'nextHandle', 'batchAddedCount', 'take time', 'error'], since: '~v5.0', until: 'v6.6' },
  { text: 'start backfill workers to reorg record', kind: 'reorg.workers-started', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['type', 'workerCnt', 'regionCnt', 'startKey', 'endKey', 'startHandle', 'endHandle'], since: 'v2.1' },
  { text: 'split table range from PD', kind: 'reorg.ranges-split', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['physicalTableID', 'start key', 'end key'], since: 'v4.0' },
  { text: 'split table range from PD, get noop table range', kind: 'reorg.ranges-empty', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['physicalTableID'], since: '~v7.0' },
  { text: 'cannot adjust backfill worker size', kind: 'reorg.worker-resize-failed', entity: 'reorg-ctx', level: 'WARN', files: ['backfilling.go'], fields: ['job ID', 'error'], since: '~v7.0' },
  { text: 'backfill worker exit', kind: 'reorg.worker-exited', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['worker', 'jobID'], since: '~v5.0' },
  { text: 'backfill worker exit on error', kind: 'reorg.worker-exited-on-error', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['worker', 'jobID', 'error'], since: '~v6.0' },
  { text: 'backfill worker exit on context done', kind: 'reorg.worker-exited-on-cancel', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['worker', 'jobID'], since: '~v6.0' },
  { text: 'get backfill range task, change end key', kind: 'reorg.range-end-changed', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['id', 'pTbl', 'end key', 'current end key'], since: 'v6.3' },
  { text: 'get backfill range task, get reverse key failed', kind: 'reorg.range-reverse-key-failed', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['error'], since: 'v6.3' },
  { text: 'index backfill state running', kind: 'backfill.state-running', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['job ID', 'table', 'ingest mode', 'index'], shows: [{ machine: 'backfill-state', when: 'at', state: 'running' }], since: 'v6.3' },
  { text: 'index backfill state ready to merge', kind: 'backfill.state-ready-to-merge', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['job ID', 'table', 'index'], shows: [{ machine: 'backfill-state', when: 'before', state: 'ready-to-merge' }], since: 'v6.3' },
  { text: 'table is empty, skipping reorg work', kind: 'backfill.table-empty', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['jobID', 'table'], since: '~v8.5' },
  { text: 'temp index is empty, skipping reorg work', kind: 'backfill.temp-index-empty', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['jobID', 'table'], shows: [{ machine: 'backfill-state', when: 'at', state: 'merging' }], since: '~v8.5' },
  { text: 'check if table is empty failed', kind: 'reorg.empty-check-failed', entity: 'reorg-ctx', level: 'WARN', files: ['index.go'], fields: ['error'], since: '~v8.5' },
  { text: 'start to add table index', kind: 'reorg.add-index-started', entity: 'reorg-ctx', level: 'INFO', files: ['index.go'], fields: ['job', 'reorgInfo'], shows: [{ machine: 'reorg-ctx', when: 'at', state: 'present' }], since: 'v2.1' },
  { text: 'start to merge temp index', kind: 'reorg.merge-started', entity: 'reorg-ctx', level: 'INFO', files: ['index.go'], fields: ['job', 'reorgInfo'], shows: [{ machine: 'reorg-ctx', when: 'at', state: 'present' }, { machine: 'backfill-state', when: 'at', state: 'merging' }], since: 'v6.3' },
  { text: 'start a cop-request task', kind: 'reorg.scan-started', entity: 'reorg-ctx', level: 'INFO', files: ['index_cop.go', 'backfilling_operators.go'], fields: ['id', 'task'], since: 'v6.5' },
  { text: 'finish a cop-request task', kind: 'reorg.scan-done', entity: 'reorg-ctx', level: 'INFO', files: ['index_cop.go', 'backfilling_operators.go', 'backfilling_scheduler.go'], fields: ['id', 'total time', 'task'], since: 'v6.5' },
  { text: 'encounter error when handle index chunk', kind: 'reorg.chunk-failed', entity: 'reorg-ctx', level: 'ERROR', files: ['backfilling_scheduler.go'], fields: ['id', 'error'], since: 'v6.5', until: '~v8.4' },
  { text: 'cannot init cop request sender', kind: 'reorg.cop-sender-failed', entity: 'reorg-ctx', level: 'WARN', files: ['backfilling_scheduler.go'], fields: ['table ID', 'index ID', 'error'], since: 'v6.5', until: '~v8.4' },
  { text: 'copReqSender get session from pool failed', kind: 'reorg.cop-session-failed', entity: 'reorg-ctx', level: 'ERROR', files: ['index_cop.go', 'backfilling_operators.go'], fields: ['error'], since: 'v7.2' },
  { text: 'job get table range', kind: 'reorg.table-range', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['jobID', 'job ID', 'physicalTableID', 'physical table ID', 'startKey', 'endKey', 'start key', 'end key'], since: 'v2.1' },
  { text: 'get noop table range', kind: 'reorg.table-range-empty', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['table', 'table/partition ID', 'start key', 'end key', 'is empty table'], since: 'v2.1' },
  { text: 'get reorg info, the element does not exist', kind: 'reorg.element-missing', entity: 'reorg-ctx', level: 'WARN', files: ['reorg.go'], fields: ['job'], since: 'v5.0' },
  { text: 'Failed removing the DDL reorg entry in tidb_ddl_reorg', kind: 'reorg.entry-removal-failed', entity: 'reorg-ctx', level: 'WARN', files: ['reorg.go'], fields: ['job', 'error'], since: 'v6.2' },
  { text: 'adjust range end key for old version ReorgMetas', kind: 'reorg.range-adjusted', entity: 'reorg-ctx', level: 'INFO', files: ['reorg.go'], fields: ['jobID', 'reorgMetaVersion', 'endKey'], since: 'v7.4' },
  { text: 'start a table scan task', kind: 'reorg.scan-started', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling_operators.go'], fields: ['jobID', 'id', 'task', 'task-id', 'task-key', 'subtaskID', 'step', 'subtask-id'] },
  { text: 'split batch regions request', kind: 'reorg.regions-split-requested', entity: 'reorg-ctx', level: 'INFO', files: ['split_region.go'], fields: ['split key count', 'batch count', 'first batch, region ID', 'first split key'] },
  { text: 'batch split regions complete', kind: 'reorg.regions-split-batch', entity: 'reorg-ctx', level: 'INFO', files: ['split_region.go'], fields: ['batch region ID', 'first at', 'first new region left', 'new region count'] },
  { text: 'split regions complete', kind: 'reorg.regions-split-done', entity: 'reorg-ctx', level: 'INFO', files: ['split_region.go'], fields: ['region count', 'region IDs'] },
  { text: 'load table ranges from PD', kind: 'reorg.ranges-loading', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['physicalTableID', 'start key', 'end key'] },
  { text: 'load table ranges from PD done', kind: 'reorg.ranges-loaded', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['physicalTableID', 'range start', 'range end', 'range count'] },
  { text: 'build add index local storage operators', kind: 'reorg.operators-built', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling_operators.go'], fields: ['jobID', 'avgRowSize', 'reader', 'writer', 'task-id', 'subtask-id'] },
  { text: 'table scan operator total count', kind: 'reorg.scan-total', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling_operators.go'], fields: ['jobID', 'count', 'task-id', 'task-key', 'subtaskID', 'step'] },
  { text: 'backfill worker finish task', kind: 'reorg.worker-task-done', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['worker', 'task', 'added count', 'scan count', 'next key', 'take time'] },
  { text: 'adjust ddl job config success', kind: 'reorg.worker-resized', entity: 'reorg-ctx', level: 'INFO', files: ['backfilling.go'], fields: ['current worker count'] },
]

/** How far the backfill of an index is, for ingest and txn-merge; a plain transactional backfill has no such state. */
export const backfillState = defineSubject({
  name: 'backfill-state',
  entity: 'job',
  lives: 'stored',
  scope: 'cluster',
  states: { initial: ['inapplicable'], resting: ['inapplicable'], final: [], other: ['running', 'ready-to-merge', 'merging'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'inapplicable', to: 'running', course: 'normal', by: [], cite: backfill },
    { from: 'running', to: 'ready-to-merge', course: 'normal', by: ['backfill.table-empty', 'reorg.done'], cite: backfill },
    { from: 'running', to: 'ready-to-merge', course: 'normal', by: [], cite: 'model-ddl-ingest 1.3: the next schema version alone tells' },
    { from: 'ready-to-merge', to: 'merging', course: 'normal', by: [], cite: backfill },
    { from: 'merging', to: 'inapplicable', course: 'normal', by: [], cite: backfill },
    { from: 'running', to: 'inapplicable', course: 'normal', by: [], cite: 'model-ddl-ingest 1.2: the index of a rolled back job is dropped' },
    { from: 'ready-to-merge', to: 'inapplicable', course: 'normal', by: [], cite: 'model-ddl-ingest 1.2: the index of a rolled back job is dropped' },
  ],
  messages,
  invariants: [],
})

/** The owner node's memory of a running backfill, by job. */
export const reorgCtx = defineSubject({
  name: 'reorg-ctx',
  entity: 'reorg-ctx',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['absent'], resting: ['absent'], final: [], other: ['present'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: null, to: 'absent', course: 'normal', by: [], cite: context },
    { from: 'absent', to: 'present', course: 'normal', by: [], cite: context },
    { from: 'present', to: 'absent', course: 'normal', by: ['reorg.done', 'reorg.owner-changed'], cite: context },
    { from: 'present', to: 'absent', course: 'normal', by: [], cite: 'model-ddl-ingest 1.4: a cancelled result prints nothing' },
  ],
  messages: [],
  invariants: [],
})
