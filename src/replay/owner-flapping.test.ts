import { expect, test } from 'vitest'
import { eventOf } from '../testing/replay.ts'
import { OwnerFlapping } from './owner-flapping.ts'

const TESTS = { becomes: [{ kind: 'become' }], loses: [{ kind: 'lose' }], acts: false }
type Told = readonly [node: string | null, what: 'become' | 'lose' | 'turn', at: number]

function found(told: readonly Told[], limits = { count: 3, withinMs: 600_000 }) {
  const flapping = new OwnerFlapping(limits)
  for (const [node, kind, at] of told) {
    if (kind === 'turn') flapping.turned(node as string)
    else flapping.see(eventOf({ kind, node, at, entity: 'owner', id: 'ddl' }), TESTS)
  }
  return flapping.close().map(({ kind, nodes, count }) => ({ kind, nodes, count }))
}

const changes = (n: number, everyS: number): Told[] =>
  Array.from({ length: n }, (_, i): Told => [i % 2 === 0 ? 'a' : 'b', 'become', i * everyS])

test('an owner that changes too often in too short a time flaps', () => {
  expect(found(changes(3, 60))).toEqual([])
  expect(found(changes(4, 60))).toEqual([{ kind: 'owner-flapping', nodes: ['a', 'b'], count: 3 }])
  expect(found(changes(9, 60))).toEqual([{ kind: 'owner-flapping', nodes: ['a', 'b'], count: 8 }])
  expect(found(changes(9, 400))).toEqual([])
})

test('one node that loses and wins it flaps, one that says it twice does not', () => {
  const again = (at: number): Told[] => [
    ['a', 'lose', at],
    ['a', 'become', at + 10],
  ]
  expect(found([['a', 'become', 0], ...again(60), ...again(120), ...again(180)])).toMatchObject([{ nodes: ['a'], count: 3 }])
  expect(found(Array.from({ length: 9 }, (_, i) => ['a', 'become', i] as const))).toEqual([])
})

test('a node takes over from one that went: a rolling restart is no flapping', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e', 'f']
  const rolling = nodes.flatMap((node, i): Told[] => [
    [node, 'become', i * 60],
    [node, 'turn', i * 60 + 30],
    [node, 'lose', i * 60 + 31],
    [node, 'turn', i * 60 + 35],
  ])
  expect(found(rolling)).toEqual([])
})

test('lines that name no node tell nothing', () => {
  const told = Array.from({ length: 9 }, (_, i): Told => [null, i % 2 === 0 ? 'become' : 'lose', i * 20])
  expect(found(told)).toEqual([])
})

test('the log of one node that was collected under two names is no flapping', () => {
  const twice = Array.from({ length: 9 }, (_, i) => i * 60).flatMap((at): Told[] => [
    ['a', 'become', at],
    ['b', 'become', at],
  ])
  expect(found(twice)).toEqual([])
})
