import { indexJob, stateOfJob as state } from './job-string.ts'
import type { FieldTest, Invariant } from './rules.ts'

const notes = 'model-ddl-ingest section 4'
const schemaState = (...oneOf: readonly string[]): FieldTest => ({ field: 'job.SchemaState', oneOf })
const FORWARD = ['none', 'delete only', 'write only', 'write reorganization', 'public']
const UNDO = ['delete only', 'delete reorganization', 'none']
const [step, synced] = ['job.step-start', 'schema-version.synced']

/** What must hold of the index that a job adds beside its transitions, and between its state and the job's. */
export const schemaStateRules: readonly Invariant[] = [
  {
    id: 'job-ended-in-another-schema-state',
    rule: 'line',
    per: ['job'],
    lines: [{ kind: 'job.finished', where: indexJob }],
    // Cancelled by its error limit, or for its size, it may leave the index as it was (1.1); v5.3 to v6.1 print queueing for none (0.2).
    must: [
      [state('synced', 'done'), schemaState('public')],
      [state('rollback done'), schemaState('none', 'queueing')],
      [state('cancelled')],
    ],
    unless: [],
    because: 'A job that adds an index ends synced with the index public, or rolled back with the index gone, or cancelled.',
    cite: `${notes}, I8`,
    upholds: ['DDL I8'],
    severity: 'high',
  },
  {
    id: 'job-states-at-odds',
    rule: 'line',
    per: ['job'],
    lines: [step, synced, 'job.cancelling-converted'].map((kind) => ({
      kind,
      where: [...indexJob, { field: 'job.SchemaState', oneOf: [''], not: true }],
    })),
    // A job that was paused and resumed is queueing again wherever it was.
    must: [
      [state('none', 'queueing', 'running', 'pausing', 'paused', 'cancelling'), schemaState('queueing', ...FORWARD.slice(0, -1))],
      [state('rollingback'), schemaState(...UNDO)],
      [state('rollback done'), schemaState('none', 'queueing')],
      [state('done', 'synced'), schemaState('public')],
      [state('cancelled')],
    ],
    unless: [],
    because:
      'The index is public when its job is done and not before; while the job is rolled back the index is on its way from delete only to none.',
    cite: `model-ddl-ingest 1.2 and section 4, I1 to I3`,
    upholds: ['DDL I1', 'DDL I2', 'DDL I3'],
    severity: 'high',
  },
  {
    id: 'job-created-under-way',
    rule: 'line',
    per: ['job'],
    lines: [{ kind: 'job.created', where: indexJob }],
    must: [[state('', 'none', 'queueing'), schemaState('', 'none', 'queueing')]],
    unless: [],
    because: 'A job is written in its first state, before anything of the index is.',
    cite: `model-ddl-ingest 1.1 and 1.2, section 4, I1`,
    upholds: ['DDL I1'],
    severity: 'medium',
  },
  {
    id: 'job-schema-state-went-back',
    rule: 'monotone',
    per: ['job', 'job.StartTime', 'job.Type'],
    values: [step, synced].map((kind) => ({
      kind,
      where: [...indexJob, state('none', 'queueing', 'running', 'pausing', 'paused', 'cancelling', 'done')],
    })),
    field: 'job.SchemaState',
    order: FORWARD,
    resets: [],
    because:
      'While the job goes forward each step writes the next schema state, and a step that is not committed leaves the one that was; who pauses or cancels the job leaves it, too.',
    cite: `${notes}, I1`,
    upholds: ['DDL I1'],
    severity: 'high',
  },
  {
    id: 'job-undo-went-back',
    rule: 'monotone',
    per: ['job', 'job.StartTime', 'job.Type'],
    values: [step, synced].map((kind) => ({ kind, where: [...indexJob, state('rollingback', 'rollback done')] })),
    field: 'job.SchemaState',
    order: UNDO,
    resets: [],
    because: 'The undo of an ADD INDEX goes from delete only over delete reorganization to none.',
    cite: `${notes}, I2`,
    upholds: ['DDL I2'],
    severity: 'high',
  },
]
