import type { Clock } from '../cluster/clock.ts'
import type { OwnerSide, Task } from './task.ts'

/** The owner's words up to v7.5: stages by number, each write of the state told without the task's id (model-dxf section 4). */
export const dispatcher: OwnerSide = {
  file: 'dispatcher.go',

  take(clock, task) {
    task.say(clock, 'INFO', 'execute one task', { state: task.state, concurrency: 4 }, [...task.lives, task.scheduling])
  },

  advance(clock, task, next, count, nodes) {
    const [from, to] = [task.print(task.step), task.print(next)]
    task.say(clock, 'INFO', 'onNextStage', { 'current-step': from, 'next-step': to })
    task.say(clock, 'INFO', 'eligible instances', { num: nodes })
    task.say(clock, 'INFO', 'dispatch subtasks', { state: task.state, step: from, concurrency: 4, subtasks: count })
    transform(clock, task, task.state, 'running')
    task.say(clock, 'INFO', 'move to next stage', { from, to })
    transform(clock, task, 'running', 'running')
  },

  finish(clock, task) {
    task.say(clock, 'INFO', 'onNextStage', { 'current-step': task.print(task.step), 'next-step': -2 }, task.finishing)
    task.say(clock, 'INFO', 'all subtasks dispatched and processed, finish the task', {}, task.finishing)
    transform(clock, task, 'running', 'succeed')
  },

  cleanUp(clock, task) {
    const { owner } = task.cluster
    task.exit(clock)
    owner.say(clock, 'INFO', 'dispatcher_manager.go', 'cleanUp routine start')
    owner.say(clock.pass(30), 'INFO', 'dispatcher_manager.go', 'cleanUp routine success')
  },

  exit(clock, task) {
    task.cluster.owner.say(clock, 'INFO', 'dispatcher_manager.go', 'task finished', task.bareNames, { about: [task.scheduling] })
  },
}

function transform(clock: Clock, task: Task, from: string, to: string): void {
  task.cluster.owner.say(clock, 'INFO', 'dispatcher.go', 'task state transform', { from, to })
}
