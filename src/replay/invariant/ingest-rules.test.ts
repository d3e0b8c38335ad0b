import { testRules } from '../../testing/rule-cases.ts'
import { jobString, type Logs, ordinary, type Said, withLosses } from '../../testing/rule-logs.ts'

const one = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary(), ...lines] })
const acknowledged = (at: number, version: number): Said => [
  ...([at, 'INFO', 'domain.go', 'mdl gets lock, update self version to owner'] as const),
  { jobID: 105, version },
]
const removed: Said = [10, 'INFO', 'backend_mgr.go', 'remove stale temp index data', { jobID: 105 }]
const resumed = (at: number, previous: string, sorted: string, imported: string): Said => [
  ...([at, 'INFO', 'checkpoint.go', 'resume checkpoint'] as const),
  {
    ...{ jobID: 105, 'flushed key low watermark': sorted, 'imported key low watermark': imported },
    ...{ 'previous instance': previous, 'current instance': 'tidb-0:4000:/tmp/tidb' },
  },
]
const HERE = 'tidb-0:4000:/tmp/tidb'
const imported = (at: number, kvs: number, count: number, key = 'ddl/backfill/105'): Said => [
  ...([at, 'INFO', 'local.go', 'import engine success'] as const),
  {
    'task-id': 30001,
    'task-key': key,
    uuid: '47d5c5cd-6fec-5be0-a626-a4d620dc90fe',
    size: 820,
    kvs,
    importedSize: 820,
    importedCount: count,
  },
]
const duplicate: Said = [
  ...([30, 'WARN', 'index.go', 'import index duplicate key, convert job to rollback'] as const),
  { jobID: 105, job: jobString(), error: "Duplicate entry '1'" },
]
const lock = (at: number, what: 'acquire' | 'release', key?: string): Said =>
  key === undefined
    ? [at, 'INFO', 'backend.go', `${what} distributed flush lock success`, { category: 'ddl-ingest', jobID: 105 }]
    : [at, 'INFO', 'manager.go', `${what} distributed lock success`, { 'task-id': 30001, key }]
const holding = (from: number, to: number, version: string, key?: string): readonly Said[] => [
  ...ordinary(version),
  ...[lock(5, 'acquire', key), lock(6, 'release', key), lock(from, 'acquire', key), lock(to, 'release', key)],
]
const KEY = '/tidb/distributeLock/105'
const backend = (at: number, what: 'create one backend for an DDL job' | 'close one backend for DDL job'): Said => [
  ...([at, 'INFO', 'backend_mgr.go', what] as const),
  { category: 'ddl-ingest', 'job ID': 105 },
]
const missing = (at: number): Said => [at, 'ERROR', 'backfilling_scheduler.go', 'cannot get ingest backend', { 'job ID': 105 }]
const synced = (at: number, ver: number): Said => [
  ...([at, 'INFO', 'schema_version.go', 'wait latest schema version changed'] as const),
  { ver, 'take time': '50ms', jobID: 105, job: jobString() },
]

testRules({
  'schema-version-went-back': {
    broken: one(synced(5, 98), synced(6, 97)),
    legal: [one(synced(5, 98), synced(6, 98), synced(7, 99))],
    lost: [{ 'tidb-0': [synced(6, 98)], 'tidb-1': [synced(6, 97)] }],
  },
  'mdl-version-went-back': {
    broken: one(acknowledged(5, 98), acknowledged(6, 97)),
    legal: [one(acknowledged(5, 98), acknowledged(5, 98)), one(acknowledged(5, 98), ...ordinary(), acknowledged(6, 97))],
    lost: [{ 'tidb-0': [...ordinary(), acknowledged(5, 98)], 'tidb-1': [...ordinary(), acknowledged(6, 97)] }],
  },
  'backend-lost': {
    broken: one(backend(5, 'create one backend for an DDL job'), missing(9)),
    legal: [one(backend(5, 'create one backend for an DDL job'), backend(6, 'close one backend for DDL job'), missing(9)), one(missing(9))],
    lost: [withLosses(one(backend(5, 'create one backend for an DDL job'), missing(9)))],
  },
  'flush-lock-held-twice': {
    broken: { 'tidb-0': holding(10, 120, 'v9.0.0', KEY), 'tidb-1': holding(20, 130, 'v9.0.0', KEY) },
    legal: [{ 'tidb-0': holding(10, 60, 'v9.0.0', KEY), 'tidb-1': holding(20, 130, 'v9.0.0', KEY) }],
    lost: [{ 'tidb-0': holding(10, 120, 'v9.0.0', KEY).slice(0, -1), 'tidb-1': holding(20, 130, 'v9.0.0', KEY) }],
  },
  'flush-lock-of-a-job-held-twice': {
    broken: { 'tidb-0': holding(10, 120, 'v8.5.1'), 'tidb-1': holding(20, 130, 'v8.5.1') },
    legal: [
      { 'tidb-0': holding(10, 120, 'v7.5.1'), 'tidb-1': holding(20, 130, 'v7.5.1') },
      { 'tidb-0': holding(10, 60, 'v8.5.1'), 'tidb-1': holding(20, 130, 'v8.5.1') },
    ],
    lost: [
      { 'tidb-0': holding(10, 120, 'v8.5.1').slice(1), 'tidb-1': holding(20, 130, 'v8.5.1').slice(1) },
      withLosses({ 'tidb-0': holding(10, 120, 'v8.5.1'), 'tidb-1': holding(20, 130, 'v8.5.1') }),
    ],
  },
  'checkpoint-resumed-without-its-data': {
    broken: one(removed, resumed(20, HERE, '7480b', '7480a')),
    legal: [
      one(removed, resumed(20, HERE, '7480a', '7480a')),
      one(removed, resumed(20, 'tidb-1:4000:/tmp/tidb', '7480b', '7480a')),
      one(removed, [15, 'INFO', 'checkpoint.go', 'update checkpoint', { jobID: 105 }], resumed(20, HERE, '7480b', '7480a')),
    ],
    lost: [withLosses(one(removed, resumed(20, HERE, '7480b', '7480a')))],
  },
  'engine-imported-in-part': {
    broken: one(imported(20, 20_000, 19_000)),
    legal: [
      one(imported(20, 20_000, 20_000)),
      one(imported(20, 0, 20_000)),
      one(imported(20, 20_000, 19_000), duplicate),
      one(imported(20, 9, 8, 'ImportInto/104')),
    ],
    lost: [withLosses(one(imported(20, 20_000, 19_000)))],
  },
})
