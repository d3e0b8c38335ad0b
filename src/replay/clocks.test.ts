import { describe, expect, test } from 'vitest'
import { causalPairs } from '../knowledge/causal-pairs.ts'
import { eventOf } from '../testing/replay.ts'
import { Clocks } from './clocks.ts'

const switched = (at: number, next: string, current = '', task = '1') =>
  eventOf({ kind: 'task.step-switch', id: task, fields: { 'next-step': next, 'current-step': current }, node: 'owner', at })
const started = (at: number, step: string, node = 'other', task = '1') =>
  eventOf({ kind: 'executor.step-started', entity: 'executor', id: task, ids: { task }, fields: { step }, node, at })
const completed = (at: number, step: string, node = 'other', task = '1') =>
  eventOf({ kind: 'subtask.run-completed', entity: 'subtask', id: '7', ids: { task }, fields: { step }, node, at })

function recordsOf(...events: readonly ReturnType<typeof eventOf>[]) {
  const clocks = new Clocks(causalPairs)
  for (const event of events) clocks.see(event)
  return Object.fromEntries(clocks.records())
}

describe('clocks', () => {
  test('that agree are not told of', () => {
    expect(recordsOf(switched(1, 'a'), started(2, 'a'), switched(3, 'b'), started(4, 'b'))).toEqual({})
  })

  test('of a node whose effects come before their causes is behind, by so much at least, in whatever order the lines come', () => {
    const events = [switched(60, 'a'), started(31, 'a'), switched(90, 'b'), started(62, 'b')]
    const behind = { owner: { against: 'other', leastMs: 28_000, mostMs: null } }
    expect(recordsOf(...events)).toEqual(behind)
    expect(recordsOf(...events.toReversed())).toEqual(behind)
  })

  test('are bounded from both sides where causes come from both', () => {
    const events = [
      ...[switched(60, 'a'), started(31, 'a'), completed(40, 'a'), switched(72, 'b', 'a'), started(43, 'b')],
      ...[completed(50, 'b'), switched(82, 'c', 'b')],
    ]
    expect(recordsOf(...events)).toEqual({ owner: { against: 'other', leastMs: 29_000, mostMs: 32_000 } })
  })

  test('are bounded by versions of the schema: the next one is published when all have acknowledged the one before', () => {
    const synced = (at: number, ver: number) =>
      eventOf({ kind: 'schema-version.synced', entity: 'job', id: '5', ids: { 'schema-version': String(ver) }, node: 'owner', at })
    const acknowledged = (at: number, version: number) =>
      eventOf({ kind: 'mdl.acknowledged', entity: 'job', id: '5', ids: { 'schema-version': String(version) }, node: 'other', at })
    const events = [1, 2, 3].flatMap((version) => [acknowledged(version * 10, version), synced(60 + version * 10 + 2, version)])
    expect(recordsOf(...events)).toEqual({ owner: { against: 'other', leastMs: 52_000, mostMs: 62_000 } })
  })

  test('one odd pair proves nothing, nor do bounds that exclude each other, nor a task of another life', () => {
    expect(recordsOf(switched(60, 'a'), started(31, 'a'))).toEqual({})
    expect(recordsOf(switched(60, 'a'), started(31, 'a'), switched(90_000, 'b'), started(62, 'b'))).toEqual({})
    const both = [switched(60, 'a'), started(31, 'a'), switched(90, 'b'), started(62, 'b')]
    expect(recordsOf(...both, completed(70, 'b'), switched(71, 'c', 'b'), completed(80, 'c'), switched(81, 'd', 'c'))).toEqual({})
  })

  test('an attempt that is repeated counts when it was first made, and the end of a step when its last part ended', () => {
    expect(recordsOf(switched(1, 'a'), started(2, 'a'), switched(40, 'a'), switched(3, 'b'), started(4, 'b'))).toEqual({})
    const ends = [completed(10, 'a'), completed(30, 'a'), switched(20, 'b', 'a'), completed(50, 'b'), switched(40, 'c', 'b')]
    expect(recordsOf(...ends)).toEqual({ owner: { against: 'other', leastMs: null, mostMs: -10_000 } })
  })
})
