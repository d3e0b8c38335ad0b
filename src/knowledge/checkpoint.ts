import { defineSubject, type Message } from './contract.ts'
import type { FieldTest } from './rules.ts'

const table = 'model-ddl-ingest 1.7'
const sameInstance: FieldTest = { field: 'previous instance', sameAs: 'current instance' }

/** More was sorted than imported. */
function ahead(sorted: string, imported: string): FieldTest[] {
  return [
    { field: sorted, oneOf: [''], not: true },
    { field: sorted, sameAs: imported, not: true },
  ]
}

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'checkpoint detected, skip a cop-request task', kind: 'checkpoint.range-skipped', entity: 'checkpoint', level: 'INFO', files: ['index_cop.go'], fields: ['task ID', 'task end key'], since: 'v7.2', until: '~v8.4' },
  { text: 'create checkpoint manager', kind: 'checkpoint.created', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs'], shows: [{ machine: 'checkpoint', when: 'after', state: 'open' }], since: 'v7.2' },
  { text: 'close checkpoint manager', kind: 'checkpoint.closed', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs'], shows: [{ machine: 'checkpoint', when: 'after', state: 'closed' }], since: 'v7.2' },
  { text: 'resume checkpoint', kind: 'checkpoint.resumed', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'job ID', 'index ID', 'flushed key low watermark', 'imported key low watermark', 'local checkpoint', 'global checkpoint', 'physical table ID', 'previous instance', 'current instance'], shows: [{ machine: 'checkpoint', when: 'at', state: 'open' }], since: 'v7.2' },
  { text: 'checkpoint is empty', kind: 'checkpoint.empty', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs'], shows: [{ machine: 'checkpoint', when: 'at', state: 'open' }], since: 'v7.2' },
  { text: 'update checkpoint', kind: 'checkpoint.updated', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'local checkpoint', 'global checkpoint', 'global physical ID', 'error'], shows: [{ machine: 'checkpoint', when: 'at', state: 'open' }], since: 'v7.2' },
  { text: 'update checkpoint failed', kind: 'checkpoint.update-failed', entity: 'checkpoint', level: 'ERROR', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'error'], since: 'v7.2' },
  { text: 'periodically update checkpoint failed', kind: 'checkpoint.update-failed', entity: 'checkpoint', level: 'ERROR', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'error'], since: '~v8.1' },
  { text: 'flush local engine failed', kind: 'checkpoint.flush-failed', entity: 'checkpoint', level: 'WARN', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'error'], since: 'v7.2' },
  { text: 'reset checkpoint manager', kind: 'checkpoint.reset', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: ['jobID', 'indexIDs', 'newPhysicalID', 'oldPhysicalID', 'flushedKeyCnt', 'localCnt'], since: 'v7.2' },
  { text: 'create checkpoint manager failed', kind: 'checkpoint.create-failed', entity: 'checkpoint', level: 'WARN', files: ['reorg.go', 'index.go'], fields: ['error'], since: 'v7.2', until: '~v8.3' },
  { text: 'stop checkpoint runner', kind: 'checkpoint.runner-stopped', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: [] },
  { text: 'stop checkpoint flush worker', kind: 'checkpoint.flush-worker-stopped', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go'], fields: [] },
  { text: 'finish a index ingest task', kind: 'checkpoint.range-imported', entity: 'checkpoint', level: 'INFO', files: ['checkpoint.go', 'backfilling_operators.go'], fields: ['physicalID', 'id', 'totalKeys', 'writtenKeys', 'task-id', 'subtask-id'] },
  { text: 'send the error', kind: 'checkpoint.error-sent', entity: 'checkpoint', level: 'ERROR', files: ['checkpoint.go'], fields: ['error'] },
]

/** The checkpoint manager of a local-sort backfill on one node, by job. */
export const checkpoint = defineSubject({
  name: 'checkpoint',
  entity: 'checkpoint',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['closed'], resting: ['closed'], final: [], other: ['open'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'closed', to: 'open', course: 'normal', by: ['checkpoint.created'], cite: table, since: 'v7.2' },
    { from: 'open', to: 'closed', course: 'normal', by: ['checkpoint.closed', 'checkpoint.runner-stopped'], cite: table, since: 'v7.2' },
  ],
  messages,
  invariants: [
    {
      id: 'checkpoint-resumed-without-its-data',
      rule: 'never-after',
      per: ['node', 'job'],
      after: ['backend.stale-data-removed'],
      never: [
        { kind: 'checkpoint.resumed', where: [sameInstance, ...ahead('flushed key low watermark', 'imported key low watermark')] },
        { kind: 'checkpoint.resumed', where: [sameInstance, ...ahead('local checkpoint', 'global checkpoint')] },
      ],
      unless: ['checkpoint.updated'],
      withinMs: 21_600_000,
      because:
        'What was sorted but not imported lies in the sort directory of the instance: once that was removed for the job, resuming behind it skips rows.',
      cite: 'model-ddl-ingest section 4, I27',
      upholds: ['DDL I27'],
      severity: 'high',
    },
  ],
})
