import { expect, test } from 'vitest'
import { limits } from '../knowledge/limits.ts'
import { eventOf, subjectOf, wholeLogs } from '../testing/replay.ts'
import { Coverage, type SourceCoverage } from './coverage.ts'
import { Detectors } from './detect.ts'
import { Entities } from './entities.ts'
import { Follower } from './follow.ts'
import { compileMachine } from './machine.ts'
import { Paths } from './paths.ts'

/** Thirty errors of subtask 7 in as many seconds, and then a word about its task. */
function found(spokenOfAt: number, taskState: string, seconds = 1, levels: SourceCoverage['levels'] = { INFO: 9 }): readonly string[] {
  const entities = new Entities()
  const task = entities.of('task', '1')
  const subtask = entities.of('subtask', '7')
  subtask.kin = [{ elder: task, inferred: false }]
  const it = new Detectors(limits.detect, entities)
  for (let i = 0; i < 30; i++)
    it.see(eventOf({ entity: 'subtask', id: '7', level: 'WARN', fields: { error: 'no leader' }, at: i * seconds }), false)
  task.last = { ms: spokenOfAt * 1_000, zone: 0 }
  const machine = compileMachine(subjectOf(['running>reverting', 'running>succeed']))
  const follower = new Follower(machine, task.ref, new Paths(machine), 0)
  const states = [machine.numbers.get(taskState) as number]
  follower.see({ when: 'at', states, event: eventOf({ at: spokenOfAt }), doubtful: false }, false, 1)
  task.followers = [follower]
  return it.close(new Coverage(wholeLogs(['n1'], { levels }), new Map())).map(({ kind }) => kind)
}

test('a loop is over when what was stuck, or its elder, is spoken of long after', () => {
  expect(found(30, 'running')).toEqual(['livelock'])
  expect(found(39, 'running')).toEqual(['livelock'])
  expect(found(40, 'running')).toEqual([])
})

test('whatever its parts seemed to come to, it is over when its job was done', () => expect(found(40, 'succeed')).toEqual([]))

test('one that ended in failure, or took more than minutes, is told of', () => {
  expect(found(40, 'reverting')).toEqual(['livelock'])
  expect(found(3_600, 'running', 20)).toEqual(['livelock'])
})

test('where no INFO is printed, a short one may be over, and a long one is not', () => {
  expect(found(30, 'running', 1, { WARN: 30 })).toEqual([])
  expect(found(600, 'running', 20, { WARN: 30 })).toEqual(['livelock'])
})
