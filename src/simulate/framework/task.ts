import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Life } from '../cluster/life.ts'
import type { Fields } from '../cluster/line.ts'
import type { About, Node } from '../cluster/node.ts'
import { dispatcher } from './dispatcher.ts'
import { scheduler } from './scheduler.ts'

export type TaskType = 'backfill' | 'ImportInto'

export interface Subtask {
  readonly id: number
  readonly life: Life
  node: Node
}

/** What the owner prints about a task, which v7.6 renamed from end to end (model-dxf section 0). */
export interface OwnerSide {
  readonly file: string
  /** The manager takes the task up: for the first time, or after a change of owner. */
  take(clock: Clock, task: Task): void
  advance(clock: Clock, task: Task, next: string, count: number, nodes: number): void
  finish(clock: Clock, task: Task): void
  cleanUp(clock: Clock, task: Task): void
  /** The scheduler of the task ends, for whatever reason. */
  exit(clock: Clock, task: Task): void
}

/** Codes that v7.5 printed for steps (model-dxf section 3). */
const CODES: Readonly<Record<TaskType, Readonly<Record<string, number>>>> = {
  backfill: { init: -1, done: -2, 'read-index': 1, 'merge-sort': 2, ingest: 3 },
  ImportInto: { init: -1, done: -2, import: 1, 'post-process': 2, encode: 3, 'merge-sort': 4, ingest: 5 },
}
const OLD_NAMES: Readonly<Record<string, string>> = { ingest: 'write&ingest', encode: 'encode&sort' }

/** One distributed task, as its owner goes through it (model-dxf sections 1 and 4). */
export class Task {
  readonly id: number
  private readonly life: Life
  private readonly steps: Life
  private readonly side: OwnerSide

  constructor(
    readonly cluster: Cluster,
    readonly type: TaskType,
    readonly key: string,
  ) {
    this.id = cluster.id('task', 30_001)
    this.side = since(cluster.era, 'v8.1') ? scheduler : dispatcher
    this.life = cluster.life('task', this.id, 'pending')
    this.steps = cluster.life('task-step', this.id, 'init')
  }

  get state(): string {
    return this.life.state
  }

  set state(next: string) {
    this.life.turn(next)
  }

  get step(): string {
    return this.steps.state
  }

  set step(next: string) {
    this.steps.turn(next)
  }

  get lives(): readonly Life[] {
    return [this.life, this.steps]
  }

  /** What the last switch tells of, which is printed before it is written. */
  get finishing(): readonly About[] {
    return [this.steps, { life: this.steps, state: 'done' }, { life: this.life, state: 'succeed' }]
  }

  /** The owner's scheduler of the task. */
  get scheduling(): Life {
    return this.cluster.owner.life('scheduler', this.id)
  }

  /** A step as the era prints it. */
  print(step: string): string | number {
    if (!since(this.cluster.era, 'v8.1')) return CODES[this.type][step] as number
    return since(this.cluster.era, '2026') ? step : (OLD_NAMES[step] ?? step)
  }

  /** What the loggers of executors add (model-dxf section 0, trap 2). */
  get names(): Fields {
    if (since(this.cluster.era, '2026')) return { 'task-id': this.id, 'task-key': this.key }
    return { 'task-id': this.id, 'task-type': this.type }
  }

  /** What the loggers of the owner add. */
  get ownerNames(): Fields {
    const { era } = this.cluster
    return since(era, 'v8.5') && !since(era, '2026') ? { ...this.names, 'allocated-slots': true } : this.names
  }

  /** What managers print of a task. */
  get bareNames(): Fields {
    return since(this.cluster.era, '2026') ? this.names : { 'task-id': this.id }
  }

  /** `state` with the step, under the era's name for it. */
  get here(): Fields {
    return { state: this.state, [since(this.cluster.era, 'v8.1') ? 'step' : 'stage']: this.print(this.step) }
  }

  schedule(clock: Clock): void {
    this.scheduling.turn('active')
    this.side.take(clock, this)
  }

  /** One advance, with as many subtasks, dealt to the nodes in turn. */
  advance(clock: Clock, next: string, count: number): Subtask[] {
    const nodes = this.cluster.live
    this.side.advance(clock, this, next, count, nodes.length)
    this.step = next
    this.state = 'running'
    return Array.from({ length: count }, (_, i) => {
      const id = this.cluster.id('subtask', 30_101)
      return { id, life: this.cluster.life('subtask', id, 'pending'), node: nodes[i % nodes.length] as Node }
    })
  }

  /** The last switch and what the manager does behind it. */
  finish(clock: Clock): void {
    this.side.finish(clock, this)
    this.step = 'done'
    this.state = 'succeed'
    this.cleanUp(clock)
  }

  cleanUp(clock: Clock): void {
    this.side.cleanUp(clock, this)
  }

  exit(clock: Clock): void {
    this.scheduling.turn('exited')
    this.side.exit(clock, this)
  }

  /** A line of the owner about the task. */
  say(clock: Clock, level: 'INFO' | 'WARN', message: string, fields: Fields = {}, about: readonly About[] = this.lives): void {
    this.cluster.owner.say(clock, level, this.side.file, message, { ...this.ownerNames, ...fields }, { about })
  }
}
