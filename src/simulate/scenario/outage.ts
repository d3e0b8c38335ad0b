import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Node } from '../cluster/node.ts'
import { AddIndex } from '../ddl/add-index.ts'
import { Engine } from '../ddl/engine.ts'
import type { JobSpec } from '../ddl/job.ts'
import { DistReorg } from '../framework/dist-reorg.ts'
import type { Subtask } from '../framework/task.ts'

const NO_PD = 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'
const MOVED = '[Lightning:KV:EpochNotMatch]epoch not match: region 311 conf_ver 5 version 88'

/** PD cannot be reached for some forty seconds: everything that asks it fails at its own pace, and then goes on as if nothing had been. */
export function pdOutage(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const reorg = new DistReorg(ddl, 3_000)
  const clock = ddl.clock.fork()
  const subtasks = reorg.begin(clock, 4)
  const [first] = subtasks as [Subtask, ...Subtask[]]
  const troubled = clock.fork(200)
  unable(reorg, troubled, first, 40_000)
  const owner = clock.fork(300)
  asking(reorg, owner, 38_000)
  clock.join([troubled, owner])
  reorg.readAll(clock, subtasks)
  reorg.steps(clock)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

/** A subtask is begun again and again, about once a second, each time with the same error. */
function unable(reorg: DistReorg, clock: Clock, subtask: Subtask, ms: number): void {
  const { task } = reorg
  const { node } = subtask
  const executor = reorg.on(node, clock)
  const about = { about: [subtask.life] }
  for (const end = clock.ms + ms; clock.ms < end; clock.pass(500)) {
    executor.beginStep(clock, reorg.environment)
    executor.begin(clock, subtask)
    executor.frame(clock.pass(200), 'run subtask failed', subtask, { takeTime: node.random.duration(200), error: NO_PD })
    node.say(clock, 'WARN', 'task_executor.go', 'meet retryable error', { ...task.names, error: NO_PD }, about)
    node.say(clock, 'ERROR', 'task_executor.go', 'run subtask failed', { ...task.names, error: NO_PD }, about)
    executor.endStep(clock, reorg.environment)
  }
}

/** The owner's scheduler and its manager ask for their tasks at every turn. */
function asking(reorg: DistReorg, clock: Clock, ms: number): void {
  const { owner } = reorg.ddl.cluster
  for (const end = clock.ms + ms; clock.ms < end; clock.pass(900)) {
    owner.say(clock, 'ERROR', 'scheduler.go', 'refresh task failed', { ...reorg.task.ownerNames, error: NO_PD })
    owner.say(clock, 'WARN', 'scheduler_manager.go', 'get unfinished tasks failed', { error: NO_PD })
    owner.say(clock, 'WARN', 'nodes.go', 'get managed nodes met error', { error: NO_PD })
  }
}

/** The job's own steps fail for half a minute, once a second, then it goes on and keeps the error that it had (model-ddl-ingest section 2). */
export function retriedJob(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const { job, clock } = ddl
  for (let tried = 1; tried <= 28; tried++) {
    ddl.look()
    const fields = { ...job.logger, error: '[tikv:9005]Region is unavailable' }
    cluster.owner.ddl(clock, 'WARN', job.workerFile, 'run DDL job error', fields)
    cluster.owner.ddl(clock, 'INFO', job.workerFile, 'run DDL job failed, sleeps a while then retries it.', { ...fields, waitTime: '1s' })
    job.error = '[tikv:9005]Region is unavailable'
    job.errorCount = tried
    clock.pass(1_000)
  }
  const reorg = new DistReorg(ddl, 60_000)
  reorg.run(4)
  ddl.merge().finish()
  return cluster
}

/** Regions split under an import: each of its parts is tried again until it fits (model-ddl-ingest section 2). */
export function movingRegions(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'local-sort' }).prepare()
  const reorg = new DistReorg(ddl)
  const clock = ddl.clock.fork()
  const subtasks = reorg.begin(clock, 2 * cluster.live.length)
  const [node, ...others] = cluster.live as [Node, ...Node[]]
  const threads = others.map((other) => {
    const thread = clock.fork()
    reorg.on(other, thread).step(thread, subtasks, reorg.work, reorg.environment)
    return thread
  })
  reorg.on(node, clock).step(
    clock,
    subtasks,
    (at, on, ids, subtask) => {
      const engine = new Engine(on, ddl.job, ids)
      engine.open(at, 2)
      for (let i = 0; i < 60; i++) {
        const where = { ...ids, error: MOVED, 'job stage': 'wrote', region: `{ID=${300 + i}}`, start: '7480', end: '7481' }
        on.say(at.pass(150), 'WARN', 'job_worker.go', 'meet retryable error when ingesting, will handle the job later', where)
        const again = {
          ...ids,
          startKey: '7480',
          endKey: '7481',
          stage: 'regionScanned',
          retryCount: i % 6,
          waitUntil: '2026-01-20 14:00:31',
        }
        on.say(at, 'INFO', 'region_job.go', 'put job back to jobCh to retry later', again)
      }
      reorg.work(at, on, ids, subtask)
    },
    reorg.environment,
  )
  reorg.end(clock.join(threads))
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}
