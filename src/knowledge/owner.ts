import { defineSubject, type Message } from './contract.ts'
import type { Told } from './rules.ts'
import { ddlOwnerKey } from './spellings.ts'

const table = 'model-ddl-ingest 1.9'

/** After these the node works on no job any more, or not before it is DDL owner again; other owners have keys of their own. */
export const ownershipLost: readonly Told[] = [
  ...['retire', 'not-owner', 'key-deleted', 'watch-broken', 'watch-finished', 'lease-lost', 'resign', 'campaign-stopped'].flatMap((what) =>
    ['owner-info', 'owner-key', 'key'].map((field) => ({ kind: `owner.${what}`, where: [{ field, contains: [ddlOwnerKey] }] })),
  ),
  ...['owner.schedule-loop-stopped', 'server.ddl-workers-closed', 'server.signal', 'reorg.not-owner'],
]

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'scheduleLoop quit due to context canceled', kind: 'owner.schedule-loop-stopped', entity: 'owner', level: 'INFO', files: ['job_scheduler.go'], fields: [], since: '~v8.3' },
  { text: 'scheduleLoop quit due to context done', kind: 'owner.schedule-loop-stopped', entity: 'owner', level: 'INFO', files: ['job_scheduler.go'], fields: [], since: '~v8.3' },
  { text: 'scheduleLoop failed, retrying', kind: 'owner.schedule-loop-failed', entity: 'owner', level: 'WARN', files: ['job_scheduler.go'], fields: ['error'], since: '~v8.3' },
  { text: 'reload schema failed, will retry later', kind: 'owner.schema-reload-failed', entity: 'owner', level: 'WARN', files: ['job_scheduler.go'], fields: ['error'], since: '~v8.3' },
  { text: 'get global state failed', kind: 'owner.global-state-failed', entity: 'owner', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['error'], since: 'v7.1' },
  { text: 'get global state and global state change', kind: 'owner.dispatch-started', entity: 'owner', level: 'INFO', files: ['job_table.go', 'job_scheduler.go'], fields: ['oldState', 'currState'], shows: [{ machine: 'owner', when: 'at', state: 'owner' }], since: 'v7.1' },
  { text: 'the owner sets owner operator value', kind: 'owner.operator-set', entity: 'owner', level: 'INFO', files: ['job_table.go', 'job_scheduler.go'], fields: ['ownerOp'], shows: [{ machine: 'owner', when: 'at', state: 'owner' }], since: 'v7.1' },
  { text: 'the owner sets global state to owner operator value failed', kind: 'owner.operator-set-failed', entity: 'owner', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['error'], since: 'v7.1' },
  { text: 'start worker watch channel closed', kind: 'owner.watch-channel-closed', entity: 'owner', level: 'WARN', files: ['job_table.go', 'job_scheduler.go'], fields: ['watch key'], since: 'v6.2' },
  { text: 'start campaign owner', kind: 'owner.campaign-started', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['ownerInfo', 'key', 'id'], shows: [{ machine: 'owner', when: 'after', state: 'campaigning' }], since: 'v2.1' },
  { text: 'get owner', kind: 'owner.get', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'owner key', 'key', 'ownerID', 'op'], since: 'v2.1' },
  { text: 'become owner', kind: 'owner.become', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'key', 'id'], shows: [{ machine: 'owner', when: 'after', state: 'owner' }], since: '~v8.2', note: "also printed for other keys than the DDL owner's" },
  { text: 'retire owner', kind: 'owner.retire', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'key', 'id'], shows: [{ machine: 'owner', when: 'after', state: 'campaigning' }], since: '~v8.2' },
  { text: 'is not the owner', kind: 'owner.not-owner', entity: 'owner', level: 'WARN', files: ['manager.go'], fields: ['owner info', 'key', 'id'], shows: [{ machine: 'owner', when: 'after', state: 'campaigning' }], since: 'v2.1' },
  { text: 'watch owner finished', kind: 'owner.watch-finished', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'error', 'key', 'id'], since: '~v8.1' },
  { text: 'watch failed, owner is deleted', kind: 'owner.key-deleted', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'key', 'id', 'ownerKey', 'currRev'], since: 'v2.1' },
  { text: 'watcher is closed, no owner', kind: 'owner.watch-broken', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info'], since: 'v2.1' },
  { text: 'watch canceled, no owner', kind: 'owner.watch-broken', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info'], since: 'v2.1' },
  { text: 'etcd session is done, creates a new one', kind: 'owner.lease-lost', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info'], since: 'v2.1' },
  { text: 'etcd session encounters the error of lease not found, closes it', kind: 'owner.lease-not-found', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'error'], since: 'v2.1' },
  { text: 'failed to campaign', kind: 'owner.campaign-failed', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'error'], since: 'v2.1' },
  { text: 'break campaign loop, context is done', kind: 'owner.campaign-stopped', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'key', 'id'], shows: [{ machine: 'owner', when: 'after', state: 'idle' }], since: 'v2.1' },
  { text: 'break campaign loop, NewSession failed', kind: 'owner.campaign-stopped-without-session', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'error'], shows: [{ machine: 'owner', when: 'after', state: 'idle' }], since: 'v2.1' },
  { text: 'revoke session', kind: 'owner.session-revoked', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'error'], since: 'v2.1' },
  { text: 'resign ddl owner success', kind: 'owner.resign', entity: 'owner', level: 'WARN', files: ['manager.go'], fields: ['owner info'], since: 'v2.1', until: '~v8.3' },
  { text: 'resign owner success', kind: 'owner.resign', entity: 'owner', level: 'WARN', files: ['manager.go'], fields: ['owner info'], since: '~v8.4' },
  { text: 'etcd-cli get owner info failed', kind: 'owner.read-failed', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'key', 'retryCnt', 'error'], since: 'v6.5' },
  { text: 'set owner op value', kind: 'owner.op-set', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner key', 'ownerID', 'old Op', 'op', 'error'], since: 'v7.1' },
  { text: 'set owner op is the same as the original, so do nothing.', kind: 'owner.op-unchanged', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['owner info', 'op', 'key', 'id'], since: 'v7.1' },
  { text: 'recover panic', kind: 'owner.panicked', entity: 'owner', level: 'ERROR', files: ['manager.go'], fields: ['prompt', 'error'], since: 'v2.1' },
  { text: 'owner manager is canceled', kind: 'owner.mock-cancelled', entity: 'owner', level: 'INFO', files: ['mock.go'], fields: ['ownerKey', 'ID'] },
  { text: 'owner manager gets owner', kind: 'owner.become', entity: 'owner', level: 'INFO', files: ['mock.go'], fields: ['ownerKey', 'ID'], shows: [{ machine: 'owner', when: 'after', state: 'owner' }], note: "also printed for other keys than the DDL owner's" },
  { text: 'owner manager retire owner', kind: 'owner.retire', entity: 'owner', level: 'INFO', files: ['mock.go'], fields: ['ownerKey', 'ID'], shows: [{ machine: 'owner', when: 'after', state: 'campaigning' }], since: '2026' },
  { text: 'watching owner key', kind: 'owner.watching', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id', 'ownerKey', 'currRev'], since: '2026' },
  { text: 'etcd session close failed', kind: 'owner.session-close-failed', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id', 'error'] },
  { text: 'campaign and watch failed', kind: 'owner.campaign-failed', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id', 'error'], since: '2026' },
  { text: 'start campaign owner with existing session', kind: 'owner.campaign-started', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id', 'lease'], shows: [{ machine: 'owner', when: 'after', state: 'campaigning' }], since: '2026' },
  { text: 'deleting stale owner key', kind: 'owner.stale-key-deleted', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'staleID'] },
  { text: 'etcd session done, refresh it', kind: 'owner.lease-lost', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id'], since: '2026' },
  { text: 'break campaign loop, refresh session failed', kind: 'owner.campaign-stopped-without-session', entity: 'owner', level: 'INFO', files: ['manager.go'], fields: ['key', 'id', 'error'], shows: [{ machine: 'owner', when: 'after', state: 'idle' }], since: '2026' },
]

/** One node's part in the election for one owner key; the DDL owner's key is `/tidb/ddl/fg/owner`. */
export const owner = defineSubject({
  name: 'owner',
  entity: 'owner',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['idle'], resting: ['idle', 'campaigning', 'owner'], final: [], other: [] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'idle', to: 'campaigning', course: 'normal', by: ['owner.campaign-started'], cite: table },
    { from: 'campaigning', to: 'owner', course: 'normal', by: ['owner.become', 'owner.get', 'owner.dispatch-started'], cite: table },
    { from: 'campaigning', to: 'owner', course: 'normal', by: [], cite: 'model-ddl-ingest 1.9: up to ~v8.1 only the ids in a line tell', until: '~v8.1' },
    { from: 'owner', to: 'campaigning', course: 'normal', by: ['owner.retire', 'owner.not-owner', 'owner.key-deleted', 'owner.watch-broken', 'owner.watch-finished'], cite: table },
    { from: 'campaigning', to: 'idle', course: 'normal', by: ['owner.campaign-stopped', 'owner.campaign-stopped-without-session'], cite: table },
    { from: 'owner', to: 'idle', course: 'normal', by: ['owner.campaign-stopped', 'owner.campaign-stopped-without-session'], cite: table },
    { from: 'idle', to: 'owner', course: 'quirk', by: ['owner.become'], cite: 'model-ddl-ingest 1.9 and messages-2026: the store of tests elects without a campaign' },
  ],
  messages,
  invariants: [],
})
