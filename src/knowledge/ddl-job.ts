import { defineSubject, type Message, type Transition } from './contract.ts'
import { jobRules } from './ddl-job-rules.ts'
import { jobAfter, jobAt, jobBefore } from './job-string.ts'

type State =
  | 'none'
  | 'queueing'
  | 'running'
  | 'done'
  | 'synced'
  | 'pausing'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'rollingback'
  | 'rollback done'

const table = 'model-ddl-ingest 1.1'
const synced = 'schema-version.synced'
const step = 'job.step-start'

// biome-ignore format: one row, one line
const transitions: readonly Transition<State>[] = [
  { from: null, to: 'none', course: 'normal', by: [], cite: table, until: '~v6.1' },
  { from: null, to: 'queueing', course: 'normal', by: ['job.created', 'job.submitted'], cite: table, since: 'v6.2' },
  { from: 'none', to: 'queueing', course: 'quirk', by: [], cite: 'model-ddl-ingest 0.2: a fresh job is printed as either' },
  { from: 'queueing', to: 'running', course: 'normal', by: [synced, step], cite: table },
  { from: 'none', to: 'running', course: 'normal', by: [synced, step], cite: table },
  { from: 'none', to: 'cancelled', course: 'normal', by: ['job.cancelled', 'job.finished'], cite: table },
  { from: 'none', to: 'done', course: 'normal', by: [synced], cite: 'model-ddl-ingest 1.1: the first step may be the last' },
  { from: 'none', to: 'cancelling', course: 'normal', by: [], cite: table },
  { from: 'running', to: 'done', course: 'normal', by: [synced, 'job.add-index-done'], cite: table },
  { from: 'queueing', to: 'done', course: 'normal', by: [synced], cite: 'model-ddl-ingest 1.1: the first step may be the last' },
  { from: 'done', to: 'synced', course: 'normal', by: ['job.finished', 'job.finished-for-client'], cite: table },
  { from: 'running', to: 'cancelling', course: 'normal', by: ['job.error-limit-exceeded'], cite: table },
  { from: 'running', to: 'cancelling', course: 'normal', by: [], cite: 'model-ddl-ingest 1.1: ADMIN CANCEL is written by SQL on any node' },
  { from: 'queueing', to: 'cancelling', course: 'normal', by: [], cite: table },
  { from: 'paused', to: 'cancelling', course: 'normal', by: [], cite: table },
  { from: 'pausing', to: 'cancelling', course: 'normal', by: [], cite: table },
  { from: 'running', to: 'rollingback', course: 'normal', by: ['job.rollback-converted', synced], cite: table },
  { from: 'queueing', to: 'rollingback', course: 'quirk', by: [], cite: 'model-ddl-ingest 1.1: the first step fails after it changed something' },
  { from: 'running', to: 'cancelled', course: 'normal', by: ['job.cancelled', 'job.finished'], cite: table },
  { from: 'queueing', to: 'cancelled', course: 'normal', by: ['job.cancelled', 'job.finished'], cite: table },
  { from: 'cancelling', to: 'rollingback', course: 'normal', by: ['job.cancelling-converted', 'job.rollback-converted', synced], cite: table },
  { from: 'cancelling', to: 'cancelled', course: 'normal', by: ['job.cancelling-converted', 'job.cancelled', 'job.finished'], cite: table },
  { from: 'cancelling', to: 'cancelled', course: 'normal', by: ['job.rollback-error-limit-exceeded'], cite: table },
  { from: 'cancelling', to: 'running', course: 'quirk', by: [], cite: 'model-ddl-ingest 1.1: no longer rollbackable, legal' },
  { from: 'rollingback', to: 'rollback done', course: 'normal', by: [synced, 'job.finished'], cite: table },
  { from: 'rollingback', to: 'cancelled', course: 'quirk', by: ['job.panic-limit-exceeded', 'job.finished'], cite: 'model-ddl-ingest 1.1: a panic in the step' },
  { from: 'rollingback', to: 'running', course: 'quirk', by: ['job.step-not-persisted', 'job.step-or-sync-failed'], cite: 'model-ddl-ingest 1.1: the step that converted it was not committed' },
  { from: 'rollingback', to: 'cancelling', course: 'quirk', by: ['job.step-not-persisted', 'job.step-or-sync-failed'], cite: 'model-ddl-ingest 1.1: the step that converted it was not committed' },
  { from: 'running', to: 'pausing', course: 'normal', by: ['job.system-paused'], cite: table, since: 'v7.2' },
  { from: 'queueing', to: 'pausing', course: 'normal', by: ['job.system-paused'], cite: table, since: 'v7.2' },
  { from: 'pausing', to: 'paused', course: 'normal', by: ['job.pause-polled', 'job.pausing-seen'], cite: table, since: 'v7.2' },
  { from: 'paused', to: 'queueing', course: 'normal', by: ['job.system-resumed'], cite: table, since: 'v7.2' },
  { from: 'paused', to: 'queueing', course: 'normal', by: [], cite: 'model-ddl-ingest 1.1: ADMIN RESUME is written by SQL on any node', since: 'v7.2' },
  { from: 'synced', to: 'done', course: 'quirk', by: [], cite: 'model-ddl-ingest section 4, I7: finished twice when the first commit failed' },
  { from: 'rollback done', to: 'rollingback', course: 'quirk', by: [], cite: 'model-ddl-ingest section 4, I7: the step was not committed' },
  { from: 'cancelled', to: 'cancelling', course: 'quirk', by: [], cite: 'model-ddl-ingest section 4, I7: finished twice when the first commit failed' },
]

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'add DDL jobs', kind: 'job.created', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_submitter.go'], fields: ['batch count', 'jobs', 'table', 'fast_create'], shows: jobAt, since: 'v3.0' },
  { text: 'add DDL jobs failed', kind: 'job.create-failed', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_submitter.go'], fields: ['jobs', 'error'], since: 'v4.0' },
  { text: 'start DDL job', kind: 'job.submitted', entity: 'job', level: 'INFO', files: ['ddl.go', 'executor.go'], fields: ['job', 'query'], since: 'v2.1', until: '~v8.3' },
  { text: 'DDL job submitted', kind: 'job.submitted', entity: 'job', level: 'INFO', files: ['executor.go'], fields: ['job', 'query', 'job_id', 'merged'], since: '~v8.3' },
  { text: 'DDL job is finished', kind: 'job.finished-for-client', entity: 'job', level: 'INFO', files: ['ddl.go', 'executor.go'], fields: ['jobID'], shows: [{ machine: 'job', when: 'at', state: 'synced' }], since: 'v2.1', note: 'printed by the node of the session' },
  { text: 'DDL job is failed', kind: 'job.failed-for-client', entity: 'job', level: 'INFO', files: ['ddl.go', 'executor.go'], fields: ['jobID'], shows: [{ machine: 'job', when: 'at', state: 'rollback done' }, { machine: 'job', when: 'at', state: 'cancelled' }], since: 'v3.0', note: 'printed by the node of the session; ended as rollback done or cancelled' },
  { text: 'DDL job is not in history, maybe not run', kind: 'job.not-in-history', entity: 'job', level: 'DEBUG', files: ['ddl.go', 'executor.go'], fields: ['jobID'], since: 'v2.1' },
  { text: 'get history DDL job failed, check again', kind: 'job.history-read-failed', entity: 'job', level: 'ERROR', files: ['ddl.go', 'executor.go'], fields: ['error'], since: 'v2.1' },
  { text: 'DoDDLJob will quit because context done', kind: 'job.client-wait-aborted', entity: 'job', level: 'INFO', files: ['ddl.go', 'executor.go'], fields: [], since: 'v5.3' },
  { text: 'error canceling DDL job', kind: 'job.kill-failed', entity: 'job', level: 'WARN', files: ['executor.go'], fields: ['error'], since: '~v6.5' },
  { text: 'Kill command could not cancel DDL job', kind: 'job.kill-failed', entity: 'job', level: 'WARN', files: ['executor.go'], fields: ['error'], since: '~v7.1' },
  { text: 'run DDL job', kind: 'job.step-start', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], shows: jobBefore, since: 'v2.0', note: 'the job as it was before the step; a part of a multi-schema change prints it with the id of the whole job and always ErrCount:0' },
  { text: 'finish DDL job', kind: 'job.finished', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], shows: jobAfter, since: 'v2.0', note: 'printed before the commit, so a new owner may print it again' },
  { text: 'run DDL job error', kind: 'job.step-error', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'error'], since: 'v2.0' },
  { text: 'run DDL job error, sleeps a while then retries it.', kind: 'job.step-failed-retry', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['worker', 'waitTime', 'error'], since: 'v2.1', until: 'v3.0', note: 'every step error up to ~v7.1, later only errors that count as retryable' },
  { text: 'run DDL job failed, sleeps a while then retries it.', kind: 'job.step-failed-retry', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'waitTime', 'error'], since: 'v4.0', note: 'every step error up to ~v7.1, later only errors that count as retryable' },
  { text: 'DDL job is cancelled normally', kind: 'job.cancelled', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'error'], since: 'v2.1' },
  { text: 'the DDL job is cancelled normally', kind: 'job.cancelling-converted', entity: 'job', level: 'INFO', files: ['rollingback.go'], fields: ['worker', 'jobID', 'job', 'error'], shows: jobAfter, since: 'v2.1' },
  { text: 'run DDL job failed', kind: 'job.cancelling-conversion-failed', entity: 'job', level: 'ERROR', files: ['rollingback.go'], fields: ['worker', 'jobID', 'job', 'error'], since: 'v3.0' },
  { text: 'DDL job error count exceed the limit, cancelling it now', kind: 'job.error-limit-exceeded', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'errorCountLimit'], shows: [{ machine: 'job', when: 'after', state: 'cancelling' }], since: 'v2.1' },
  { text: 'rollback DDL job error count exceed the limit, cancelled it now', kind: 'job.rollback-error-limit-exceeded', entity: 'job', level: 'WARN', files: ['rollingback.go'], fields: ['worker', 'jobID', 'errorCountLimit'], shows: [{ machine: 'job', when: 'after', state: 'cancelled' }], since: 'v4.0' },
  { text: 'panic in handling DDL logic and error count beyond the limitation ', match: 'prefix', kind: 'job.panic-limit-exceeded', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID'], shows: [{ machine: 'job', when: 'after', state: 'cancelled' }], since: 'v6.1' },
  { text: 'run the cancelling DDL job', kind: 'job.cancelling-step', entity: 'job', level: 'INFO', files: ['rollingback.go'], fields: ['worker', 'jobID', 'job'], shows: [{ machine: 'job', when: 'before', state: 'cancelling' }], since: 'v2.1' },
  { text: 'cancel DDL job', kind: 'job.cancelling-handled', entity: 'job', level: 'DEBUG', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], shows: [{ machine: 'job', when: 'before', state: 'cancelling' }], since: 'v5.4' },
  { text: 'paused DDL job ', kind: 'job.paused-seen', entity: 'job', level: 'DEBUG', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], shows: [{ machine: 'job', when: 'before', state: 'paused' }], since: 'v7.2' },
  { text: 'pausing DDL job ', kind: 'job.pausing-seen', entity: 'job', level: 'DEBUG', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], shows: [{ machine: 'job', when: 'before', state: 'pausing' }], since: 'v7.2' },
  { text: 'job is cancelled', kind: 'job.cancel-polled', entity: 'job', level: 'INFO', files: ['job_worker.go'], fields: ['job_id', 'state'], shows: [{ machine: 'job', when: 'at', field: 'state' }], since: '~v8.5' },
  { text: 'job is paused', kind: 'job.pause-polled', entity: 'job', level: 'INFO', files: ['job_worker.go'], fields: ['job_id', 'state'], shows: [{ machine: 'job', when: 'at', field: 'state' }], since: '~v8.5' },
  { text: 'job not found, might already finished', kind: 'job.not-found', entity: 'job', level: 'INFO', files: ['job_scheduler.go', 'job_worker.go', 'backfilling_dist_executor.go', 'index.go'], fields: ['job_id', 'jobID', 'taskID'], since: '~v8.3' },
  { text: 'get job failed, will retry later', kind: 'job.poll-failed', entity: 'job', level: 'ERROR', files: ['job_worker.go'], fields: ['job_id', 'jobID', 'taskID', 'error'], since: '~v8.5' },
  { text: 'get job failed', kind: 'job.refresh-failed', entity: 'job', level: 'ERROR', files: ['job_scheduler.go'], fields: ['job_id', 'error'], since: '~v8.3' },
  { text: 'load DDL global variable failed', kind: 'job.error-limit-load-failed', entity: 'job', level: 'ERROR', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'error'], since: 'v2.1' },
  { text: 'update DDL job failed', kind: 'job.update-failed', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job', 'error'], since: 'v2.1' },
  { text: "meet something wrong before update DDL job, shouldn't update raw args", kind: 'job.args-not-updated', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID', 'job'], since: 'v4.0' },
  { text: "meet error before update DDL job, shouldn't update raw args", kind: 'job.args-not-updated', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['worker', 'job'], since: 'v2.1', until: 'v3.0' },
  { text: 'current DDL job depends on other job', kind: 'job.dependency-found', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['currentJob', 'dependentJob'], since: 'v2.0', until: 'v6.1' },
  { text: 'current DDL job dependent job is finished', kind: 'job.dependency-finished', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['currentJob', 'dependentJobID'], since: 'v2.0', until: '~v6.6' },
  { text: 'DDL job need to wait dependent job, sleeps a while, then retries it.', kind: 'job.dependency-waited', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['worker', 'jobID', 'dependentJobID', 'waitTime'], since: 'v2.1', until: '~v6.6' },
  { text: 'handle DDL job failed', kind: 'job.worker-error', entity: 'job', level: 'WARN', files: ['ddl_worker.go', 'job_table.go'], fields: ['worker', 'error', 'job'], since: 'v2.0', until: '~v8.2' },
  { text: 'transit one job step failed', kind: 'job.step-not-persisted', entity: 'job', level: 'INFO', files: ['job_scheduler.go'], fields: ['jobID', 'error', 'job'], since: '~v8.3' },
  { text: 'transit one job step and wait sync failed', kind: 'job.step-or-sync-failed', entity: 'job', level: 'INFO', files: ['job_scheduler.go'], fields: ['error', 'job'], since: '~v8.3' },
  { text: 'panic in deliveryJob', kind: 'job.delivery-panicked', entity: 'job', level: 'ERROR', files: ['job_scheduler.go'], fields: ['recover'], since: '~v8.4' },
  { text: 'load and deliver jobs failed', kind: 'job.delivery-failed', entity: 'job', level: 'WARN', files: ['job_scheduler.go'], fields: ['error'], since: '~v8.4' },
  { text: 'no worker available now', kind: 'job.no-worker', entity: 'job', level: 'INFO', files: ['job_scheduler.go'], fields: ['type'], since: '~v7.5' },
  { text: 'pause the job failed', kind: 'job.system-pause-failed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job', 'isRunnable', 'error'], since: 'v7.2' },
  { text: 'pause the job successfully', kind: 'job.system-paused', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job'], shows: [{ machine: 'job', when: 'after', state: 'pausing' }], since: 'v7.2' },
  { text: 'normal cluster state, resume the job successfully', kind: 'job.system-resumed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job'], shows: [{ machine: 'job', when: 'after', state: 'queueing' }], since: 'v7.2' },
  { text: 'normal cluster state, resume the job failed', kind: 'job.system-resume-failed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job', 'error'], since: 'v7.2' },
  { text: 'sleep before DDL finishes to make async commit and 1PC safe', kind: 'job.async-commit-wait', entity: 'job', level: 'INFO', files: ['ddl.go'], fields: ['duration'], since: 'v5.0' },
  { text: 'run one job step', kind: 'job.step-start', entity: 'job', level: 'INFO', files: ['job_worker.go'], fields: ['jobID', 'job'], shows: jobBefore, since: '2026', note: 'the job as it was before the step; a part of a multi-schema change prints it with the id of the whole job and always ErrCount:0' },
  { text: 'fail to notify DDL event', kind: 'job.event-notify-failed', entity: 'job', level: 'WARN', files: ['ddl.go'], fields: ['event'] },
  { text: 'add job into delete-range table', kind: 'job.delete-range-added', entity: 'job', level: 'INFO', files: ['delete_range.go'], fields: ['jobID', 'jobType'] },
  { text: "won't scatter region since system variable didn't set", kind: 'job.scatter-skipped', entity: 'job', level: 'INFO', files: ['executor.go'], fields: [] },
  { text: 'insert into delete-range table', kind: 'job.delete-range-inserted', entity: 'job', level: 'INFO', files: ['delete_range.go'], fields: ['jobID', 'tableIDs', 'comment'] },
  { text: 'job version in use is not v2 or global index v1 not supported, maybe in upgrade, start detecting', kind: 'job.version-detection-started', entity: 'job', level: 'INFO', files: ['ddl.go'], fields: ['current', 'globalIndexV1Supported'] },
  { text: 'change job version in use', kind: 'job.version-changed', entity: 'job', level: 'INFO', files: ['ddl.go'], fields: ['old', 'new'] },
  { text: 'delRange emulator complete task', kind: 'job.delete-range-done', entity: 'job', level: 'INFO', files: ['delete_range.go'], fields: ['jobID', 'elementID', 'startKey', 'endKey'] },
  { text: 'insert into delete-range indices', kind: 'job.delete-range-inserted', entity: 'job', level: 'INFO', files: ['delete_range.go'], fields: ['jobID', 'tableID', 'indexIDs', 'comment'] },
  { text: 'change global index V1 support', kind: 'job.global-index-version-changed', entity: 'job', level: 'INFO', files: ['ddl.go'], fields: ['old', 'new'] },
  { text: 'initialize reorg meta', kind: 'job.reorg-meta-initialized', entity: 'job', level: 'INFO', files: ['executor.go'], fields: ['jobSchema', 'jobTable', 'jobType', 'enableDistTask', 'enableFastReorg', 'targetScope', 'maxNodeCount', 'concurrency', 'batchSize'] },
  { text: 'handle ddl job failed', kind: 'job.worker-error', entity: 'job', level: 'INFO', files: ['job_table.go'], fields: ['worker', 'error', 'job'] },
]

/** One DDL job, as mysql.tidb_ddl_job and its history hold it. */
export const ddlJob = defineSubject<State>({
  name: 'job',
  entity: 'job',
  lives: 'stored',
  scope: 'cluster',
  states: {
    initial: ['queueing', 'none'],
    resting: ['queueing', 'none', 'paused'],
    final: ['synced', 'rollback done', 'cancelled'],
    other: ['running', 'done', 'pausing', 'cancelling', 'rollingback'],
  },
  born: 'job.StartTime',
  transitions,
  messages,
  invariants: jobRules,
  attributes: {
    type: ['job.Type'],
    table: ['table'],
    query: ['query'],
    rowCount: ['job.RowCount', 'total added row count', 'totalAddedRowCount', 'handled rows'],
    errorCount: ['job.ErrCount'],
    lastError: ['error', 'job.Err'],
  },
})
