import type { Shows } from './contract.ts'

const ddlOwner = '/tidb/ddl/fg/owner'

/**
 * Which lines tell of processes and of the DDL owner (model-ddl-ingest 1.9 and section 4, I25 and I26; model-dxf section 6).
 * Up to ~v8.1 a node shows that it became owner only by printing its own uuid as the owner's.
 */
export const nodeKinds = {
  start: ['server.start'],
  shutdown: ['server.signal', 'server.unhealthy'],
  closed: ['server.closed'],
  anew: ['server.bootstrapped'],
  // Tests build clusters in one process, not all of which print that they are bootstrapped; their lines name no node.
  perhapsAnew: ['server.ddl-started'],
  becomesOwner: [
    { kind: 'owner.become', field: 'owner-info', contains: ddlOwner },
    { kind: 'owner.become', field: 'key', contains: ddlOwner },
    { kind: 'owner.become', field: 'owner-key', contains: ddlOwner },
    { kind: 'owner.get', field: 'owner-info', contains: ddlOwner, containsField: 'owner-id' },
    { kind: 'owner.dispatch-started' },
  ],
  losesOwner: [
    { kind: 'owner.retire', field: 'owner-info', contains: ddlOwner },
    { kind: 'owner.retire', field: 'key', contains: ddlOwner },
    { kind: 'owner.retire', field: 'owner-key', contains: ddlOwner },
    { kind: 'owner.not-owner', field: 'owner-info', contains: ddlOwner },
    { kind: 'owner.not-owner', field: 'key', contains: ddlOwner },
    { kind: 'owner.key-deleted', field: 'owner-info', contains: ddlOwner },
    { kind: 'owner.watch-broken', field: 'owner-info', contains: ddlOwner },
    { kind: 'owner.schedule-loop-stopped' },
  ],
  ownerActs: ['job.step-start', 'job.finished', 'schema-version.synced', 'owner.operator-set', 'manager.started', 'scheduler.started'],
  witness: [
    ...['node.down', 'node.scheduled-away', 'node.meta-cleanup-started', 'subtask.balanced', 'subtask.scheduled-away', 'subtask.rerun'],
    ...['manager.started', 'manager.stopped', 'manager.stopping', 'owner.lease-lost', 'owner.campaign-stopped', 'reorg.not-owner'],
  ],
  versions: { 'server.start': ['Release Version'], 'note.version': ['version', 'schema-version', 'git-hash'] },
} as const

/** What pasted tables and test harnesses show of a job, a task, a subtask. */
export const noteShows: Readonly<Record<string, readonly Shows[]>> = {
  'note.job': [
    { machine: 'job', when: 'at', field: 'job.State' },
    { machine: 'schema-state', when: 'at', field: 'job.SchemaState', only: { 'job.Type': ['add index', 'add primary key'] } },
  ],
  'note.task': [{ machine: 'task', when: 'at', field: 'task.State' }],
  'note.subtask': [{ machine: 'subtask', when: 'at', field: 'subtask.State' }],
}
