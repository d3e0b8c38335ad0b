import { defineSubject, type Message, type Transition } from './contract.ts'
import { rollbackConverted } from './job-string.ts'
import { schemaStateRules } from './schema-state-rules.ts'

type State = 'none' | 'delete only' | 'write only' | 'write reorganization' | 'delete reorganization' | 'public'

const table = 'model-ddl-ingest 1.2'
const synced = 'schema-version.synced'
const step = 'job.step-start'
const forced = 'model-ddl-ingest 1.1: a job row over the size limit is cancelled and its schema state forced to none'
const uncommitted = 'model-ddl-ingest 1.1: the step that converted it was not committed'

// biome-ignore format: one row, one line
const transitions: readonly Transition<State>[] = [
  { from: 'none', to: 'delete only', course: 'normal', by: [synced, step], cite: table },
  { from: 'delete only', to: 'write only', course: 'normal', by: [synced, step], cite: table },
  { from: 'write only', to: 'write reorganization', course: 'normal', by: [synced, step], cite: table },
  { from: 'write reorganization', to: 'public', course: 'normal', by: [synced, step, 'job.add-index-done'], cite: table },
  { from: 'write reorganization', to: 'delete only', course: 'normal', by: ['job.rollback-converted', 'job.cancelling-converted', synced], cite: table },
  { from: 'write only', to: 'delete only', course: 'normal', by: ['job.rollback-converted', 'job.cancelling-converted', synced], cite: table },
  { from: 'delete only', to: 'delete reorganization', course: 'normal', by: [synced, step], cite: table },
  { from: 'delete reorganization', to: 'none', course: 'normal', by: [synced, 'job.finished'], cite: table },
  { from: 'delete only', to: 'none', course: 'quirk', by: ['job.finished'], cite: forced },
  { from: 'write only', to: 'none', course: 'quirk', by: ['job.finished'], cite: forced },
  { from: 'write reorganization', to: 'none', course: 'quirk', by: ['job.finished'], cite: forced },
  { from: 'delete only', to: 'write reorganization', course: 'quirk', by: ['job.step-not-persisted', 'job.step-or-sync-failed'], cite: uncommitted },
]

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'fallback to txn-merge backfill process', kind: 'job.fallback-to-txn-merge', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['lightning env initialized', 'error'], since: 'v6.3' },
  { text: 'run add index job done', kind: 'job.add-index-done', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['jobID', 'ver', 'charset', 'collation'], since: 'v6.5', note: 'printed before the commit' },
  { text: 'run add index job failed, convert job to rollback', kind: 'job.rollback-converted', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['job', 'error'], shows: rollbackConverted, since: 'v2.1' },
  { text: 'run add index job failed, convert job to rollback, RemoveDDLReorgHandle failed', kind: 'job.reorg-handle-removal-failed', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['job', 'error'], since: '~v5.0' },
  { text: 'run reorg job failed, convert job to rollback', kind: 'job.rollback-converted', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['job', 'error'], shows: rollbackConverted, since: '~v7.2' },
  { text: 'import index duplicate key, convert job to rollback', kind: 'job.rollback-converted', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['job', 'error'], shows: rollbackConverted, since: 'v6.3' },
  { text: 'lightning import error', kind: 'job.import-error', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['error'], since: 'v6.3', until: '~v8.3' },
  { text: 'run add index ingest job error', kind: 'job.import-error', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['error'], since: '~v8.3' },
  { text: 'dist lightning import error', kind: 'job.import-error', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['error'], since: 'v6.6', until: 'v7.1' },
  { text: 'estimate row size', kind: 'job.row-size-estimated', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['tableID', 'size', 'error'], since: '~v8.1' },
  { text: 'analyze table after create index done', kind: 'job.analyze-done', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['jobID'], since: '2025' },
  { text: 'analyze table failed', kind: 'job.analyze-failed', entity: 'job', level: 'WARN', files: ['index.go'], fields: ['jobID', 'db', 'table', 'error'], since: '2025' },
  { text: 'run add index job', kind: 'job.add-index-started', entity: 'job', level: 'INFO', files: ['index.go'], fields: ['job', 'indexInfo'] },
]

/** The schema state of an ADD INDEX or ADD PRIMARY KEY that is a job of its own; undone, it goes back to none. */
export const schemaState = defineSubject<State>({
  name: 'schema-state',
  entity: 'job',
  lives: 'stored',
  scope: 'cluster',
  states: {
    initial: ['none'],
    resting: ['none'],
    final: ['public'],
    other: ['delete only', 'write only', 'write reorganization', 'delete reorganization'],
  },
  born: 'job.StartTime',
  transitions,
  messages,
  invariants: schemaStateRules,
})
