import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import { Engine } from '../ddl/engine.ts'
import { Job } from '../ddl/job.ts'
import { Executor, type Work } from './executor.ts'
import { type Subtask, Task } from './task.ts'

const LOCAL = ['import', 'post-process']
const GLOBAL = ['encode', 'merge-sort', 'ingest', 'post-process']
const LATE_GLOBAL = ['encode', 'merge-sort', 'ingest', 'collect-conflicts', 'conflict-resolution', 'post-process']
const FEW: Readonly<Record<string, number>> = { 'post-process': 1, 'merge-sort': 0, 'collect-conflicts': 0, 'conflict-resolution': 0 }

/** One IMPORT INTO, through the steps of its era (model-dxf sections 3 and 4). */
export function importInto(cluster: Cluster, how: 'local-sort' | 'global-sort', pace = 1): void {
  const { era, clock } = cluster
  const id = cluster.id('global', 104)
  const task = new Task(cluster, 'ImportInto', `ImportInto/${id}`)
  const steps = how === 'local-sort' ? LOCAL : since(era, '2026') ? LATE_GLOBAL : GLOBAL
  task.schedule(clock.pass(400))
  const executors = cluster.live.map((node) => new Executor(node, task))
  let started = false
  for (const step of steps) {
    if (step === steps[0]) task.say(clock, 'INFO', 'register task to pd or refresh lease success')
    const subtasks = task.advance(clock.pass(500), step, FEW[step] ?? cluster.live.length)
    const busy = executors.filter((executor) => subtasks.some((subtask) => subtask.node === executor.node))
    const threads = busy.map((executor) => {
      const thread = clock.fork(300)
      if (!started) executor.start(thread)
      executor.step(thread, subtasks, works(step, cluster, task, pace))
      return thread
    })
    started ||= busy.length > 0
    clock.join(threads).pass(300)
  }
  task.say(clock, 'INFO', 'unregister task success')
  task.finish(clock)
  for (const executor of executors) executor.stop(clock.fork())
}

function works(step: string, cluster: Cluster, task: Task, pace: number): Work {
  return (clock, node, ids, subtask) => {
    const own = { ...task.names, step: task.print(step), 'subtask-id': subtask.id }
    const file = since(cluster.era, 'v8.1') ? 'task_executor.go' : 'scheduler.go'
    const about = [subtask.life]
    node.say(clock, 'INFO', file, 'run subtask start', own, { about })
    body(step, clock, node, ids, subtask, cluster)
    node.say(
      clock.pass(500 * pace),
      'INFO',
      file,
      'run subtask completed',
      { ...own, takeTime: node.random.duration(2_000) },
      { tail: since(cluster.era, '2026') ? '' : ' []', about },
    )
  }
}

function body(step: string, clock: Clock, node: Parameters<Work>[1], ids: Parameters<Work>[2], subtask: Subtask, cluster: Cluster): void {
  if (step === 'post-process') {
    const checksum = '{"cksum":{"checksum":1827361,"size":4816000,"kvs":120000}}'
    node.say(clock, 'INFO', since(cluster.era, 'v8.1') ? 'task_executor.go' : 'scheduler.go', 'local checksum', { ...ids, checksum })
    return
  }
  const job = new Job(cluster, { table: '`test`.`orders`', index: 'none', rows: 40_000 })
  const engine = new Engine(node, job, ids)
  if (step === 'ingest') engine.external(clock, 0)
  if (step !== 'import') return void clock.pass(1_500)
  engine.open(clock, 0)
  node.say(clock.pass(900), 'INFO', 'task_executor.go', 'on subtask finished', { ...ids, 'engine-id': subtask.id % 10 })
  engine.close(clock)
  engine.import(clock, 40_000)
  engine.clean(clock)
}
