import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Node } from '../cluster/node.ts'
import { announce, elect, shutdown, start } from '../cluster/server.ts'
import { AddIndex } from '../ddl/add-index.ts'
import { closeBackend } from '../ddl/engine.ts'
import { type JobSpec, reorgDone } from '../ddl/job.ts'
import { readLocally } from '../ddl/local-reorg.ts'
import { publish } from '../ddl/schema.ts'
import { DistReorg } from '../framework/dist-reorg.ts'
import type { Subtask } from '../framework/task.ts'

const NO_LEADER = '[pd:client:ErrClientGetTSO]rpc error: code = Unavailable desc = not leader'

/** PD's leader moves: an executor and the owner meet a few errors, try again, and go on. */
export function leaderChange(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'local-sort' }).prepare()
  const reorg = new DistReorg(ddl)
  const clock = ddl.clock.fork()
  const subtasks = reorg.begin(clock, 2 * cluster.live.length)
  const troubled = clock.fork(200)
  retried(
    reorg,
    troubled,
    subtasks.filter((subtask) => subtask.node === cluster.node(1)),
  )
  const calm = cluster.live
    .filter((node) => node !== cluster.node(1))
    .map((node) => {
      const thread = clock.fork(200)
      reorg.on(node, thread).step(thread, subtasks, reorg.work, reorg.environment)
      return thread
    })
  reorg.task.say(clock.pass(100), 'INFO', 'schedule task meet err, reschedule it', { error: NO_LEADER })
  cluster.owner.say(clock, 'WARN', 'nodes.go', 'get managed nodes met error', { error: NO_LEADER })
  clock.join([troubled, ...calm]).pass(500)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

/** A node's first subtask fails three times in a way that is tried again, then all go through. */
function retried(reorg: DistReorg, clock: Clock, own: readonly Subtask[]): void {
  const { environment, task } = reorg
  const [first] = own as readonly [Subtask, ...Subtask[]]
  const { node } = first
  const executor = reorg.on(node, clock)
  const about = { about: [first.life] }
  first.life.turn('running')
  for (let time = 0; time < 3; time++) {
    executor.beginStep(clock, environment)
    node.ddl(clock, 'INFO', 'backfilling_read_index.go', 'read index executor run subtask', { 'use cloud': false })
    node.say(clock.pass(300), 'WARN', 'task_executor.go', 'meet retryable error', { ...task.names, error: NO_LEADER }, about)
    executor.endStep(clock, environment)
    node.say(
      clock.pass(300),
      'INFO',
      'task_executor.go',
      'subtask in running state and is idempotent',
      {
        ...task.names,
        'subtask-id': first.id,
      },
      about,
    )
  }
  executor.step(clock, own, reorg.work, environment)
}

/** The table holds a value twice, so that a unique index cannot be: the user's data, not TiDB, are at fault. */
export function duplicateEntry(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { local: 'ingest' }).prepare()
  const { job, clock } = ddl
  const { owner } = cluster
  ddl.beginBackfill()
  readLocally(clock, job, { mode: 'ingest', partitions: 1 })
  const error = "[kv:1062]Duplicate entry '7' for key 'sbtest1.idx_c'"
  reorgDone(clock, job, { 'handled rows': spec.rows })
  owner.ingest(clock, 'ERROR', 'backend.go', 'remote duplicate index key exist', { table: spec.table, 'index ID': 1 + (job.id % 9) })
  owner.ddl(clock, 'WARN', 'index.go', 'import index duplicate key, convert job to rollback', { job: job.print(0), error }, job.rollingBack)
  closeBackend(clock, owner, job)
  owner.ddl(clock, 'ERROR', job.workerFile, 'run DDL job error', { ...job.logger, error })
  job.state = 'rollingback'
  job.schemaState = 'delete only'
  job.error = error
  job.errorCount = 1
  if (!since(cluster.era, 'v7.5')) {
    const fields = { ...job.logger, waitTime: '1s', error }
    owner.ddl(clock, 'INFO', job.workerFile, 'run DDL job failed, sleeps a while then retries it.', fields)
  }
  publish(clock.pass(1_000), job)
  ddl.rollBack(error)
  return cluster
}

/** The owner is restarted in the middle of a backfill of its own; the next one goes on where it had saved its place. */
export function checkpointResume(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { local: 'ingest' }).prepare()
  const { job, clock } = ddl
  const { owner } = cluster
  ddl.beginBackfill()
  readLocally(clock.fork(), job, { mode: 'ingest', partitions: 1 })
  ddl.rounds(clock.ms + 12_000)
  shutdown(clock, cluster, owner)
  start(clock.pass(2_000), owner)
  const next = cluster.nodes.find((node) => node !== owner) as Node
  elect(clock.pass(1_000), cluster, next)
  announce(clock, cluster)
  const place = { 'range start': '00', 'range end': 'ff', 'checkpoint physical ID': job.tableId }
  next.ingest(clock, 'INFO', 'job_table.go', 'resume physical table ID from checkpoint', { jobID: job.id, ...place })
  ddl.backfillLocally({ partitions: 1, resumed: 'other-node' }).merge().finish()
  return cluster
}
