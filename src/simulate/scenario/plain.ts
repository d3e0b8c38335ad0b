import { Cluster } from '../cluster/cluster.ts'
import type { Era } from '../cluster/era.ts'
import { announce, elect, start } from '../cluster/server.ts'
import { AddIndex, type Mode } from '../ddl/add-index.ts'
import type { JobSpec } from '../ddl/job.ts'
import { multiSchemaChange } from '../ddl/multi-schema.ts'
import { publish } from '../ddl/schema.ts'
import { DistReorg } from '../framework/dist-reorg.ts'

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
export function addIndex(cluster: Cluster, spec: JobSpec, mode: Mode): void {
  throughout(new AddIndex(cluster, spec, mode, cluster.nodes.at(-1)))
}

function throughout(ddl: AddIndex): void {
  ddl.prepare()
  if (ddl.mode.dist === undefined) ddl.backfillLocally()
  else new DistReorg(ddl).run()
  ddl.merge().finish()
}

/** The index of a partitioned table is built by one partition after the other. */
export function partitionedTable(cluster: Cluster, spec: JobSpec): void {
  new AddIndex(cluster, spec, { local: 'ingest' }).prepare().backfillLocally({ partitions: 4 }).merge().finish()
}

/** From v8.5 on a table without rows is not read, nor is its temporary index merged (model-ddl-ingest 1.3). */
export function emptyTable(cluster: Cluster, spec: JobSpec): void {
  const ddl = new AddIndex(cluster, { ...spec, rows: 0 }, { dist: 'local-sort' }).prepare()
  const { job, clock } = ddl
  const fields = { jobID: job.id, table: job.spec.table }
  job.begin(clock)
  job.backfillState = 'running'
  cluster.owner.ddl(clock, 'INFO', 'index.go', 'table is empty, skipping reorg work', fields)
  job.backfillState = 'ready-to-merge'
  publish(clock, job)
  job.begin(clock)
  ddl.readyToMerge()
  publish(clock, job)
  job.begin(clock)
  cluster.owner.ddl(clock, 'INFO', 'index.go', 'temp index is empty, skipping reorg work', fields, job.backfillLives)
  ddl.finish()
}

/** Two clients add an index each, the second while the first is under way. */
export function twoJobs(cluster: Cluster, spec: JobSpec): void {
  const second = cluster.clock.fork(1_500)
  const mode: Mode = { dist: 'local-sort' }
  const ddls = [
    new AddIndex(cluster, spec, mode),
    new AddIndex(cluster, { table: 'orders', index: 'idx_k', rows: 90_000 }, mode, cluster.node(1), second),
  ]
  for (const ddl of ddls) throughout(ddl)
}

/** A long transaction on another node holds the metadata lock, and the job waits for it. */
export function metadataLockWait(cluster: Cluster, spec: JobSpec): void {
  const ddl = new AddIndex(cluster, spec, { local: 'txn' }).prepare({ node: cluster.node(1), ms: 31_000 })
  ddl.backfillLocally().merge().finish()
}

/** Two indexes in one statement. */
export function twoIndexes(cluster: Cluster, spec: JobSpec): void {
  multiSchemaChange(new AddIndex(cluster, { ...spec, type: 'alter table multi-schema change' }, { local: 'txn' }))
}
