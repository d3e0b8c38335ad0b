import { stateOfJob as state, wholeJob } from './job-string.ts'
import type { Invariant } from './rules.ts'

const notes = 'model-ddl-ingest section 4'
const [step, synced] = ['job.step-start', 'schema-version.synced']
const ended = ['synced', 'rollback done', 'cancelled']

/** What must hold of the beginning and the end of a DDL job. */
export const jobLifeRules: readonly Invariant[] = [
  {
    id: 'job-created-twice',
    rule: 'never-after',
    per: ['job', 'job.StartTime'],
    after: [{ kind: 'job.created', where: wholeJob }],
    never: [{ kind: 'job.created', where: wholeJob }],
    unless: [],
    // Of the same instant it is the same line, collected twice.
    graceMs: 0,
    because: 'The line is printed when the job has been written, which is tried again with another id when it fails.',
    cite: 'model-ddl-ingest 1.1',
    upholds: [],
    severity: 'medium',
  },
  {
    id: 'job-created-after-its-start',
    rule: 'never-after',
    per: ['job', 'job.StartTime'],
    after: [{ kind: step, where: wholeJob }],
    never: [{ kind: 'job.created', where: wholeJob }],
    unless: [],
    // Who wrote the job prints the line when the transaction has ended, and the owner may have begun by then.
    graceMs: 2_000,
    because: 'A job is written once: what runs was added before.',
    cite: 'model-ddl-ingest 1.1',
    upholds: [],
    severity: 'medium',
  },
  {
    id: 'job-stepped-in-its-end',
    rule: 'line',
    per: ['job'],
    lines: [{ kind: step, where: wholeJob }],
    must: [[{ ...state(...ended), not: true }]],
    unless: [],
    because: 'A job whose state is final is moved to the history, and no step of it is run.',
    cite: `model-ddl-ingest 1.1 and section 4, I7`,
    upholds: ['DDL I7'],
    severity: 'medium',
    // Before jobs had a table of their own, a worker looked at the state after it had printed the line.
    since: 'v6.2',
  },
  {
    id: 'job-run-after-its-end',
    rule: 'never-after',
    per: ['job', 'job.StartTime'],
    after: ['job.finished', { kind: synced, where: [...wholeJob, state(...ended)] }],
    never: [step, 'job.rollback-converted'].map((kind) => ({
      kind,
      where: [...wholeJob, state('none', 'queueing', 'running', 'pausing', 'paused')],
    })),
    unless: [],
    because:
      'The last line of a job may be printed again when its commit failed, but then the job is where that step found it: done, or rolled back.',
    cite: `${notes}, I7`,
    upholds: ['DDL I7'],
    severity: 'high',
  },
  {
    id: 'job-converted-after-its-end',
    rule: 'never-after',
    per: ['job', 'job.StartTime'],
    after: ['job.finished', synced].map((kind) => ({ kind, where: [...wholeJob, state('synced', 'rollback done')] })),
    never: [{ kind: 'job.cancelling-converted', where: wholeJob }],
    unless: [],
    because:
      'What is converted into its rollback is being cancelled: a job that was rolled back, or is done, is past that, committed or not.',
    cite: `model-ddl-ingest 1.1 and section 4, I7`,
    upholds: ['DDL I7'],
    severity: 'high',
  },
  {
    id: 'job-of-two-ends',
    rule: 'never-after',
    per: ['job', 'job.StartTime'],
    after: [{ kind: synced, where: [...wholeJob, state('cancelled')] }],
    never: ['job.finished', synced].map((kind) => ({ kind, where: [...wholeJob, state('done', 'synced', 'rollback done')] })),
    unless: [],
    because: 'The nodes are waited for when the step has been committed: a job that was cancelled by then has no other end.',
    cite: `model-ddl-ingest 1.1, 1.10 and section 4, I7`,
    upholds: ['DDL I7'],
    severity: 'high',
  },
]
