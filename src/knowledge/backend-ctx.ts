import { defineSubject, type Message } from './contract.ts'

const table = 'model-ddl-ingest 1.5'

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'create one backend for an DDL job', kind: 'backend.created', entity: 'backend', level: 'INFO', files: ['backend_mgr.go'], fields: ['job ID', 'backend key', 'current memory usage', 'max memory quota', 'is unique index', 'has unique index'], shows: [{ machine: 'backend', when: 'after', state: 'registered' }], since: 'v6.3', until: '~v8.5' },
  { text: 'close one backend for DDL job', kind: 'backend.closed', entity: 'backend', level: 'INFO', files: ['backend_mgr.go', 'backend.go'], fields: ['job ID', 'jobID', 'backend key', 'current memory usage', 'max memory quota'], shows: [{ machine: 'backend', when: 'after', state: 'absent' }], since: 'v6.3' },
  { text: 'create local backend for adding index', kind: 'backend.local-created', entity: 'backend', level: 'INFO', files: ['backend_mgr.go'], fields: ['sortDir', 'job ID', 'current memory usage', 'max memory quota', 'has unique index'], shows: [{ machine: 'backend', when: 'after', state: 'registered' }], since: 'v6.5' },
  { text: 'build ingest backend failed', kind: 'backend.build-failed', entity: 'backend', level: 'ERROR', files: ['backend_mgr.go'], fields: ['job ID', 'error'], since: 'v6.5' },
  { text: 'build config for backend failed', kind: 'backend.config-failed', entity: 'backend', level: 'WARN', files: ['backend_mgr.go'], fields: ['job ID', 'error'], since: 'v6.5', until: '~v8.4' },
  { text: 'cannot get ingest backend', kind: 'backend.not-found', entity: 'backend', level: 'ERROR', files: ['backfilling_scheduler.go'], fields: ['job ID'], since: 'v6.5' },
  { text: 'allocate memory failed', kind: 'backend.memory-refused', entity: 'backend', level: 'WARN', files: ['message.go'], fields: ['job ID', 'index ID', 'index IDs', 'current memory usage', 'max memory quota'], since: 'v6.5' },
  { text: 'ingest backfill is not available', kind: 'backend.unavailable', entity: 'backend', level: 'INFO', files: ['backend_mgr.go', 'index.go'], fields: ['error'], since: 'v6.5' },
  { text: 'ingest backfill is already in use by another DDL job', kind: 'backend.in-use', entity: 'backend', level: 'INFO', files: ['backend_mgr.go'], fields: ['job ID'], since: 'v6.5', until: '~v7.5' },
  { text: 'remove stale temp index data', kind: 'backend.stale-data-removed', entity: 'backend', level: 'INFO', files: ['backend_mgr.go', 'env.go'], fields: ['jobID'], since: 'v7.2' },
  { text: 'cannot read sort path', kind: 'backend.sort-path-unreadable', entity: 'node', level: 'ERROR', files: ['backend_mgr.go'], fields: ['error'], since: 'v6.5' },
  { text: 'cannot cleanup sort path', kind: 'backend.sort-path-cleanup-failed', entity: 'node', level: 'WARN', files: ['backend_mgr.go', 'env.go'], fields: ['error'], since: 'v7.1' },
  { text: 'available disk space is less than 10%, cannot use ingest mode', kind: 'backend.disk-too-small', entity: 'backend', level: 'WARN', files: ['disk_root.go'], fields: ['sort path', 'usage'], since: 'v7.1' },
  { text: 'get storage quota error', kind: 'backend.storage-quota-failed', entity: 'node', level: 'ERROR', files: ['disk_root.go'], fields: ['error'], since: 'v6.5' },
  { text: 'change memory setting for ingest', kind: 'backend.memory-changed', entity: 'backend', level: 'INFO', files: ['config.go'], fields: ['local writer memory cache size', 'engine memory cache size', 'range concurrency', 'worker concurrency'], since: 'v6.5' },
  { text: 'initial memory setting for ingest', kind: 'backend.memory-initial', entity: 'backend', level: 'INFO', files: ['config.go'], fields: ['local writer memory cache size', 'engine memory cache size', 'range concurrency', 'worker concurrency'], since: 'v6.5' },
  { text: 'remove local db file failed', kind: 'backend.files-removal-failed', entity: 'backend', level: 'WARN', files: ['local.go', 'engine_mgr.go'], fields: ['error'], since: 'v5.0' },
  { text: 'remove duplicate db file failed', kind: 'backend.duplicate-db-error', entity: 'backend', level: 'WARN', files: ['local.go', 'engine_mgr.go'], fields: ['error'], since: 'v5.0' },
  { text: 'close duplicate db failed', kind: 'backend.duplicate-db-error', entity: 'backend', level: 'WARN', files: ['local.go', 'engine_mgr.go'], fields: ['error'], since: 'v5.0' },
  { text: 'iterate duplicate db failed', kind: 'backend.duplicate-db-error', entity: 'backend', level: 'WARN', files: ['local.go', 'engine_mgr.go'], fields: ['error'], since: 'v5.0' },
  { text: 'multi ingest support', kind: 'backend.multi-ingest-support', entity: 'backend', level: 'INFO', files: ['local.go'], fields: ['task-id', 'task-key'] },
  { text: 'TiKV server side free space check is enabled, so lightning will turn it off', kind: 'backend.space-check-off', entity: 'backend', level: 'INFO', files: ['local.go'], fields: ['task-id', 'task-key'] },
]

/** The ingest backend that one node holds for one job. */
export const backendCtx = defineSubject({
  name: 'backend',
  entity: 'backend',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['absent'], resting: ['absent'], final: [], other: ['registered'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'absent', to: 'registered', course: 'normal', by: ['backend.created', 'backend.local-created'], cite: table },
    { from: 'registered', to: 'absent', course: 'normal', by: ['backend.closed'], cite: table },
    { from: 'registered', to: 'absent', course: 'quirk', by: [], cite: 'model-ddl-ingest 1.5: builds of 2025 close it without a line of their own', since: '2025' },
  ],
  messages,
  invariants: [
    {
      id: 'backend-lost',
      rule: 'never-after',
      per: ['node', 'job'],
      after: ['backend.created'],
      never: ['backend.not-found'],
      unless: ['backend.closed', 'server.start', 'job.finished'],
      because: 'A backend that was registered on this node for this job and not closed must be found there.',
      cite: 'model-ddl-ingest section 4, I16',
      upholds: ['DDL I16'],
      severity: 'medium',
    },
  ],
})
