import { ddlOwnerKey } from './spellings.ts'

/** Lines of the DDL owner's reorg that print no job (model-ddl-ingest 0.4). */
const ownerReorg = [
  ...[
    'reorg.owner-changed',
    'reorg.wait-timeout',
    'reorg.done',
    'reorg.quit',
    'reorg.progress',
    'reorg.workers-started',
    'reorg.table-done',
  ],
  ...[
    'reorg.batch-done',
    'reorg.ranges-split',
    'reorg.ranges-empty',
    'reorg.ranges-loading',
    'reorg.ranges-loaded',
    'reorg.empty-check-failed',
  ],
  ...['job.add-index-done', 'job.import-error', 'job.fallback-to-txn-merge', 'checkpoint.create-failed', 'backend.unavailable'],
  ...['reorg.table-range-empty', 'schema-version.unchanged'],
]

/** Lines of a subtask's run that print the task alone, or nothing (model-ddl-ingest 0.4, model-dxf section 6). */
const subtaskRun = [
  ...[
    'subtask.executing',
    'subtask.executed',
    'subtask.table-range-failed',
    'subtask.run-failed',
    'subtask.retryable-error',
    'subtask.run-cancelled',
  ],
  ...[
    'subtask.shutdown',
    'subtask.one-failed',
    'subtask.one-failing',
    'subtask.canceled',
    'subtask.one-canceled',
    'engine.opened',
    'engine.closed',
  ],
  ...['engine.unregister-failed', 'engine.import-failed', 'engine.flush-failed', 'engine.cleaned'],
]

/** How jobs, tasks and subtasks are tied to each other and to lines without their ids. */
export const kinship = {
  sameAs: { backend: 'job', 'reorg-ctx': 'job', checkpoint: 'job', 'flush-lock': 'job', scheduler: 'task', executor: 'task' },
  identity: [
    { kinds: ['reorg.paused'], field: 'ID', gives: 'job' },
    { kinds: ['task.plan-started', 'task.subtask-errors', 'task.unknown-type-reverted'], field: 'ID', gives: 'task' },
  ],
  inside: [
    // tmp_ddl-4000/118/24fe2a81-4dc7-5380-a88a-0a7cb3f2523d (model-ddl-ingest 0.4)
    { field: 'error', pattern: 'tmp_ddl-\\d{1,5}/(\\d{1,20})(?:/([0-9a-f-]{36}))?', gives: ['job', 'engine'] },
    { field: 'sort path', pattern: 'tmp_ddl-\\d{1,5}/(\\d{1,20})', gives: ['job'] },
    { field: 'sortDir', pattern: 'tmp_ddl-\\d{1,5}/(\\d{1,20})', gives: ['job'] },
    // sbtest1:94
    { field: 'engineTag', pattern: ':(\\d{1,20})$', gives: ['index'] },
  ],
  ownerFields: ['owner-info', 'owner-key', 'key'],
  ownerDefault: ddlOwnerKey,
  current: [
    {
      of: 'job',
      open: [
        'job.step-start',
        'job.step-error',
        'job.step-failed-retry',
        'job.worker-error',
        'job.add-index-started',
        'backfill.state-running',
        'backfill.state-ready-to-merge',
      ],
      begin: ['job.created', 'job.submitted'],
      close: ['job.finished'],
      reset: ['server.start', 'owner.schedule-loop-stopped', 'server.ddl-workers-closed'],
      fills: ownerReorg,
      // A reorg round ends after 5 s, a waiting job is stepped again at once (model-ddl-ingest 1.4): ten minutes of silence are no work.
      idleMs: 600_000,
    },
    {
      of: 'subtask',
      open: ['subtask.run-started', 'subtask.run-failed', 'engine.register-failed'],
      begin: ['subtask.run-started'],
      close: ['subtask.run-completed'],
      reset: ['server.start'],
      fills: subtaskRun,
      oneIn: 'task',
      idleMs: 60_000,
    },
  ],
  pairs: [
    // The waiting side prints the key, then the id, when a task that failed is asked for again; model-dxf section 8, 50417.
    { key: ['task.not-resumable'], task: ['task.reverted'], withinMs: 5_000, only: {} },
    // Submitted by the DDL owner, which schedules it too: a poll of the manager later (model-dxf section 5) the new task is executed.
    {
      key: ['task.submitted'],
      task: ['scheduler.loop-started', 'scheduler.created'],
      withinMs: 30_000,
      only: { 'task-type': ['backfill'], state: ['pending'] },
    },
  ],
  last: {
    jobTypes: ['add index', 'add primary key'],
    taskTypes: ['backfill'],
    created: ['job.created', 'job.submitted'],
    finished: ['job.finished', 'job.finished-for-client', 'job.failed-for-client'],
    slackMs: 60_000,
  },
  nearest: ['subtask', 'task', 'job', 'engine'],
} as const
