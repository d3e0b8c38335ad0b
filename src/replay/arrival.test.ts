import { expect, test } from 'vitest'
import { eventOf, messageOf, subjectOf } from '../testing/replay.ts'
import type { Arrival } from './arrival.ts'
import { Replay } from './replay.ts'

const rows = ['-~>new', 'new>ready', 'ready>busy:begun', 'busy>done', 'busy~>ready', 'busy?>stuck', 'done>gone']
const states = { initial: ['new'], resting: ['new'], final: ['gone'], other: ['ready', 'busy', 'done', 'stuck'] }
const shows = (...names: string[]) => names.map((state) => ({ machine: 'task', when: 'at' as const, state }))

function replayOf(...lines: readonly (readonly string[])[]): { told: string[]; replay: Replay } {
  const told: string[] = []
  const onArrival = ({ machine, entity, steps, states }: Arrival): void => {
    const way = steps.map(({ from, to, course, logged }) => `${from}>${to} ${course}${logged ? ' logged' : ''}`)
    told.push(`${machine} ${entity.id}: ${way.join(', ')} = ${states.join('|')}`)
  }
  const subject = subjectOf(rows, { states, messages: [messageOf('begun'), ...lines.map((line, i) => messageOf(`k${i}`, shows(...line)))] })
  const replay = new Replay([subject], { onArrival })
  for (const [i, line] of lines.entries()) replay.see(eventOf({ kind: `k${i}`, shows: shows(...line), at: i, line: i + 1 }))
  return { told, replay }
}

test('a line tells its step, and those before it that no line showed, with whether one should have', () => {
  expect(replayOf(['new'], ['new'], ['done'], ['done']).told).toEqual([
    'task 1: null>new normal = new',
    'task 1:  = new',
    'task 1: new>ready inferred, ready>busy inferred logged, busy>done normal = done',
    'task 1:  = done',
  ])
})

test('a line that nothing allows tells so, and what else may be', () => {
  expect(replayOf(['stuck'], ['done'], ['gone']).told).toEqual([
    'task 1: null>stuck normal = stuck',
    'task 1: stuck>done illegal = done|stuck',
    'task 1: done>gone normal = gone',
  ])
})

test('a line that shows one of several states tells the likeliest way to each later one', () => {
  expect(replayOf(['ready'], ['busy', 'done'], ['stuck']).told).toEqual([
    'task 1: null>ready normal = ready',
    'task 1: ready>busy normal logged = busy|done',
    'task 1: busy>stuck quirk = stuck',
  ])
})

test('where an entity stands can be asked for at any line, in a further machine only once it has entered it', () => {
  const part = subjectOf(['ready>busy'], { name: 'part', states: { initial: ['ready'], resting: ['ready'], final: [], other: ['busy'] } })
  const main = subjectOf(['new>old'])
  const replay = new Replay([part, main])
  const see = (machine: string, state: string, id = '1') => {
    const event = eventOf({ id, shows: [{ machine, when: 'at', state }] })
    replay.see({ ...event, row: messageOf('line', [{ machine, when: 'at', state }]) })
    return replay.standing(event)
  }
  expect(see('part', 'ready')).toEqual([])
  expect(see('task', 'new')).toEqual([{ machine: 'task', states: ['new'] }])
  expect(see('part', 'busy')).toEqual([
    { machine: 'task', states: ['new'] },
    { machine: 'part', states: ['busy'] },
  ])
  expect(replay.standing(eventOf({ id: '2' }))).toEqual([])
})
