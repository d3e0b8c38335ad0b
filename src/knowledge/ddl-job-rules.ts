import { jobLifeRules } from './ddl-job-life-rules.ts'
import { stateOfJob as state, wholeJob } from './job-string.ts'
import { ownershipLost } from './owner.ts'
import type { Invariant } from './rules.ts'

const notes = 'model-ddl-ingest section 4'
const [step, synced] = ['job.step-start', 'schema-version.synced']

/** What must hold of a DDL job beside its transitions. */
export const jobRules: readonly Invariant[] = [
  ...jobLifeRules,
  {
    id: 'job-error-count-went-down',
    rule: 'monotone',
    per: ['job', 'job.StartTime', 'job.Type'],
    values: [step],
    field: 'job.ErrCount',
    resets: [],
    because:
      'The error count is stored with the job and only ever grows; a part of a multi-schema change always prints 0 under its own type.',
    cite: `${notes}, I4`,
    upholds: ['DDL I4'],
    severity: 'low',
  },
  {
    id: 'job-not-cancelled-at-its-error-limit',
    rule: 'followed-within',
    per: ['job'],
    first: ['job.error-limit-exceeded'],
    next: [
      ...[step, synced, 'job.cancelling-step', 'job.cancelling-converted', 'job.cancelling-conversion-failed', 'job.cancelled'],
      ...[
        'job.finished',
        'job.failed-for-client',
        'job.rollback-converted',
        'job.rollback-error-limit-exceeded',
        'job.panic-limit-exceeded',
      ],
    ],
    ms: 300_000,
    unless: ownershipLost,
    because: 'The step after the one that exceeded the error limit begins to cancel the job; a live owner takes it a second later.',
    cite: `${notes}, I5`,
    upholds: ['DDL I5'],
    severity: 'medium',
  },
  {
    id: 'job-stuck-cancelling',
    rule: 'followed-within',
    per: ['job'],
    first: ['job.cancelling-step', { kind: step, where: [state('cancelling')] }],
    next: [
      ...['job.cancelling-converted', 'job.cancelled', 'job.finished', 'job.failed-for-client', 'job.finished-for-client'],
      ...['job.rollback-converted', 'job.rollback-error-limit-exceeded', 'job.panic-limit-exceeded'],
      ...[step, synced].map((kind) => ({ kind, where: [{ ...state('cancelling'), not: true } as const] })),
    ],
    // An import that is under way is finished first, which may take its time.
    ms: 1_800_000,
    unless: ownershipLost,
    because: 'Cancelling takes a few rounds: one to collect the worker of the reorganisation, one to convert the job into its rollback.',
    cite: `${notes}, I28`,
    upholds: ['DDL I28'],
    severity: 'medium',
  },
  {
    id: 'job-stepped-by-two-owners',
    rule: 'exclusive',
    per: ['job'],
    holder: 'node',
    open: [],
    acts: [step, synced, 'job.step-error'],
    close: ownershipLost,
    lost: [],
    // A lost lease runs out after 60 s (section 2). An owner that comes and goes changes once or twice in that time, and says so.
    graceMs: 60_000,
    turns: 5,
    lapseMs: 600_000,
    because: 'Only the DDL owner runs a job, and there is one owner: two nodes that step the same job by turns both believe to be it.',
    cite: `${notes}, I9`,
    upholds: ['DDL I9'],
    severity: 'high',
  },
  {
    id: 'task-outlives-its-job',
    rule: 'never-after',
    per: ['job'],
    after: ['job.finished'],
    never: ['scheduler.started', 'executor.started', 'subtask.run-started', 'task.subtasks-scheduled'],
    unless: [step],
    // The task is cancelled by a poll and cleaned up by a loop; what ran is let run out.
    graceMs: 120_000,
    withinMs: 21_600_000,
    because: 'The job waits for its distributed task, or cancels it, before it is finished: what runs on afterwards works for nobody.',
    cite: `${notes}, I11`,
    upholds: ['DDL I11'],
    severity: 'high',
  },
  {
    id: 'job-row-count-went-down',
    rule: 'monotone',
    per: ['job', 'job.StartTime', 'job.Type'],
    values: [{ kind: step, where: wholeJob }],
    field: 'job.RowCount',
    // Printed by a backfill on the owner alone; the count of a distributed one is the sum of its subtasks, which a retry lowers.
    from: ['reorg.add-index-started'],
    resets: [
      ...[
        'reorg.merge-started',
        'reorg.done',
        'reorg.quit',
        'reorg.owner-changed',
        'reorg.element-missing',
        'reorg.resumed-from-checkpoint',
      ],
      ...[
        'job.fallback-to-txn-merge',
        'job.import-error',
        'job.rollback-converted',
        'job.step-error',
        'checkpoint.resumed',
        'checkpoint.reset',
      ],
      ...['backend.created', 'task.submitted', 'panic.recovered', ...ownershipLost],
    ],
    because: 'Within one term of an owner and one phase, rows are only added to those that were done.',
    cite: `${notes}, I13`,
    upholds: ['DDL I13'],
    severity: 'low',
  },
  {
    id: 'job-snapshot-went-back',
    rule: 'monotone',
    per: ['job', 'job.StartTime', 'job.Type'],
    values: [{ kind: step, where: [...wholeJob, { field: 'job.SnapshotVersion', oneOf: ['', '0'], not: true }] }],
    field: 'job.SnapshotVersion',
    resets: [],
    because: 'The snapshot is 0 until a round of the reorganisation takes one, and the next round takes a newer one from PD.',
    cite: `${notes}, I14`,
    upholds: ['DDL I14'],
    severity: 'medium',
  },
  {
    id: 'panic-became-cancel',
    rule: 'never-after',
    per: ['node'],
    after: [{ kind: 'panic.recovered', where: [{ field: 'funcInfo', contains: ['onCreateIndex'] }] }],
    never: [{ kind: 'job.rollback-converted', where: [{ field: 'error', contains: ['8214', 'Cancelled DDL job'] }] }],
    unless: [],
    withinMs: 10_000,
    because:
      'A panic in the goroutine of the reorganisation is handed to the job as a cancel: it is rolled back as if someone had wanted that, and its error tells of a cancel that nobody asked for.',
    cite: `${notes}, I29`,
    upholds: ['DDL I29'],
    severity: 'high',
  },
]
