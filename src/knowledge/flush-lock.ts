import { defineSubject, type Message } from './contract.ts'

const table = 'model-ddl-ingest 1.8'

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'acquire distributed flush lock success', kind: 'flush-lock.acquired', entity: 'flush-lock', level: 'INFO', files: ['backend.go'], fields: ['jobID'], shows: [{ machine: 'flush-lock', when: 'after', state: 'held' }], since: 'v7.2', until: 'v8.5' },
  { text: 'release distributed flush lock success', kind: 'flush-lock.released', entity: 'flush-lock', level: 'INFO', files: ['backend.go'], fields: ['jobID'], shows: [{ machine: 'flush-lock', when: 'after', state: 'released' }], since: 'v7.2', until: 'v8.5' },
  { text: 'release distributed flush lock error', kind: 'flush-lock.release-failed', entity: 'flush-lock', level: 'WARN', files: ['backend.go'], fields: ['error', 'jobID'], shows: [{ machine: 'flush-lock', when: 'after', state: 'released' }], since: 'v7.2', until: 'v8.5' },
  { text: 'close session error', kind: 'flush-lock.session-close-failed', entity: 'flush-lock', level: 'WARN', files: ['backend.go', 'manager.go'], fields: ['error'], since: 'v7.2', until: 'v8.5' },
  { text: 'acquire distributed lock success', kind: 'flush-lock.acquired', entity: 'flush-lock', level: 'INFO', files: ['manager.go'], fields: ['task-id', 'task-key', 'subtaskID', 'step', 'key'], shows: [{ machine: 'flush-lock', when: 'after', state: 'held' }], since: '2026' },
  { text: 'release distributed lock success', kind: 'flush-lock.released', entity: 'flush-lock', level: 'INFO', files: ['manager.go'], fields: ['task-id', 'task-key', 'subtaskID', 'step', 'key'], shows: [{ machine: 'flush-lock', when: 'after', state: 'released' }], since: '2026' },
]

/** The lock in etcd that lets one node at a time import what it has sorted. */
export const flushLock = defineSubject({
  name: 'flush-lock',
  entity: 'flush-lock',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['released'], resting: ['released'], final: [], other: ['held'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'released', to: 'held', course: 'normal', by: ['flush-lock.acquired'], cite: table },
    { from: 'held', to: 'released', course: 'normal', by: ['flush-lock.released', 'flush-lock.release-failed'], cite: table },
  ],
  messages,
  invariants: [
    {
      id: 'flush-lock-held-twice',
      rule: 'exclusive',
      per: ['key'],
      holder: 'node',
      open: ['flush-lock.acquired'],
      acts: [],
      close: ['flush-lock.released', 'flush-lock.release-failed'],
      lost: [],
      graceMs: 60_000,
      because:
        'etcd grants a key to one session at a time; a holder whose lease ran out may overlap by the lease of 60 s. Only lines that print the key can be compared.',
      cite: 'model-ddl-ingest section 4, I22',
      upholds: ['DDL I22'],
      severity: 'medium',
    },
    {
      id: 'flush-lock-of-a-job-held-twice',
      rule: 'exclusive',
      per: ['job'],
      holder: 'node',
      open: ['flush-lock.acquired'],
      acts: [],
      close: ['flush-lock.released', 'flush-lock.release-failed'],
      lost: [],
      graceMs: 60_000,
      because: 'As for the key: up to v8.5 lines print the job alone, and since ~v8.1 a job has one key; before, it had one per index.',
      cite: 'model-ddl-ingest 1.8 and section 4, I22',
      upholds: ['DDL I22'],
      severity: 'medium',
      since: '~v8.1',
    },
  ],
})
