import { AddIndex, type Mode } from './add-index.ts'
import { Cluster } from './cluster.ts'
import { DistReorg } from './dist-reorg.ts'
import type { Era } from './era.ts'
import { importInto } from './import-into.ts'
import type { JobSpec } from './job.ts'
import { killedNode, rollingRestart, scaleOut } from './moved.ts'
import { multiSchemaChange } from './multi-schema.ts'
import { addNoise } from './noise.ts'
import { movingRegions, pdOutage, retriedJob } from './outage.ts'
import { publish } from './schema.ts'
import { announce, elect, start } from './server.ts'
import { cancelledByUser, pauseAndResume } from './stopped.ts'
import { checkpointResume, duplicateEntry, leaderChange } from './troubled.ts'

const SPEC: JobSpec = { table: 'sbtest1', index: 'idx_c', rows: 240_000 }

/** All processes up, the first node elected. */
export function begin(era: Era['name'], size: number, seed: number): Cluster {
  const cluster = new Cluster(era, size, seed)
  const { clock, nodes } = cluster
  clock.join(
    nodes.map((node, i) => {
      const thread = clock.fork(i * 700)
      start(thread, node)
      return thread
    }),
  )
  elect(clock.pass(500), cluster, cluster.node(0))
  elect(clock.fork(40), cluster, cluster.node(size - 1), 'stats')
  elect(clock.fork(60), cluster, cluster.node(0), 'bindinfo')
  announce(clock, cluster)
  clock.pass(2_000)
  return cluster
}

/** ADD INDEX from end to end in one mode. */
export function addIndex(cluster: Cluster, mode: Mode, spec: Partial<JobSpec> = {}): AddIndex {
  const client = cluster.node(cluster.nodes.length - 1)
  const ddl = new AddIndex(cluster, { ...SPEC, ...spec }, mode, client).prepare()
  if (mode.dist === undefined) ddl.backfillLocally()
  else new DistReorg(ddl).run()
  return ddl.merge().finish()
}

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
  'rolling-restart': () => rollingRestart(begin('v8.5', 3, 16), SPEC),
  'rolling-restart-dispatcher': () => rollingRestart(begin('v7.5', 3, 17), SPEC),
  'pd-leader-change': () => leaderChange(begin('v8.1', 2, 18), SPEC),
  'pause-and-resume': () => pauseAndResume(begin('v8.5', 2, 19), SPEC),
  'cancelled-by-user': () => cancelledByUser(begin('v8.5', 2, 20), SPEC),
  'duplicate-entry': () => duplicateEntry(begin('v7.1', 1, 21), { ...SPEC, unique: true }),
  'multi-schema-change': () => multi('v6.5', 22),
  'partitioned-table': () => partitioned('v7.5', 23),
  'empty-table': () => empty('v8.5', 24),
  'two-jobs-at-once': () => two('v8.5', 25),
  'scale-out': () => scaleOut(begin('v8.5', 2, 26), SPEC),
  'killed-node': () => killedNode(begin('v8.5', 3, 27), SPEC),
  'checkpoint-resume': () => checkpointResume(begin('v7.5', 2, 28), SPEC),
  'metadata-lock-wait': () => waited('v7.5', 29),
  'pd-outage': () => pdOutage(begin('v8.5', 2, 33), SPEC),
  'retried-job': () => retriedJob(begin('v8.1', 2, 34), { ...SPEC, rows: 40_000_000 }),
  'moving-regions': () => movingRegions(begin('2026', 1, 35), SPEC),
  noise: () => noisy('v8.5', 30),
  'one-executor-alone': () => oneNode('v8.5', 31),
  'begins-and-ends-in-the-middle': () => middle('v8.1', 32),
}

function plain(era: Era['name'], size: number, seed: number, mode: Mode): Cluster {
  const cluster = begin(era, size, seed)
  addIndex(cluster, mode)
  return cluster
}

function importing(era: Era['name'], size: number, seed: number, how: 'local-sort' | 'global-sort'): Cluster {
  const cluster = begin(era, size, seed)
  importInto(cluster, how)
  return cluster
}

function multi(era: Era['name'], seed: number): Cluster {
  const cluster = begin(era, 1, seed)
  multiSchemaChange(new AddIndex(cluster, SPEC, { local: 'txn' }))
  return cluster
}

function partitioned(era: Era['name'], seed: number): Cluster {
  const cluster = begin(era, 1, seed)
  new AddIndex(cluster, SPEC, { local: 'ingest' }).prepare().backfillLocally({ partitions: 4 }).merge().finish()
  return cluster
}

/** From v8.5 on a table without rows is not read, nor is its temporary index merged (model-ddl-ingest 1.3). */
function empty(era: Era['name'], seed: number): Cluster {
  const cluster = begin(era, 1, seed)
  const ddl = new AddIndex(cluster, { ...SPEC, rows: 0 }, { dist: 'local-sort' }).prepare()
  const { job, clock } = ddl
  const fields = { jobID: job.id, table: job.spec.table }
  job.begin(clock)
  cluster.owner.ddl(clock, 'INFO', 'index.go', 'table is empty, skipping reorg work', fields)
  publish(clock, job)
  job.begin(clock)
  cluster.owner.ddl(clock, 'INFO', 'index.go', 'index backfill state ready to merge', {
    'job ID': job.id,
    table: job.spec.table,
    index: job.spec.index,
  })
  publish(clock, job)
  job.begin(clock)
  cluster.owner.ddl(clock, 'INFO', 'index.go', 'temp index is empty, skipping reorg work', fields)
  ddl.finish()
  return cluster
}

function two(era: Era['name'], seed: number): Cluster {
  const cluster = begin(era, 2, seed)
  const second = cluster.clock.fork(1_500)
  const mode: Mode = { dist: 'local-sort' }
  const ddls = [
    new AddIndex(cluster, SPEC, mode),
    new AddIndex(cluster, { table: 'orders', index: 'idx_k', rows: 90_000 }, mode, cluster.node(1), second),
  ]
  for (const ddl of ddls) {
    ddl.prepare()
    new DistReorg(ddl).run()
    ddl.merge().finish()
  }
  return cluster
}

function waited(era: Era['name'], seed: number): Cluster {
  const cluster = begin(era, 2, seed)
  const ddl = new AddIndex(cluster, SPEC, { local: 'txn' }).prepare({ node: cluster.node(1), ms: 31_000 })
  ddl.backfillLocally().merge().finish()
  return cluster
}

function noisy(era: Era['name'], seed: number): Cluster {
  const cluster = plain(era, 2, seed, { dist: 'local-sort' })
  addNoise(cluster, 60)
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
