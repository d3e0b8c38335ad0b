import { testRules } from '../../testing/rule-cases.ts'
import { jobString, type Logs, ordinary, type Said } from '../../testing/rule-logs.ts'

type Job = Parameters<typeof jobString>[0]

const one = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary(), ...lines] })
const two = (first: readonly Said[], second: readonly Said[]): Logs => ({
  'tidb-0': [...ordinary(), ...first],
  'tidb-1': [...ordinary(), ...second],
})
const first: Job = { state: 'queueing', schema: 'none' }
const created = (at: number, job: Job = first): Said => [
  ...([at, 'INFO', 'job_submitter.go', 'add DDL jobs'] as const),
  { 'batch count': 1, jobs: `${jobString(job)}; ` },
]
const step = (at: number, job: Job = {}): Said => [at, 'INFO', 'job_worker.go', 'run DDL job', { jobID: 105, job: jobString(job) }]
const finish = (at: number, job: Job): Said => [at, 'INFO', 'job_worker.go', 'finish DDL job', { jobID: 105, job: jobString(job) }]
const synced = (at: number, job: Job): Said => [
  ...([at, 'INFO', 'schema_version.go'] as const),
  'wait latest schema version changed(get the metadata lock if tidb_enable_metadata_lock is true)',
  { ver: 98, 'take time': '50ms', job: jobString(job) },
]
const converted = (at: number, job: Job): Said => [
  ...([at, 'INFO', 'rollingback.go', 'the DDL job is cancelled normally'] as const),
  { jobID: 105, job: jobString(job), error: '[ddl:8214]Cancelled DDL job' },
]
const undone: Job = { state: 'rollback done', schema: 'none' }
const undoing: Job = { state: 'rollingback', schema: 'delete only' }

testRules({
  'job-created-twice': {
    broken: one(created(5), created(6)),
    legal: [one(created(5), created(5)), one(created(5), step(6, first)), two([created(5)], [created(5)])],
    lost: [two([created(5)], [created(6)])],
  },
  'job-created-after-its-start': {
    broken: one(step(5, { schema: 'write only' }), created(30)),
    legal: [one(created(5), step(5.1, { schema: 'none' })), one(step(5, { schema: 'none' }), created(6))],
    lost: [one(created(30))],
  },
  'job-stepped-in-its-end': {
    broken: one(step(5, { state: 'cancelled', schema: 'none' })),
    legal: [one(step(5, { state: 'done', schema: 'public' }))],
    lost: [{ 'tidb-0': ordinary('v6.1.0').concat([step(5, { state: 'cancelled', schema: 'none' })]) }],
  },
  'job-converted-after-its-end': {
    broken: one(finish(5, undone), converted(20, undoing)),
    legal: [
      one(converted(4, undoing), finish(5, undone)),
      one(finish(5, { state: 'cancelled', schema: 'none' }), converted(20, { state: 'cancelled', schema: 'none' })),
    ],
    lost: [two([finish(5, undone)], [converted(6, undoing)])],
  },
  'job-of-two-ends': {
    broken: one(synced(5, { state: 'cancelled', schema: 'none' }), finish(6, undone)),
    legal: [
      one(synced(5, { state: 'cancelled', schema: 'none' }), finish(6, { state: 'cancelled', schema: 'none' })),
      one(finish(5, { state: 'cancelled', schema: 'none' }), finish(6, undone)),
    ],
    lost: [two([synced(5, { state: 'cancelled', schema: 'none' })], [finish(6, undone)])],
  },
})
