import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Node } from '../cluster/node.ts'
import { announce, elect, shutdown, start } from '../cluster/server.ts'
import { AddIndex } from '../ddl/add-index.ts'
import type { JobSpec } from '../ddl/job.ts'
import { DistReorg } from '../framework/dist-reorg.ts'
import type { Subtask } from '../framework/task.ts'

/** Every node is restarted in turn while an index is added, the owner first: the job and its task go on elsewhere. */
export function rollingRestart(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'local-sort' }, cluster.node(2)).prepare()
  const reorg = new DistReorg(ddl, 2_500)
  const clock = ddl.clock.fork()
  const width = cluster.live.length
  const subtasks = reorg.begin(clock, 3 * width)
  reorg.readAll(clock, subtasks.slice(0, width))
  for (const [turn, node] of cluster.nodes.slice(0, 2).entries()) {
    const own = subtasks.find((subtask) => subtask.node === node && !subtasks.slice(0, width * (turn + 1)).includes(subtask))
    if (own !== undefined) interrupted(reorg, node, own, clock)
    ddl.rounds(clock.ms)
    if (node === cluster.owner && !since(cluster.era, 'v8.1')) reorg.task.exit(clock)
    const next = cluster.node(turn + 1)
    const heir = node === cluster.owner
    shutdown(clock, cluster, node)
    reorg.executors.delete(node)
    if (heir) inherit(reorg, next, clock)
    own?.life.turn('pending')
    moveAway(reorg, node, subtasks.slice(width), clock)
    start(clock.fork(3_000), node)
    clock.pass(7_000)
    ddl.clock.join([clock])
  }
  reorg.readAll(clock, subtasks.slice(width))
  reorg.steps(clock)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

/** A node is killed: it says nothing any more, its subtasks are run by the others. */
export function killedNode(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const reorg = new DistReorg(ddl, 2_500)
  const clock = ddl.clock.fork()
  const width = cluster.live.length
  const subtasks = reorg.begin(clock, 3 * width)
  reorg.readAll(clock, subtasks.slice(0, width))
  const node = cluster.live.find((it) => it !== cluster.owner && it !== cluster.node(1)) as Node
  const own = subtasks.slice(width).find((subtask) => subtask.node === node) as Subtask
  reorg.on(node, clock.fork()).beginStep(clock.fork(20), reorg.environment)
  reorg.on(node, clock).begin(clock.fork(60), own)
  node.die(clock.pass(1_500))
  reorg.executors.delete(node)
  ddl.rounds(clock.ms)
  clock.pass(10_000)
  ddl.clock.join([clock])
  moveAway(reorg, node, subtasks.slice(width), clock)
  start(clock.fork(20_000), node)
  node.alive = false
  rerun(reorg, own, clock)
  reorg.readAll(
    clock,
    subtasks.slice(width).filter((subtask) => subtask !== own),
  )
  reorg.steps(clock)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  node.alive = true
  return cluster
}

/** A node joins in the middle and is given its share of what is not begun yet. */
export function scaleOut(cluster: Cluster, spec: JobSpec): Cluster {
  const ddl = new AddIndex(cluster, spec, { dist: 'global-sort' }).prepare()
  const reorg = new DistReorg(ddl, 2_000)
  const clock = ddl.clock.fork()
  const width = cluster.live.length
  const subtasks = reorg.begin(clock, 4 * width)
  reorg.readAll(clock, subtasks.slice(0, 2 * width))
  const node = cluster.join()
  start(clock, node)
  const moved = subtasks.slice(3 * width)
  for (const subtask of moved) subtask.node = node
  balanced(reorg, moved, clock.pass(1_500))
  reorg.readAll(clock, subtasks.slice(2 * width))
  reorg.steps(clock)
  reorg.end(clock)
  ddl.rounds(clock.ms)
  ddl.endBackfill().merge().finish()
  return cluster
}

/** A subtask is under way when its process is asked to end. */
function interrupted(reorg: DistReorg, node: Node, subtask: Subtask, clock: Parameters<DistReorg['on']>[1]): void {
  const executor = reorg.on(node, clock)
  executor.beginStep(clock, reorg.environment)
  executor.begin(clock, subtask)
  const { task } = reorg
  if (since(node.era, 'v8.5'))
    executor.frame(clock.pass(900), 'run subtask failed', subtask, { takeTime: node.random.duration(900), error: 'context canceled' })
  if (since(node.era, 'v8.1'))
    node.say(clock, 'INFO', 'task_executor.go', 'meet context canceled for gracefully shutdown', task.names, { about: [subtask.life] })
  else
    node.say(
      clock.pass(900),
      'INFO',
      'scheduler.go',
      'met context canceled for gracefully shutdown',
      { 'task-id': task.id, error: 'context canceled' },
      { about: [subtask.life] },
    )
  executor.endStep(clock, reorg.environment)
  executor.stop(clock, false)
}

/** Another node becomes owner and takes up the job and its task (model-ddl-ingest 1.9, model-dxf section 6). */
function inherit(reorg: DistReorg, next: Node, clock: Parameters<DistReorg['on']>[1]): void {
  const { ddl, task } = reorg
  const { cluster } = ddl
  elect(clock.pass(900), cluster, next)
  announce(clock, cluster)
  const thread = ddl.clock.join([clock])
  if (since(cluster.era, 'v8.5'))
    next.ddl(
      thread,
      'INFO',
      'job_scheduler.go',
      'the job have schema version un-synced',
      {
        jobID: ddl.job.id,
        version: cluster.schemaVersion,
        job: ddl.job.print(3),
      },
      ddl.job.lives,
    )
  ddl.look()
  next.say(thread, 'INFO', 'handle.go', 'task not resumable', { taskKey: task.key })
  task.schedule(clock.pass(500))
}

/** What lay on a node that is gone, or not its own any more, is dealt to the others. */
function moveAway(reorg: DistReorg, node: Node, rest: readonly Subtask[], clock: Parameters<DistReorg['on']>[1]): void {
  const { cluster } = reorg.ddl
  const { owner, era } = cluster
  const moved = rest.filter((subtask) => subtask.node === node)
  for (const [i, subtask] of moved.entries()) subtask.node = cluster.live[i % cluster.live.length] as Node
  clock.pass(1_500)
  if (!since(era, 'v8.1')) {
    owner.say(clock, 'INFO', 'dispatcher_manager.go', 'start to clean up dist_framework_meta')
    owner.say(clock, 'INFO', 'dispatcher_manager.go', 'clean up nodes in framework meta since nodes shutdown', { cnt: 1 })
  } else {
    owner.say(clock, 'INFO', 'nodes.go', 'delete dead nodes from dist_framework_meta', { 'dead-nodes': `[${node.address}]` })
    const fields = { 'task-id': reorg.task.id, node: node.address, 'slot-capacity': 0, 'used-slots': 0 }
    owner.say(clock, 'INFO', 'balancer.go', 'dead node or not have enough slots, schedule subtasks away', fields)
  }
  balanced(reorg, moved, clock)
}

function balanced(reorg: DistReorg, moved: readonly Subtask[], clock: Parameters<DistReorg['on']>[1]): void {
  const { task, ddl } = reorg
  const { owner, era } = ddl.cluster
  const printed = moved.map(
    ({ id, node }) => `[ID=${id}, Step=${task.print(task.step)}, Type=backfill, TaskID=${task.id}, State=pending, ExecID=${node.address}]`,
  )
  if (since(era, 'v8.1')) owner.say(clock, 'INFO', 'balancer.go', 'balance subtasks', { subtasks: JSON.stringify(printed) })
  else owner.say(clock, 'INFO', 'dispatcher.go', 'rebalance subtasks', { 'subtasks-rebalanced': JSON.stringify(printed) })
}

/** A subtask that was running on a lost node is found running by its next one. */
function rerun(reorg: DistReorg, subtask: Subtask, clock: Parameters<DistReorg['on']>[1]): void {
  const { node } = subtask
  const executor = reorg.on(node, clock)
  executor.beginStep(clock, reorg.environment)
  const names = { ...reorg.task.names, 'subtask-id': subtask.id }
  node.say(clock, 'INFO', 'task_executor.go', 'subtask in running state and is idempotent', names, { about: [subtask.life] })
  executor.run(clock, subtask, reorg.work)
  executor.endStep(clock, reorg.environment)
}
