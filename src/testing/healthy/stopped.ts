import { AddIndex } from './add-index.ts'
import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { DistReorg } from './dist-reorg.ts'
import type { JobSpec } from './job.ts'
import { publish } from './schema.ts'

const PAUSED = '[ddl:8262]Job has been paused'
const CANCELLED = '[ddl:8214]Cancelled DDL job'

/** ADMIN PAUSE DDL JOBS in the middle, ADMIN RESUME half a minute later (model-ddl-ingest 1.1, model-dxf section 4). */
export function pauseAndResume(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'local-sort' }).prepare()
  const reorg = new DistReorg(ddl, 6_000)
  const clock = ddl.clock.fork()
  const subtasks = reorg.begin(clock, 4)
  reorg.readAll(clock, subtasks.slice(0, 2))
  ddl.rounds(clock.ms)
  pause(reorg, clock)
  ddl.clock.join([clock]).pass(30_000)
  resume(reorg, clock)
  reorg.readAll(clock, subtasks.slice(2))
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

function pause(reorg: DistReorg, clock: Clock): void {
  const { task, ddl } = reorg
  const { job, cluster } = ddl
  const { owner } = cluster
  job.state = 'pausing'
  job.begin(clock)
  owner.ddl(clock, 'INFO', 'job_worker.go', 'job is paused', { job_id: job.id, state: 'pausing' })
  turn(reorg, clock.pass(400), 'pausing')
  task.say(clock, 'INFO', 'on pausing state', task.here)
  for (const node of cluster.live)
    for (const delay of [100, 400]) node.say(clock.fork(delay), 'INFO', 'manager.go', 'handle pausing task', { 'task-id': task.id })
  task.say(clock.pass(900), 'INFO', 'all running subtasks paused, update the task to paused state')
  task.state = 'paused'
  task.exit(clock)
  reorg.stopAll(clock)
  owner.say(clock, 'ERROR', 'handle.go', 'task paused', { 'task-id': task.id })
  owner.ddl(clock, 'WARN', 'reorg.go', 'run reorg job done', { 'handled rows': 120_000, error: PAUSED })
  owner.ddl(clock, 'WARN', 'job_worker.go', 'run DDL job error', { ...job.logger, error: PAUSED })
  job.state = 'paused'
}

function resume(reorg: DistReorg, clock: Clock): void {
  const { task, ddl } = reorg
  ddl.job.state = 'queueing'
  ddl.look()
  ddl.job.state = 'running'
  clock.join([ddl.clock]).pass(3_000)
  task.state = 'resuming'
  task.schedule(clock)
  task.say(clock, 'INFO', 'on resuming state', task.here)
  task.say(clock.pass(500), 'INFO', 'on resuming state', task.here)
  task.say(clock, 'INFO', 'all paused tasks converted to pending state, update the task to running state')
  task.state = 'running'
}

/** ADMIN CANCEL DDL JOBS: the task is reverted and the job rolled back, as asked. */
export function cancelledByUser(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const { job } = ddl
  const reorg = new DistReorg(ddl, 2_500)
  const clock = ddl.clock.fork()
  const subtasks = reorg.begin(clock, 6)
  reorg.readAll(clock, subtasks.slice(0, 2))
  ddl.rounds(clock.ms)
  for (const subtask of subtasks.slice(2, 4)) reorg.on(subtask.node, clock.fork()).begin(clock.fork(50), subtask)
  job.state = 'cancelling'
  cluster.owner.ddl(clock.pass(700), 'INFO', 'job_worker.go', 'job is cancelled', { job_id: job.id, state: 'cancelling' })
  cancelTask(reorg, clock)
  ddl.clock.join([clock])
  job.begin(ddl.clock)
  job.state = 'rollingback'
  job.schemaState = 'delete only'
  job.error = CANCELLED
  job.errorCount = 1
  const converted = { ...job.logger, job: job.print(0), error: CANCELLED }
  cluster.owner.ddl(ddl.clock, 'INFO', 'rollingback.go', 'the DDL job is cancelled normally', converted)
  cluster.owner.ddl(ddl.clock, 'WARN', 'job_worker.go', 'run DDL job error', { ...job.logger, error: CANCELLED })
  publish(ddl.clock, job)
  ddl.rollBack(CANCELLED)
  return cluster
}

function cancelTask(reorg: DistReorg, clock: Clock): void {
  const { task, ddl } = reorg
  const { owner } = ddl.cluster
  turn(reorg, clock.pass(300), 'cancelling')
  task.say(clock, 'INFO', 'on cancelling state', task.here)
  for (const executor of reorg.executors.values()) {
    const thread = clock.fork(150)
    executor.node.say(thread, 'INFO', 'manager.go', 'onCanceledTasks', { 'task-id': task.id })
    executor.node.say(thread, 'INFO', 'manager.go', 'onCanceledTasks', { 'task-id': task.id })
    executor.node.say(thread, 'WARN', 'task_executor.go', 'subtask canceled', task.names)
    executor.endStep(thread, reorg.environment)
    executor.stop(thread, false)
  }
  task.state = 'reverting'
  task.cleanUp(clock.pass(900))
  owner.say(clock, 'ERROR', 'handle.go', 'task reverted', { 'task-id': task.id, error: 'cancelled by user' })
  owner.ddl(clock, 'WARN', 'reorg.go', 'run reorg job done', { 'handled rows': 60_000, error: CANCELLED })
}

/** A user's wish, which the owner's scheduler finds in the task's row. */
function turn({ task }: DistReorg, clock: Clock, to: string): void {
  const step = task.print(task.step)
  const states = { 'old-state': task.state, 'new-state': to, 'old-step': step, 'new-step': step }
  task.say(clock, 'INFO', 'task state/step changed by user or other scheduler', states)
  task.state = to
}
