import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { AddIndex } from '../ddl/add-index.ts'
import { type JobSpec, reorgDone } from '../ddl/job.ts'
import { publish } from '../ddl/schema.ts'
import { DistReorg } from '../framework/dist-reorg.ts'
import type { Subtask } from '../framework/task.ts'

const PAUSED = '[ddl:8262]Job has been paused'
const CANCELLED = '[ddl:8214]Cancelled DDL job'

/** ADMIN PAUSE DDL JOBS in the middle, ADMIN RESUME half a minute later (model-ddl-ingest 1.1, model-dxf section 4). */
export function pauseAndResume(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'local-sort' }).prepare()
  const reorg = new DistReorg(ddl, 6_000)
  const clock = ddl.clock.fork()
  const width = cluster.live.length
  const subtasks = reorg.begin(clock, 2 * width)
  reorg.readAll(clock, subtasks.slice(0, width))
  ddl.rounds(clock.ms)
  const waiting = subtasks.slice(width)
  pause(reorg, clock, waiting)
  ddl.clock.join([clock]).pass(30_000)
  resume(reorg, clock, waiting)
  reorg.readAll(clock, waiting)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

function pause(reorg: DistReorg, clock: Clock, waiting: readonly Subtask[]): void {
  const { task, ddl } = reorg
  const { job, cluster } = ddl
  const { owner } = cluster
  job.state = 'pausing'
  job.begin(clock)
  owner.ddl(clock, 'INFO', 'job_worker.go', 'job is paused', { job_id: job.id, state: 'pausing' }, job.lives)
  turn(reorg, clock.pass(400), 'pausing')
  task.say(clock, 'INFO', 'on pausing state', task.here)
  const seen = { about: task.lives }
  for (const node of cluster.live)
    for (const delay of [100, 400]) node.say(clock.fork(delay), 'INFO', 'manager.go', 'handle pausing task', { 'task-id': task.id }, seen)
  for (const subtask of waiting) subtask.life.turn('paused')
  task.state = 'paused'
  task.say(clock.pass(900), 'INFO', 'all running subtasks paused, update the task to paused state')
  task.exit(clock)
  reorg.stopAll(clock)
  owner.say(clock, 'ERROR', 'handle.go', 'task paused', { 'task-id': task.id }, seen)
  reorgDone(clock, job, { 'handled rows': 120_000, error: PAUSED })
  owner.ddl(clock, 'WARN', 'job_worker.go', 'run DDL job error', { ...job.logger, error: PAUSED })
  job.state = 'paused'
}

function resume(reorg: DistReorg, clock: Clock, waiting: readonly Subtask[]): void {
  const { task, ddl } = reorg
  ddl.job.state = 'queueing'
  ddl.look()
  ddl.job.state = 'running'
  clock.join([ddl.clock]).pass(3_000)
  task.state = 'resuming'
  task.schedule(clock)
  task.say(clock, 'INFO', 'on resuming state', task.here)
  task.say(clock.pass(500), 'INFO', 'on resuming state', task.here)
  for (const subtask of waiting) subtask.life.turn('pending')
  task.state = 'running'
  task.say(clock, 'INFO', 'all paused tasks converted to pending state, update the task to running state')
}

/** ADMIN CANCEL DDL JOBS: the task is reverted and the job rolled back, as asked. */
export function cancelledByUser(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const { job } = ddl
  const reorg = new DistReorg(ddl, 2_500)
  const clock = ddl.clock.fork()
  const width = cluster.live.length
  const subtasks = reorg.begin(clock, 3 * width)
  reorg.readAll(clock, subtasks.slice(0, width))
  ddl.rounds(clock.ms)
  for (const subtask of subtasks.slice(width, 2 * width)) reorg.on(subtask.node, clock.fork()).begin(clock.fork(50), subtask)
  job.state = 'cancelling'
  cluster.owner.ddl(clock.pass(700), 'INFO', 'job_worker.go', 'job is cancelled', { job_id: job.id, state: 'cancelling' }, job.lives)
  cancelTask(reorg, clock, subtasks)
  ddl.clock.join([clock])
  job.begin(ddl.clock)
  job.state = 'rollingback'
  job.schemaState = 'delete only'
  job.error = CANCELLED
  job.errorCount = 1
  const converted = { ...job.logger, job: job.print(0), error: CANCELLED }
  cluster.owner.ddl(ddl.clock, 'INFO', 'rollingback.go', 'the DDL job is cancelled normally', converted, job.lives)
  cluster.owner.ddl(ddl.clock, 'WARN', 'job_worker.go', 'run DDL job error', { ...job.logger, error: CANCELLED })
  publish(ddl.clock, job)
  ddl.rollBack(CANCELLED)
  return cluster
}

function cancelTask(reorg: DistReorg, clock: Clock, subtasks: readonly Subtask[]): void {
  const { task, ddl } = reorg
  const { owner } = ddl.cluster
  turn(reorg, clock.pass(300), 'cancelling')
  task.say(clock, 'INFO', 'on cancelling state', task.here)
  task.state = 'reverting'
  const seen = { about: task.lives }
  for (const executor of reorg.executors.values()) {
    const thread = clock.fork(150)
    const { node } = executor
    const own = subtasks.filter(({ life, node: of }) => of === node && life.state !== 'succeed')
    for (const { life } of own) life.turn('canceled')
    node.say(thread, 'INFO', 'manager.go', 'onCanceledTasks', { 'task-id': task.id }, seen)
    node.say(thread, 'INFO', 'manager.go', 'onCanceledTasks', { 'task-id': task.id }, seen)
    node.say(thread, 'WARN', 'task_executor.go', 'subtask canceled', task.names, { about: own.slice(0, 1).map(({ life }) => life) })
    executor.endStep(thread, reorg.environment)
    executor.stop(thread, false)
  }
  task.state = 'reverted'
  task.cleanUp(clock.pass(900))
  owner.say(clock, 'ERROR', 'handle.go', 'task reverted', { 'task-id': task.id, error: 'cancelled by user' }, seen)
  reorgDone(clock, ddl.job, { 'handled rows': 60_000, error: CANCELLED })
}

/** A user's wish, which the owner's scheduler finds in the task's row. */
function turn({ task }: DistReorg, clock: Clock, to: string): void {
  const step = task.print(task.step)
  const states = { 'old-state': task.state, 'new-state': to, 'old-step': step, 'new-step': step }
  task.state = to
  task.say(clock, 'INFO', 'task state/step changed by user or other scheduler', states)
}
