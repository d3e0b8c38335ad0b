import type { Clock } from '../cluster/clock.ts'
import { since } from '../cluster/era.ts'
import type { Fields } from '../cluster/line.ts'
import type { About } from '../cluster/node.ts'
import type { OwnerSide, Task } from './task.ts'

/** The owner's words from v7.6 on: steps by name (model-dxf section 4). */
export const scheduler: OwnerSide = {
  file: 'scheduler.go',

  take(clock, task) {
    const { owner } = task.cluster
    const about = [...task.lives, task.scheduling]
    owner.say(clock, 'INFO', 'scheduler_manager.go', 'task scheduler started', task.bareNames, { about })
    if (isLate(task))
      owner.say(
        clock,
        'INFO',
        'scheduler.go',
        'create base scheduler',
        { ...task.names, 'task-type': task.type, 'allocated-slots': true },
        { about },
      )
    task.say(clock, 'INFO', 'schedule task', { state: task.state, ...slots(task) }, about)
  },

  advance(clock, task, next, count, nodes) {
    turn(clock, task, next, nodes)
    plan(clock, task, next, count)
    task.say(clock, 'INFO', 'schedule subtasks', { state: task.state, step: task.print(next), ...slots(task), subtasks: count })
  },

  finish(clock, task) {
    turn(clock, task, 'done', task.cluster.live.length, task.finishing)
    plan(clock, task, 'done', 0)
    if (task.type !== 'ImportInto') return
    const fields = { ...task.names, step: task.print(task.step), state: task.state }
    task.cluster.owner.say(clock, 'INFO', 'scheduler.go', 'task done', fields, { tail: isLate(task) ? '' : ' []', about: task.lives })
  },

  cleanUp(clock, task) {
    const { owner } = task.cluster
    task.exit(clock)
    owner.say(clock, 'INFO', 'scheduler_manager.go', 'cleanup routine start')
    owner.say(clock, 'INFO', 'scheduler_manager.go', 'cleanup task', task.bareNames, { about: task.lives })
    const counts = { 'transferred-task-count': 1, 'total-task-count': 1, 'batch-fully-handled': true }
    if (isLate(task)) owner.say(clock.pass(30), 'INFO', 'scheduler_manager.go', 'cleanup routine finished', counts)
    else owner.say(clock.pass(30), 'INFO', 'scheduler_manager.go', 'cleanup routine success')
  },

  exit(clock, task) {
    task.say(clock, 'INFO', 'schedule task exits')
    task.cluster.owner.say(clock, 'INFO', 'scheduler_manager.go', 'task scheduler exit', task.bareNames, { about: [task.scheduling] })
  },
}

function isLate({ cluster }: Task): boolean {
  return since(cluster.era, '2026')
}

function slots(task: Task): Fields {
  return isLate(task) ? { requiredSlots: 8 } : { concurrency: 8 }
}

function turn(clock: Clock, task: Task, next: string, nodes: number, about: readonly About[] = task.lives): void {
  const widths: Fields = isLate(task) ? { 'required-slots': 8, 'runtime-slots': 8 } : {}
  task.say(clock, 'INFO', 'switch to next step', { 'current-step': task.print(task.step), 'next-step': task.print(next), ...widths }, about)
  task.say(clock, 'INFO', 'eligible instances', { num: nodes })
}

/** What the client of the framework prints while it plans the step. */
function plan(clock: Clock, task: Task, next: string, count: number): void {
  const { owner, live } = task.cluster
  const kind: Fields = isLate(task) ? { 'task-key': task.key } : { type: task.type }
  const steps = { 'task-id': task.id, ...kind, 'curr-step': task.print(task.step), 'next-step': task.print(next) }
  if (task.type === 'backfill') {
    const say = (message: string, fields: Fields = {}): void =>
      owner.ddl(clock, 'INFO', 'backfilling_dist_scheduler.go', message, { ...steps, ...fields })
    say('on next subtasks batch')
    if (next === 'read-index')
      say('calculate region batch', { totalRegionCnt: count * 100, regionBatch: 100, instanceCnt: live.length, useCloud: false })
    if (next === 'merge-sort' && count === 0) say('skip merge sort')
    return
  }
  const say = (message: string, fields: Fields = {}): void => owner.say(clock, 'INFO', 'scheduler.go', message, { ...steps, ...fields })
  say('on next subtasks batch')
  // Up to v8.5 the text ends in a space (messages-dxf).
  if (next === 'post-process')
    say(isLate(task) ? 'move to post-process step' : 'move to post-process step ', { result: '{"LoadedRowCnt":120000}' })
  if (next !== 'done') say('generate subtasks', { 'subtask-count': count })
}
