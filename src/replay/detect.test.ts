import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import { eventOf, type Sketch } from '../testing/replay.ts'
import { Detectors } from './detect.ts'
import type { LoopLimits } from './detection.ts'

const LIMITS: LoopLimits = {
  livelock: { count: 5, spanMs: 4_000, pauseMs: 60_000 },
  storm: { count: 10, withinMs: 2_000 },
  entities: ['task', 'subtask'],
  errorFields: ['error'],
  progressFields: ['rows'],
  retries: { field: 'tried', limit: 100, endless: ['subtask'] },
  healing: {
    ...{ withinMs: 20_000, by: { task: ['went-on'], subtask: ['completed'] } },
    ...{ turns: 3, quietMs: 2_000, won: {}, lost: { task: ['failed'] } },
  },
  benignKinds: ['nag'],
  benignErrors: ['try again'],
}

const failure = (at: number | null, more: Sketch = {}) =>
  eventOf({ kind: 'failed', level: 'WARN', fields: { error: `no lock 0x${at}, try ${at}` }, at, ...more })
const failures = (n: number, more: Sketch = {}, from = 0) => Array.from({ length: n }, (_, i) => failure(from + i, more))

function detect(events: readonly Event[], changedAt: readonly number[] = []) {
  const it = new Detectors(LIMITS)
  events.forEach((event, i) => {
    it.see(event, changedAt.includes(i))
  })
  return it.close()
}

describe('livelock', () => {
  test('is the same error often enough, whatever numbers it holds', () => {
    expect(detect(failures(4))).toEqual([])
    const [found, ...others] = detect(failures(6))
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'livelock', entity: { kind: 'task', id: '1' }, events: ['failed'], count: 6, periodMs: 1_000 })
    expect(found?.samples.map((event) => event.time?.ms)).toEqual([0, 1_000, 4_000, 5_000])
  })

  test('is none where something moved, a number grew, or a long pause came', () => {
    expect(detect(failures(9), [4])).toHaveLength(1)
    expect(detect(failures(8), [4])).toEqual([])
    const rows = (n: string, at: number) => eventOf({ kind: 'progress', fields: { rows: n }, at })
    expect(detect([rows('1', 0), ...failures(4), rows('2', 4), ...failures(4, {}, 4)])).toEqual([])
    expect(detect([rows('1', 0), ...failures(4), rows('1', 4), ...failures(4, {}, 4)])).toHaveLength(1)
    expect(detect([...failures(4), ...failures(4, {}, 100)])).toEqual([])
  })

  test('progress of a part is progress of the whole', () => {
    const part = eventOf({ entity: 'subtask', id: '7', ids: { task: '1' }, at: 4 })
    expect(detect([...failures(4), part, ...failures(4, {}, 4)], [4])).toEqual([])
    const stranger = eventOf({ entity: 'subtask', id: '7', ids: { task: '2' }, at: 4 })
    expect(detect([...failures(4), stranger, ...failures(4, {}, 4)], [4])).toHaveLength(1)
  })

  test('is none when it was short and what was tried went through behind it', () => {
    const wentOn = (at: number, id = '1') => eventOf({ kind: 'went-on', id, at })
    expect(detect([...failures(9), wentOn(10)])).toEqual([])
    expect(detect([wentOn(0), ...failures(9)])).toHaveLength(1)
    expect(detect([...failures(9), wentOn(10, '2')])).toHaveLength(1)
    expect(detect([...failures(30), wentOn(31)])).toHaveLength(1)
    expect(detect([...Array.from({ length: 9 }, () => failure(null)), wentOn(0)])).toEqual([])
    const ofPart = failures(9, { entity: 'subtask', id: '7', ids: { task: '1' } })
    expect(detect([...ofPart, wentOn(10)])).toEqual([])
    expect(detect([...ofPart, eventOf({ kind: 'completed', entity: 'subtask', id: '7', at: 10 })])).toEqual([])
  })

  test('is none of lines that carry no error, are known to be harmless, or that no row knows', () => {
    expect(detect(failures(50, { level: 'INFO', fields: {} }))).toEqual([])
    expect(detect(failures(50, { level: 'INFO', fields: { error: '<nil>' } }))).toEqual([])
    expect(detect(failures(50, { kind: 'nag' }))).toEqual([])
    expect(detect(failures(50, { fields: { error: 'busy, try again' } }))).toEqual([])
    expect(detect(failures(50, { note: true }))).toEqual([])
    expect(detect(failures(50, { entity: 'node', id: 'n1' }))).toEqual([])
  })

  test('different errors, entities and nodes are counted apart, and nodes in one loop are told together', () => {
    const errors = ['a', 'b', 'c'].flatMap((error) => failures(3, { fields: { error } }))
    expect(detect(errors)).toEqual([])
    expect(detect([...failures(3), ...failures(3, { id: '2' })])).toEqual([])
    expect(detect([...failures(6), ...failures(6, { node: 'n2' })]).map((it) => it.nodes)).toEqual([['n1', 'n2']])
  })

  test('several lines of one turn are one loop', () => {
    const turns = failures(6).flatMap((event) => [event, { ...event, kind: 'again' }])
    expect(detect(turns).map((it) => [it.events, it.count])).toEqual([[['again', 'failed'], 6]])
  })

  test('asks for no times, and for some time where there are times', () => {
    expect(detect(Array.from({ length: 6 }, () => failure(null, { fields: { error: 'e' } })))).toHaveLength(1)
    expect(detect(Array.from({ length: 6 }, () => failure(1)))).toEqual([])
  })

  test('says how many tries are left', () => {
    const tried = eventOf({ kind: 'step', fields: { tried: '98' }, at: 9 })
    expect(detect([...failures(6), tried])[0]).toMatchObject({ retriesLeft: 2, told: { limit: '100' } })
    expect(detect(failures(6))[0]).toMatchObject({ retriesLeft: null, told: {} })
    expect(detect(failures(6, { entity: 'subtask' }))[0]?.told).toEqual({ endless: 'yes' })
  })
})

test('a retry storm is many in a short time, though each may get on', () => {
  const storm = Array.from({ length: 12 }, (_, i) => failure(i / 10, { fields: { error: `no room at 10.0.0.${i}` } }))
  expect(detect(storm)).toMatchObject([{ kind: 'retry-storm', count: 12 }])
  expect(detect(failures(12)).map((it) => it.kind)).toEqual(['livelock'])
})

test('the same events give the same detections, and no more than there are causes', () => {
  const any = fc.record({ at: fc.option(fc.nat(100)), id: fc.constantFrom('1', '2'), error: fc.constantFrom('a', 'b', '') })
  const property = fc.property(fc.array(any, { maxLength: 60 }), (list) => {
    const events = list.map(({ at, id, error }) => failure(at, { id, fields: { error } }))
    expect(detect(events)).toEqual(detect(events))
    for (const { count } of detect(events)) expect(count).toBeGreaterThanOrEqual(LIMITS.livelock.count)
  })
  fc.assert(property)
})
