import type { Clock } from '../cluster/clock.ts'
import { since } from '../cluster/era.ts'
import type { Life } from '../cluster/life.ts'
import type { Fields } from '../cluster/line.ts'
import type { Node } from '../cluster/node.ts'
import { closeBackend, Engine, openBackend } from '../ddl/engine.ts'
import type { Job } from '../ddl/job.ts'
import type { Subtask, Task } from './task.ts'

/** What one subtask does on its node, between the framework's lines about it. */
export type Work = (clock: Clock, node: Node, ids: Fields, subtask: Subtask) => void

export interface Environment {
  readonly open: (clock: Clock, node: Node) => void
  readonly close: (clock: Clock, node: Node) => void
}

const NOTHING: Environment = { open: () => {}, close: () => {} }

/** An executor of a task on one node: it runs the subtasks that are its own, one after the other (model-dxf section 4). */
export class Executor {
  constructor(
    readonly node: Node,
    readonly task: Task,
  ) {}

  private get life(): Life {
    return this.node.life('executor', this.task.id)
  }

  start(clock: Clock): void {
    const { node, task } = this
    const about = { about: [this.life] }
    this.life.turn('active')
    if (!since(node.era, 'v8.1')) {
      node.say(clock, 'INFO', 'manager.go', 'detect new subtask', { 'task-id': task.id })
      node.say(clock, 'INFO', 'manager.go', 'onRunnableTask', { 'task-id': task.id, type: task.type }, about)
      return
    }
    const slots: Fields = since(node.era, '2026')
      ? { 'required-slots': 8, 'runtime-slots': 8, 'node-remaining-slots': 0 }
      : since(node.era, 'v8.5')
        ? { 'remaining-slots': 0 }
        : {}
    node.say(clock, 'INFO', 'manager.go', 'task executor started', { ...this.task.bareNames, type: task.type, ...slots }, about)
  }

  /** All subtasks of one step that are this node's. */
  step(clock: Clock, subtasks: readonly Subtask[], work: Work, environment: Environment = NOTHING): void {
    const own = subtasks.filter((subtask) => subtask.node === this.node)
    this.beginStep(clock, environment)
    for (const subtask of own) this.run(clock, subtask, work)
    this.endStep(clock, environment)
  }

  beginStep(clock: Clock, environment: Environment = NOTHING): void {
    const { node, task } = this
    const step = task.print(task.step)
    if (!since(node.era, 'v8.1'))
      node.say(clock, 'INFO', 'scheduler.go', 'scheduler run a step', { 'task-id': task.id, step, concurrency: 4 })
    else {
      const limits = { 'mem-limit-percent': 0.8, 'server-mem-limit': '80%', resource: '[CPU-[0/8], Mem-[0 B/16 GB]]' }
      node.say(
        clock,
        'INFO',
        'task_executor.go',
        'execute task step start',
        { ...task.names, step, ...limits },
        { about: [this.life, ...task.lives] },
      )
    }
    environment.open(clock, node)
  }

  endStep(clock: Clock, environment: Environment = NOTHING): void {
    const { node, task } = this
    environment.close(clock, node)
    const step = task.print(task.step)
    if (!since(node.era, 'v8.1')) return
    const fields = { ...task.names, step, takeTime: node.random.duration(4_000) }
    node.say(clock, 'INFO', 'task_executor.go', 'execute task step completed', fields, { tail: since(node.era, '2026') ? '' : ' []' })
  }

  run(clock: Clock, subtask: Subtask, work: Work): void {
    this.begin(clock, subtask)
    work(clock, this.node, this.ids(subtask), subtask)
    this.complete(clock, subtask)
  }

  begin(clock: Clock, subtask: Subtask): void {
    subtask.life.turn('running')
    if (since(this.node.era, 'v8.5')) this.frame(clock, 'run subtask start', subtask)
  }

  complete(clock: Clock, subtask: Subtask): void {
    subtask.life.turn('succeed')
    if (since(this.node.era, 'v8.5')) this.frame(clock, 'run subtask completed', subtask, { takeTime: this.node.random.duration(3_000) })
  }

  /** What the executor of 2026 glues to the lines of the engine below it. */
  ids(subtask: Subtask): Fields {
    if (!since(this.node.era, '2026')) return {}
    return { ...this.task.names, subtaskID: subtask.id, step: this.task.print(this.task.step) }
  }

  /** The framework's own lines about one subtask. */
  frame(clock: Clock, message: string, subtask: Subtask, more: Fields = {}): void {
    const { node, task } = this
    const tail = 'takeTime' in more && !('error' in more) && !since(node.era, '2026') ? ' []' : ''
    node.say(
      clock,
      'INFO',
      'task_executor.go',
      message,
      { ...task.names, subtaskID: subtask.id, step: task.print(task.step), ...more },
      { tail, about: [subtask.life] },
    )
  }

  stop(clock: Clock, idle = true): void {
    const { node, task } = this
    const about = { about: [this.life] }
    if (!since(node.era, 'v8.1')) {
      this.life.turn('exited')
      node.say(
        clock,
        'INFO',
        'manager.go',
        'onRunnableTask exit',
        { 'task-id': task.id, step: task.print(task.step), state: 'running' },
        about,
      )
      return
    }
    if (idle) node.say(clock.pass(10_100), 'INFO', 'task_executor.go', 'no subtask to run for a while, exit', task.names, about)
    this.life.turn('exited')
    node.say(clock, 'INFO', 'manager.go', 'task executor exit', { ...this.task.bareNames, type: task.type }, about)
  }
}

/** The environment in which a node reads the table of a job (model-ddl-ingest 1.5 and 3). */
export function readIndexEnvironment(job: Job, backend: boolean, task: Task): Environment {
  return {
    open: (clock, node) => {
      node.ddl(clock, 'INFO', 'backfilling_read_index.go', 'read index executor init subtask exec env')
      if (backend) openBackend(clock, node, job, since(node.era, '2026') ? task.names : {})
    },
    close: (clock, node) => {
      if (since(node.era, '2026'))
        node.say(clock, 'INFO', 'backfilling_read_index.go', 'read index executor cleanup subtask exec env', task.names)
      else
        node.ddl(clock, 'INFO', 'backfilling_read_index.go', 'read index executor cleanup subtask exec env', {
          'task-id': task.id,
          step: task.print(task.step),
        })
      if (backend) closeBackend(clock, node, job, since(node.era, '2026') ? task.names : {})
    },
  }
}

/** Reads a part of the table and imports it from the node's own disk, or sorts it into cloud storage. */
export function readIndex(job: Job, cloud: boolean, ms: number): Work {
  return (clock, node, ids) => {
    node.ddl(clock, 'INFO', 'backfilling_read_index.go', 'read index executor run subtask', { 'use cloud': cloud })
    const engine = cloud ? null : new Engine(node, job, ids)
    engine?.open(clock, 2)
    for (let id = 0; id < 2; id++) {
      if (since(node.era, '2026'))
        node.ddl(clock, 'INFO', 'backfilling_operators.go', 'start a table scan task', { ...ids, jobID: job.id, id, task: `${id}` })
      else
        node.ingest(clock, 'INFO', 'backfilling_operators.go', 'start a cop-request task', {
          id,
          task: `physical table ID: ${job.tableId}, start: ${id}, end: ${id + 1}`,
        })
    }
    clock.pass(ms)
    if (engine === null) {
      const bounds = { start: '7480000000000000685f69', end: '7480000000000000685f6a', fileCount: 6, totalKVSize: 5_242_880 }
      node.ddl(clock, 'INFO', 'backfilling_read_index.go', 'get key boundary on subtask finished', bounds)
      return
    }
    engine.partialImport(clock, 20_000, true)
    engine.close(clock)
    engine.clean(clock)
  }
}

/** Imports a range of what lies sorted in cloud storage. */
export function cloudImport(job: Job): Work {
  return (clock, node, ids) => {
    node.ddl(clock, 'INFO', 'backfilling_import_cloud.go', 'cloud import executor run subtask')
    new Engine(node, job, ids).external(clock, 0)
    node.ddl(clock, 'INFO', 'backfilling_import_cloud.go', 'cloud import executor finish subtask')
  }
}

export const cloudEnvironment: Environment = {
  open: (clock, node) => node.ddl(clock, 'INFO', 'backfilling_import_cloud.go', 'cloud import executor init subtask exec env'),
  close: (clock, node) => node.ddl(clock, 'INFO', 'backfilling_import_cloud.go', 'cloud import executor clean up subtask env'),
}
