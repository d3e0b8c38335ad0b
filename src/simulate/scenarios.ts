import type { Cluster } from './cluster/cluster.ts'
import { type Era, eraNames } from './cluster/era.ts'
import type { Mode } from './ddl/add-index.ts'
import type { JobSpec } from './ddl/job.ts'
import { importInto } from './framework/import-into.ts'
import { killedNode, rollingRestart, scaleOut } from './scenario/moved.ts'
import { movingRegions, pdOutage, retriedJob } from './scenario/outage.ts'
import { addIndex, emptyTable, metadataLockWait, partitionedTable, twoIndexes, twoJobs } from './scenario/plain.ts'
import { cancelledByUser, pauseAndResume } from './scenario/stopped.ts'
import { checkpointResume, duplicateEntry, leaderChange } from './scenario/troubled.ts'

type Name = Era['name']

/** Something that happens in a cluster, and goes as TiDB means it to go. */
export interface Scenario {
  readonly about: string
  /** The ages that have it, as far as the reference tells what they print of it. */
  readonly eras: readonly Name[]
  /** How many nodes it takes at least. */
  readonly nodes: number
  readonly tell: (cluster: Cluster, spec: JobSpec) => void
}

const ALL: readonly Name[] = eraNames
const FRAMEWORK = ALL.slice(2)
const STEPS = ALL.slice(3)
const LATE = ALL.slice(4)

const adds =
  (mode: Mode) =>
  (cluster: Cluster, spec: JobSpec): void =>
    addIndex(cluster, spec, mode)

/** By name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  txn: { about: 'ADD INDEX by transactions alone', eras: ALL, nodes: 1, tell: adds({ local: 'txn' }) },
  'txn-merge': { about: 'ADD INDEX by transactions, with a temporary index', eras: ALL, nodes: 1, tell: adds({ local: 'txn-merge' }) },
  'local-ingest': { about: 'ADD INDEX ingested by the owner alone', eras: ALL, nodes: 1, tell: adds({ local: 'ingest' }) },
  'local-sort': {
    about: 'ADD INDEX as a distributed task, sorted on local disks',
    eras: FRAMEWORK,
    nodes: 1,
    tell: adds({ dist: 'local-sort' }),
  },
  'global-sort': {
    about: 'ADD INDEX as a distributed task, sorted in cloud storage',
    eras: FRAMEWORK,
    nodes: 1,
    tell: adds({ dist: 'global-sort' }),
  },
  'import-into': {
    about: 'IMPORT INTO, sorted on local disks',
    eras: FRAMEWORK,
    nodes: 1,
    tell: (cluster, { pace }) => importInto(cluster, 'local-sort', pace),
  },
  'import-into-global-sort': {
    about: 'IMPORT INTO, sorted in cloud storage',
    eras: FRAMEWORK,
    nodes: 1,
    tell: (cluster, { pace }) => importInto(cluster, 'global-sort', pace),
  },
  'multi-schema-change': { about: 'two indexes in one ALTER TABLE', eras: ALL, nodes: 1, tell: twoIndexes },
  'two-jobs': { about: 'two ADD INDEX at the same time', eras: FRAMEWORK, nodes: 2, tell: twoJobs },
  'partitioned-table': { about: 'ADD INDEX on a table of four partitions', eras: ALL, nodes: 1, tell: partitionedTable },
  'empty-table': { about: 'ADD INDEX on a table without rows', eras: LATE, nodes: 1, tell: emptyTable },
  'owner-change': {
    about: 'the owner is restarted during its ingest, the next one goes on',
    eras: FRAMEWORK,
    nodes: 2,
    tell: checkpointResume,
  },
  'rolling-restart': {
    about: 'every node is restarted in turn during a distributed task',
    eras: FRAMEWORK,
    nodes: 3,
    tell: rollingRestart,
  },
  'killed-node': { about: 'a node is killed, the others run its subtasks', eras: STEPS, nodes: 3, tell: killedNode },
  'scale-out': { about: 'a node joins and is given subtasks', eras: STEPS, nodes: 2, tell: scaleOut },
  'metadata-lock-wait': {
    about: "a long transaction holds up each node's next schema version",
    eras: ALL,
    nodes: 2,
    tell: metadataLockWait,
  },
  'pause-and-resume': { about: 'ADMIN PAUSE, then ADMIN RESUME', eras: LATE, nodes: 2, tell: pauseAndResume },
  'cancelled-by-user': { about: 'ADMIN CANCEL of a distributed task', eras: LATE, nodes: 2, tell: cancelledByUser },
  'duplicate-entry': {
    about: 'a unique index that the rows do not allow, rolled back',
    eras: ALL,
    nodes: 1,
    tell: (cluster, spec) => duplicateEntry(cluster, { ...spec, unique: true }),
  },
  'pd-leader-change': { about: "PD's leader moves, some calls are tried again", eras: STEPS, nodes: 2, tell: leaderChange },
  'pd-outage': { about: 'PD cannot be reached for forty seconds', eras: STEPS, nodes: 2, tell: pdOutage },
  'retried-job': {
    about: 'the steps of a job fail for half a minute, then go on',
    eras: STEPS,
    nodes: 2,
    tell: (cluster, spec) => retriedJob(cluster, { ...spec, rows: 40_000_000 }),
  },
  'moving-regions': { about: 'regions split under an import', eras: ['2026'], nodes: 1, tell: movingRegions },
}
