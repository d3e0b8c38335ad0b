import { expect, test } from 'vitest'
import { limits } from '../knowledge/limits.ts'
import { eventOf } from '../testing/replay.ts'
import { Detectors } from './detect.ts'

const failure = (at: number, error: string, more = {}) => eventOf({ kind: 'failed', level: 'WARN', fields: { error }, at, ...more })

test('each error of each entity is kept where it was first told, and counted', () => {
  const it = new Detectors(limits.detect)
  const events = [failure(1, 'no lock 7'), failure(2, 'no lock 8'), failure(3, 'gone'), failure(4, 'gone', { entity: 'node', id: 'n1' })]
  for (const event of [...events, eventOf({ kind: 'calm', at: 5 })]) it.see(event, false)
  expect(it.troubles.all().map(({ entity, error, count, time }) => [entity.kind, error, count, time?.ms])).toEqual([
    ['task', 'no lock 7', 2, 1_000],
    ['task', 'gone', 1, 3_000],
    ['node', 'gone', 1, 4_000],
  ])
})

test('of one entity no more than a few', () => {
  const it = new Detectors(limits.detect)
  for (let i = 0; i < 20; i++) it.see(failure(i, `error ${'x'.repeat(i)}`), false)
  expect(it.troubles.all()).toHaveLength(8)
})
