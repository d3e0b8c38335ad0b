import { expect, test } from 'vitest'
import { testRules } from '../../testing/rule-cases.ts'
import { brokenIn, jobString, type Logs, ordinary, type Said, withLosses } from '../../testing/rule-logs.ts'

type Job = Parameters<typeof jobString>[0]

const one = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary(), ...lines] })
const step = (at: number, job: Job = {}): Said => [at, 'INFO', 'job_worker.go', 'run DDL job', { jobID: 105, job: jobString(job) }]
const finish = (at: number, job: Job): Said => [at, 'INFO', 'job_worker.go', 'finish DDL job', { jobID: 105, job: jobString(job) }]
const created = (at: number, job: Job): Said => [
  at,
  'INFO',
  'job_submitter.go',
  'add DDL jobs',
  { 'batch count': 1, jobs: `${jobString(job)}; ` },
]
const synced = (at: number, job: Job, ver = 98): Said => {
  const fields = { ver, 'take time': '50ms', job: jobString(job) }
  return [
    at,
    'INFO',
    'schema_version.go',
    'wait latest schema version changed(get the metadata lock if tidb_enable_metadata_lock is true)',
    fields,
  ]
}
const limit: Said = [
  10,
  'WARN',
  'job_worker.go',
  'DDL job error count exceed the limit, cancelling it now',
  { jobID: 105, errorCountLimit: 512 },
]
/** The node goes on: a line every 20 s. */
const on = (from: number, to: number): Said[] =>
  Array.from({ length: (to - from) / 20 }, (_, i) => [
    from + i * 20,
    'INFO',
    'env.go',
    'the ingest sorted directory',
    { 'data path': '/tmp' },
  ])
const retire = (at: number): Said => [
  at,
  'INFO',
  'manager.go',
  'retire owner',
  { 'owner info': '[ddl] /tidb/ddl/fg/owner ownerManager 1f' },
]
const add = (at: number): Said => [
  at,
  'INFO',
  'index.go',
  'start to add table index',
  { job: jobString(), reorgInfo: 'CurrElementType:_idx_' },
]
const panic = (at: number): Said => [
  ...([at, 'ERROR', 'misc.go', 'panic in the recoverable goroutine'] as const),
  { label: 'ddl', funcInfo: 'onCreateIndex', r: 'nil map', 'stack trace': 'goroutine 1 [running]:' },
]
const converted = (at: number): Said => {
  const error = '[ddl:8214]Cancelled DDL job'
  return [
    at,
    'WARN',
    'index.go',
    'run add index job failed, convert job to rollback',
    { category: 'ddl', jobID: 105, job: jobString(), error },
  ]
}
const ofTask = { 'task-id': 30001, 'task-key': 'ddl/backfill/105' }
const ran = (at: number): Said => [at, 'INFO', 'task_executor.go', 'run subtask start', { ...ofTask, subtaskID: 30101, step: 'read-index' }]
const byTurns = (from: number, to: number): Logs => {
  const times = Array.from({ length: (to - from) / 5 }, (_, i) => from + i * 5)
  return { 'tidb-0': [...ordinary(), ...times.map((at) => step(at))], 'tidb-1': [...ordinary(), ...times.map((at) => step(at + 2))] }
}

testRules({
  'job-error-count-went-down': {
    broken: one(step(5, { errors: 3 }), step(6, { errors: 2 })),
    legal: [one(step(5, { errors: 3 }), step(6, { type: 'add column', tail: ', Multi-Schema Change:true, Revertible:true' }))],
    lost: [{ 'tidb-0': [step(6, { errors: 3 })], 'tidb-1': [step(6, { errors: 2 })] }],
  },
  'job-ended-in-another-schema-state': {
    broken: one(finish(5, { state: 'synced', schema: 'write reorganization' })),
    legal: [
      one(finish(5, { state: 'synced', schema: 'public' })),
      one(finish(5, { state: 'rollback done', schema: 'none' })),
      one(finish(5, { state: 'cancelled', schema: 'write only' })),
      one(finish(5, { type: 'alter table multi-schema change', state: 'synced', schema: 'none' })),
    ],
    lost: [one([5, 'INFO', 'job_worker.go', 'finish DDL job', { jobID: 105 }])],
  },
  'job-states-at-odds': {
    broken: one(synced(5, { state: 'rollingback', schema: 'public' })),
    legal: [
      one(synced(5, { state: 'rollingback', schema: 'delete only' })),
      one(synced(5, { state: 'done', schema: 'public' })),
      one(step(5, { state: 'queueing', schema: 'write reorganization' })),
      one(step(5, { state: 'rollingback', schema: 'public', type: 'drop index' })),
    ],
    lost: [one(step(5, { state: 'rollingback', schema: '' }))],
  },
  'job-created-under-way': {
    broken: one(created(5, { state: 'queueing', schema: 'write only' })),
    legal: [one(created(5, { state: 'queueing', schema: 'none' })), one(created(5, { state: 'none', schema: 'queueing' }))],
    lost: [one([5, 'INFO', 'job_submitter.go', 'add DDL jobs', { 'batch count': 1 }])],
  },
  'job-run-after-its-end': {
    broken: one(finish(5, { state: 'cancelled', schema: 'none' }), converted(20)),
    legal: [one(finish(5, { state: 'synced', schema: 'public' }), step(6, { state: 'done', schema: 'public' }))],
    lost: [{ 'tidb-0': [finish(5, { state: 'cancelled', schema: 'none' })], 'tidb-1': [converted(6)] }],
  },
  'job-schema-state-went-back': {
    broken: one(step(5, { schema: 'write reorganization' }), step(6, { schema: 'write only' })),
    legal: [
      one(step(5, { schema: 'write only' }), step(6, { state: 'rollingback', schema: 'delete only' }), step(7, { schema: 'write only' })),
      one(step(5, { schema: 'write only' }), step(6, { schema: 'write only' }), step(7, { schema: 'write reorganization' })),
    ],
    lost: [{ 'tidb-0': [step(6, { schema: 'write reorganization' })], 'tidb-1': [step(6, { schema: 'write only' })] }],
  },
  'job-undo-went-back': {
    broken: one(
      step(5, { state: 'rollingback', schema: 'delete reorganization' }),
      step(6, { state: 'rollingback', schema: 'delete only' }),
    ),
    legal: [
      one(step(5, { state: 'rollingback', schema: 'delete only' }), step(6, { state: 'rollingback', schema: 'delete reorganization' })),
    ],
    lost: [
      {
        'tidb-0': [step(6, { state: 'rollingback', schema: 'delete reorganization' })],
        'tidb-1': [step(6, { state: 'rollingback', schema: 'delete only' })],
      },
    ],
  },
  'job-not-cancelled-at-its-error-limit': {
    broken: one(step(5), step(6, { state: 'cancelling' }), limit, ...on(20, 400)),
    legal: [
      one(step(5), limit, step(11, { state: 'cancelling' }), finish(12, { state: 'cancelled', schema: 'none' }), ...on(20, 400)),
      one(step(5), limit, retire(11), ...on(20, 400)),
      one(step(5), limit, ...on(20, 100)),
    ],
    lost: [withLosses(one(step(5), step(6, { state: 'cancelling' }), limit, ...on(20, 400))), one(limit, ...on(20, 400))],
  },
  'job-stuck-cancelling': {
    broken: one(step(5), step(10, { state: 'cancelling' }), ...on(20, 1_900)),
    legal: [
      one(step(5), step(10, { state: 'cancelling' }), finish(20, { state: 'cancelled', schema: 'none' }), ...on(20, 1_900)),
      one(step(5), step(10, { state: 'cancelling' }), ...on(20, 1_700)),
      one(step(5), step(10, { state: 'cancelling' }), retire(20), ...on(20, 1_900)),
    ],
    lost: [withLosses(one(step(5), step(10, { state: 'cancelling' }), ...on(20, 1_900)))],
  },
  'job-stepped-by-two-owners': {
    broken: byTurns(10, 100),
    legal: [
      byTurns(10, 60),
      { 'tidb-0': [...ordinary(), ...byTurns(10, 100)['tidb-0']!.slice(9), retire(101)], 'tidb-1': byTurns(102, 200)['tidb-1']! },
      { 'tidb-0': [...ordinary(), step(10), step(300), step(305)], 'tidb-1': [...ordinary(), step(100), step(105), step(200)] },
    ],
    lost: [{ 'tidb-0': byTurns(10, 100)['tidb-0']!.slice(0, 11), 'tidb-1': byTurns(10, 100)['tidb-1']! }],
  },
  'task-outlives-its-job': {
    broken: one(finish(5, { state: 'synced', schema: 'public' }), ran(130)),
    legal: [
      one(finish(5, { state: 'synced', schema: 'public' }), ran(30)),
      one(finish(5, { state: 'synced', schema: 'public' }), step(6, { state: 'done', schema: 'public' }), ran(130)),
    ],
    lost: [withLosses(one(finish(5, { state: 'synced', schema: 'public' }), ran(130)))],
  },
  'job-row-count-went-down': {
    broken: one(add(4), step(5, { rows: 900 }), step(10, { rows: 300 })),
    legal: [
      one(step(5, { rows: 900 }), step(10, { rows: 300 })),
      one(add(4), step(5, { rows: 900 }), [6, 'INFO', 'index.go', 'fallback to txn-merge backfill process', {}], step(10, { rows: 300 })),
    ],
    lost: [withLosses(one(add(4), step(5, { rows: 900 }), step(10, { rows: 300 })))],
  },
  'job-snapshot-went-back': {
    broken: one(step(5, { snapshot: 455_000_000_000_000_000 }), step(9, { snapshot: 454_000_000_000_000_000 })),
    legal: [one(step(5, { snapshot: 455_000_000_000_000_000 }), step(6), step(9, { snapshot: 456_000_000_000_000_000 }))],
    lost: [{ 'tidb-0': [step(9, { snapshot: 455_000_000_000_000_000 })], 'tidb-1': [step(9, { snapshot: 454_000_000_000_000_000 })] }],
  },
  'panic-became-cancel': {
    broken: one(step(4), panic(5), converted(6)),
    legal: [one(step(4), panic(5), converted(60)), one(step(4), converted(6))],
    lost: [{ 'tidb-0': [...ordinary(), step(4), converted(6)], 'tidb-1': [...ordinary(), panic(5)] }],
  },
})

test('who pauses a job leaves its schema state', async () => {
  const pausing = (schema: string) => one(step(5, { schema: 'write reorganization' }), step(6, { state: 'pausing', schema }))
  expect(await brokenIn(pausing('write only'))).toEqual(['job-schema-state-went-back'])
  expect(await brokenIn(pausing('write reorganization'))).toEqual([])
})
