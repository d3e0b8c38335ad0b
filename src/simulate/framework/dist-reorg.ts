import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Node } from '../cluster/node.ts'
import type { AddIndex } from '../ddl/add-index.ts'
import { cloudEnvironment, cloudImport, Executor, readIndex, readIndexEnvironment } from './executor.ts'
import { type Subtask, Task } from './task.ts'

/** The distributed backfill of one ADD INDEX, step by step (model-dxf sections 3 and 4). */
export class DistReorg {
  readonly task: Task
  readonly executors = new Map<Node, Executor>()
  private readonly cluster: Cluster

  constructor(
    readonly ddl: AddIndex,
    private readonly subtaskMs = 4_000,
  ) {
    this.cluster = ddl.cluster
    this.task = new Task(this.cluster, 'backfill', ddl.taskKey)
  }

  private get cloud(): boolean {
    return this.ddl.mode.dist === 'global-sort'
  }

  /** An executor on a node, started when there is none. */
  on(node: Node, clock: Clock): Executor {
    const known = this.executors.get(node)
    if (known !== undefined) return known
    const executor = new Executor(node, this.task)
    executor.start(clock)
    this.executors.set(node, executor)
    return executor
  }

  get work() {
    const { job } = this.ddl
    return readIndex(job, this.cloud, this.subtaskMs * (job.spec.pace ?? 1))
  }

  get environment() {
    return readIndexEnvironment(this.ddl.job, !this.cloud, this.task)
  }

  /** The job hands its backfill to the framework, which plans the first step. */
  begin(clock: Clock, subtasks: number): Subtask[] {
    this.ddl.beginBackfill()
    clock.join([this.ddl.clock]).pass(600)
    this.task.schedule(clock)
    return this.task.advance(clock.pass(500), 'read-index', subtasks)
  }

  /** Every node runs its subtasks of the step, beside the others. */
  readAll(clock: Clock, subtasks: readonly Subtask[]): void {
    const nodes = [...new Set(subtasks.map(({ node }) => node))]
    const threads = nodes.map((node) => {
      const thread = clock.fork(300)
      this.on(node, thread).step(thread, subtasks, this.work, this.environment)
      return thread
    })
    clock.join(threads).pass(500)
  }

  /** The steps behind the first: global sort imports from cloud storage, v7.5 imports what lies on the nodes. */
  steps(clock: Clock): void {
    const { task, cluster } = this
    const old = !since(cluster.era, 'v8.1')
    if (this.cloud && !old) {
      task.advance(clock, 'merge-sort', 0)
      clock.pass(500)
    }
    if (!this.cloud && !old) return
    const subtasks = task.advance(clock, 'ingest', cluster.live.length)
    const threads = cluster.live.map((node) => {
      const thread = clock.fork(200)
      const executor = this.on(node, thread)
      if (this.cloud) executor.step(thread, subtasks, cloudImport(this.ddl.job), cloudEnvironment)
      else executor.step(thread, subtasks, (at) => void at.pass(200))
      return thread
    })
    clock.join(threads).pass(500)
  }

  end(clock: Clock): void {
    this.task.finish(clock)
    this.stopAll(clock)
  }

  /** Executors that have nothing to do go after a while. */
  stopAll(clock: Clock): void {
    for (const executor of this.executors.values()) if (executor.node.alive) executor.stop(clock.fork())
    this.executors.clear()
  }

  /** All of it, undisturbed. */
  run(subtasks = 2 * this.cluster.live.length): void {
    const clock = this.ddl.clock.fork()
    const own = this.begin(clock, subtasks)
    this.readAll(clock, own)
    this.steps(clock)
    this.end(clock)
    this.ddl.rounds(clock.ms)
    this.ddl.endBackfill()
  }
}
