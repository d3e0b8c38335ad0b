import { defineSubject, type Message } from './contract.ts'
import { jobAfter, jobAt } from './job-string.ts'

const table = 'model-ddl-ingest 1.10'

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'the job have schema version un-synced', kind: 'schema-version.unsynced-found', entity: 'job', level: 'INFO', files: ['job_scheduler.go'], fields: ['jobID', 'version', 'job'], shows: [...jobAt, { machine: 'schema-version', when: 'at', state: 'waiting' }], since: '~v8.4' },
  { text: 'check MDL info failed', kind: 'mdl.check-failed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['jobID', 'error'], since: 'v6.5' },
  { text: 'unexpected error when clean mdl info', kind: 'mdl.clean-failed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job ID', 'error'], since: 'v6.5' },
  { text: 'delete versions failed', kind: 'mdl.versions-deletion-failed', entity: 'job', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['job ID', 'error'], since: 'v6.5' },
  { text: "schema version doesn't change", kind: 'schema-version.unchanged', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'jobID'], since: 'v2.1' },
  { text: 'update latest schema version failed', kind: 'schema-version.publish-failed', entity: 'schema-version', level: 'INFO', files: ['ddl_worker.go', 'job_worker.go'], fields: ['worker', 'ver', 'error'], since: 'v2.1' },
  { text: 'wait latest schema version changed', kind: 'schema-version.synced', entity: 'job', level: 'INFO', files: ['ddl_worker.go'], fields: ['worker', 'ver', 'take time', 'job'], shows: [...jobAfter, { machine: 'schema-version', when: 'after', state: 'synced' }], since: 'v2.1', until: 'v6.2', note: 'the job as it is after the step' },
  { text: 'wait latest schema version changed(get the metadata lock if tidb_enable_metadata_lock is true)', kind: 'schema-version.synced', entity: 'job', level: 'INFO', files: ['ddl_worker.go', 'schema_version.go'], fields: ['ver', 'take time', 'job'], shows: [...jobAfter, { machine: 'schema-version', when: 'after', state: 'synced' }], since: 'v6.3', note: 'the job as it is after the step' },
  { text: 'wait latest schema version encounter error', kind: 'schema-version.wait-failed', entity: 'schema-version', level: 'INFO', files: ['ddl_worker.go', 'schema_version.go'], fields: ['worker', 'ver', 'jobID', 'take time', 'error'], since: 'v2.1' },
  { text: 'get global version failed', kind: 'schema-version.read-failed', entity: 'job', level: 'WARN', files: ['schema_version.go'], fields: ['jobID', 'error'], since: 'v2.1' },
  { text: 'syncer check all versions, someone is not synced', kind: 'schema-version.node-behind', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['info', 'ddl job id', 'ver'], shows: [{ machine: 'schema-version', when: 'at', state: 'waiting' }], since: 'v6.3' },
  { text: 'syncer check all versions, all nodes are not synced', kind: 'schema-version.all-nodes-behind', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['ddl job id', 'ver'], shows: [{ machine: 'schema-version', when: 'at', state: 'waiting' }], since: '~v8.2' },
  { text: 'syncer check all versions, someone is not synced, continue checking', kind: 'schema-version.node-behind-polled', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['ddl', 'currentVer', 'latestVer'], since: 'v2.1' },
  { text: 'syncer check all versions, instance not found in etcd', kind: 'schema-version.node-missing', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['ddl', 'currentVer', 'latestVer'], since: 'v6.5', until: '~v8.1' },
  { text: 'syncer check all versions failed, continue checking.', kind: 'schema-version.check-failed', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['error'], since: 'v2.1' },
  { text: 'syncer check all versions, convert value to int failed, continue checking.', kind: 'schema-version.value-invalid', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['ddl', 'value', 'error'], since: 'v2.1' },
  { text: 'schema version sync loop interrupted, retrying...', kind: 'schema-version.sync-loop-interrupted', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: [], since: '~v8.2' },
  { text: 'get all job versions failed', kind: 'schema-version.job-versions-read-failed', entity: 'schema-version', level: 'INFO', files: ['syncer.go'], fields: ['error'], since: '~v8.2' },
  { text: 'watch job version failed', kind: 'schema-version.watch-failed', entity: 'schema-version', level: 'WARN', files: ['syncer.go'], fields: ['error'], since: '~v8.2' },
  { text: 'remove self version path failed', kind: 'schema-version.path-removal-failed', entity: 'node', level: 'ERROR', files: ['syncer.go'], fields: ['error'], since: 'v2.1' },
  { text: 'mdl gets lock, update to owner', kind: 'mdl.acknowledged', entity: 'job', level: 'INFO', files: ['domain.go'], fields: ['jobID', 'version'], since: 'v6.3', until: '~v7.5' },
  { text: 'mdl gets lock, update self version to owner', kind: 'mdl.acknowledged', entity: 'job', level: 'INFO', files: ['domain.go', 'syncer.go'], fields: ['jobID', 'version'], since: '~v7.6' },
  { text: 'update self version failed', kind: 'mdl.acknowledge-failed', entity: 'job', level: 'WARN', files: ['domain.go'], fields: ['error'], since: 'v6.3', until: '~v7.5' },
  { text: 'mdl gets lock, update self version to owner failed', kind: 'mdl.acknowledge-failed', entity: 'job', level: 'WARN', files: ['domain.go', 'syncer.go'], fields: ['jobID', 'version', 'error'], since: '~v7.6' },
  { text: 'old running transaction block DDL', kind: 'mdl.blocked-by-transaction', entity: 'job', level: 'INFO', files: ['session.go'], fields: ['table ID', 'jobID', 'connection ID', 'elapsed time'], since: 'v6.3' },
  { text: 'session manager is nil', kind: 'mdl.session-manager-missing', entity: 'node', level: 'INFO', files: ['domain.go', 'syncer.go'], fields: [], since: 'v6.3' },
  { text: 'switch metadata lock feature', kind: 'mdl.switched', entity: 'node', level: 'INFO', files: ['ddl.go'], fields: ['enable', 'error'], since: 'v6.3' },
  { text: 'diff load InfoSchema success', kind: 'schema-version.diff-loaded', entity: 'node', level: 'INFO', files: ['domain.go', 'loader.go'], fields: ['isV2', 'currentSchemaVersion', 'usedSchemaVersion', 'neededSchemaVersion', 'gotSchemaVersion', 'start time', 'phyTblIDs', 'tblIDs', 'actionTypes', 'diffTypes', 'mode', 'currVer', 'neededVer', 'gotVer', 'elapsed time'], since: 'v3.0' },
  { text: 'full load InfoSchema success', kind: 'schema-version.full-loaded', entity: 'node', level: 'INFO', files: ['domain.go', 'loader.go'], fields: ['isV2', 'currentSchemaVersion', 'usedSchemaVersion', 'neededSchemaVersion', 'start time', 'mode', 'elapsed time', 'targetKS'], since: 'v3.0' },
  { text: 'failed to load schema diff', kind: 'schema-version.diff-load-failed', entity: 'node', level: 'ERROR', files: ['domain.go'], fields: ['error'], since: 'v3.0' },
  { text: 'performing DDL change, must reload', kind: 'schema-version.reload-forced', entity: 'node', level: 'INFO', files: ['callback.go'], fields: [], since: 'v3.0', until: '~v8.5' },
  { text: 'wait schema version synced success', kind: 'schema-version.synced', entity: 'job', level: 'INFO', files: ['schema_version.go'], fields: ['ver', 'checkAssumedSvr', 'take time', 'job', 'summary'], shows: [...jobAfter, { machine: 'schema-version', when: 'after', state: 'synced' }], since: '2026', note: 'the job as it is after the step' },
  { text: 'full load and reset schema validator', kind: 'schema-version.validator-reset', entity: 'node', level: 'INFO', files: ['syncer.go', 'domain.go'], fields: ['targetKS'] },
  { text: 'failed to get schema version', kind: 'schema-version.load-failed', entity: 'node', level: 'WARN', files: ['loader.go', 'domain.go'], fields: ['mode', 'error', 'version'] },
  { text: 'diff load InfoSchema get empty schema diff', kind: 'schema-version.empty-diff', entity: 'node', level: 'INFO', files: ['loader.go'], fields: ['mode', 'version'] },
  { text: 'etcd-cli put kv failed', kind: 'schema-version.put-failed', entity: 'node', level: 'WARN', files: ['util.go'], fields: ['key', 'value', 'error'] },
]

/** One version of the schema, from its publication until every node has it (or has the metadata lock for it). */
export const schemaVersion = defineSubject({
  name: 'schema-version',
  entity: 'schema-version',
  lives: 'stored',
  scope: 'cluster',
  states: { initial: [], resting: [], final: ['synced'], other: ['waiting'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: null, to: 'waiting', course: 'normal', by: [], cite: table },
    { from: 'waiting', to: 'synced', course: 'normal', by: ['schema-version.synced'], cite: table },
    { from: null, to: 'synced', course: 'normal', by: ['schema-version.synced'], cite: table },
    { from: 'synced', to: 'waiting', course: 'quirk', by: ['schema-version.unsynced-found'], cite: 'model-ddl-ingest 1.9: a new owner waits again for the last version' },
    { from: 'synced', to: 'waiting', course: 'quirk', by: [], cite: 'model-ddl-ingest section 4, I24: printed again by a new owner' },
  ],
  messages,
  invariants: [
    {
      id: 'schema-version-went-back',
      rule: 'monotone',
      per: ['job', 'job.StartTime'],
      values: ['schema-version.synced'],
      field: 'schema-version',
      resets: [],
      because: 'Each step of a job publishes a newer version than the one before; a new owner may repeat the last.',
      cite: 'model-ddl-ingest section 4, I24',
      upholds: ['DDL I24'],
      severity: 'low',
    },
    {
      id: 'mdl-version-went-back',
      rule: 'monotone',
      per: ['node', 'job'],
      values: ['mdl.acknowledged'],
      field: 'schema-version',
      resets: [],
      withinMs: 3_600_000,
      because: 'A node remembers the newest version that it told the owner for a job, and tells it only newer ones.',
      cite: 'model-ddl-ingest section 4, I23',
      upholds: ['DDL I23'],
      severity: 'low',
    },
  ],
})
