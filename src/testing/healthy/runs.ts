import type { Cluster } from '../../simulate/cluster/cluster.ts'
import type { Era } from '../../simulate/cluster/era.ts'
import type { Mode } from '../../simulate/ddl/add-index.ts'
import type { JobSpec } from '../../simulate/ddl/job.ts'
import { importInto } from '../../simulate/framework/import-into.ts'
import { addNoise } from '../../simulate/noise/noise.ts'
import { killedNode, rollingRestart, scaleOut } from '../../simulate/scenario/moved.ts'
import { movingRegions, pdOutage, retriedJob } from '../../simulate/scenario/outage.ts'
import { addIndex, begin, emptyTable, metadataLockWait, partitionedTable, twoIndexes, twoJobs } from '../../simulate/scenario/plain.ts'
import { cancelledByUser, pauseAndResume } from '../../simulate/scenario/stopped.ts'
import { checkpointResume, duplicateEntry, leaderChange } from '../../simulate/scenario/troubled.ts'
import { NOISE } from './noise.ts'

const SPEC: JobSpec = { table: 'sbtest1', index: 'idx_c', rows: 240_000 }

/** Healthy runs, plain and eventful, by the name of their folder. Each gives a cluster whose nodes hold their logs. */
export const runs: Readonly<Record<string, () => Cluster>> = {
  'v6.5-txn': () => plain('v6.5', 1, 1, { local: 'txn' }),
  'v6.5-ingest': () => plain('v6.5', 2, 2, { local: 'ingest' }),
  'v6.5-txn-merge': () => plain('v6.5', 1, 3, { local: 'txn-merge' }),
  'v7.1-ingest': () => plain('v7.1', 3, 4, { local: 'ingest' }),
  'v7.5-local-sort': () => plain('v7.5', 3, 5, { dist: 'local-sort' }),
  'v7.5-global-sort': () => plain('v7.5', 2, 6, { dist: 'global-sort' }),
  'v7.5-import-into': () => importing('v7.5', 2, 7, 'global-sort'),
  'v8.1-local-sort': () => plain('v8.1', 3, 8, { dist: 'local-sort' }),
  'v8.1-global-sort': () => plain('v8.1', 2, 9, { dist: 'global-sort' }),
  'v8.5-local-sort': () => plain('v8.5', 3, 10, { dist: 'local-sort' }),
  'v8.5-global-sort': () => plain('v8.5', 3, 11, { dist: 'global-sort' }),
  'v8.5-import-into': () => importing('v8.5', 3, 12, 'local-sort'),
  '2026-local-sort': () => plain('2026', 2, 13, { dist: 'local-sort' }),
  '2026-global-sort': () => plain('2026', 3, 14, { dist: 'global-sort' }),
  '2026-import-into': () => importing('2026', 2, 15, 'global-sort'),
  'rolling-restart': () => told('v8.5', 3, 16, rollingRestart),
  'rolling-restart-dispatcher': () => told('v7.5', 3, 17, rollingRestart),
  'pd-leader-change': () => told('v8.1', 2, 18, leaderChange),
  'pause-and-resume': () => told('v8.5', 2, 19, pauseAndResume),
  'cancelled-by-user': () => told('v8.5', 2, 20, cancelledByUser),
  'duplicate-entry': () => told('v7.1', 1, 21, duplicateEntry, { unique: true }),
  'multi-schema-change': () => told('v6.5', 1, 22, twoIndexes),
  'partitioned-table': () => told('v7.5', 1, 23, partitionedTable),
  'empty-table': () => told('v8.5', 1, 24, emptyTable),
  'two-jobs-at-once': () => told('v8.5', 2, 25, twoJobs),
  'scale-out': () => told('v8.5', 2, 26, scaleOut),
  'killed-node': () => told('v8.5', 3, 27, killedNode),
  'checkpoint-resume': () => told('v7.5', 2, 28, checkpointResume),
  'metadata-lock-wait': () => told('v7.5', 2, 29, metadataLockWait),
  'pd-outage': () => told('v8.5', 2, 33, pdOutage),
  'retried-job': () => told('v8.1', 2, 34, retriedJob, { rows: 40_000_000 }),
  'moving-regions': () => told('2026', 1, 35, movingRegions),
  noise: () => noisy('v8.5', 30),
  'one-executor-alone': () => oneNode('v8.5', 31),
  'begins-and-ends-in-the-middle': () => middle('v8.1', 32),
}

function told(
  era: Era['name'],
  size: number,
  seed: number,
  tell: (cluster: Cluster, spec: JobSpec) => void,
  spec: Partial<JobSpec> = {},
): Cluster {
  const cluster = begin(era, size, seed)
  tell(cluster, { ...SPEC, ...spec })
  return cluster
}

function plain(era: Era['name'], size: number, seed: number, mode: Mode): Cluster {
  return told(era, size, seed, (cluster, spec) => addIndex(cluster, spec, mode))
}

function importing(era: Era['name'], size: number, seed: number, how: 'local-sort' | 'global-sort'): Cluster {
  return told(era, size, seed, (cluster) => importInto(cluster, how))
}

function noisy(era: Era['name'], seed: number): Cluster {
  const cluster = plain(era, 2, seed, { dist: 'local-sort' })
  addNoise(cluster, 60, NOISE)
  return cluster
}

function oneNode(era: Era['name'], seed: number): Cluster {
  const cluster = plain(era, 3, seed, { dist: 'global-sort' })
  cluster.nodes.splice(0, 1)
  cluster.nodes.splice(1, 1)
  return cluster
}

function middle(era: Era['name'], seed: number): Cluster {
  const cluster = plain(era, 2, seed, { dist: 'local-sort' })
  const { begins } = cluster.era
  const last = cluster.clock.ms - begins
  for (const node of cluster.nodes) node.excerpt(begins + last * 0.35, begins + last * 0.7)
  return cluster
}
