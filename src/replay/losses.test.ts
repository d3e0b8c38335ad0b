import { expect, test } from 'vitest'
import { eventOf } from '../testing/replay.ts'
import { Losses } from './losses.ts'

const loaded = (from: string, to: string, source = 'a') => eventOf({ kind: 'loaded', fields: { from, got: to, needed: '99' }, source })

function whole(...events: ReturnType<typeof eventOf>[]): boolean {
  const losses = new Losses({
    chain: { kind: 'loaded', from: ['from'], to: ['got', 'needed'], breaks: ['all-anew'], proofs: 2 },
    pairs: [
      { of: 'engine', open: 'begins', close: ['ends', 'fails'] },
      { of: 'job', open: 'waits', close: ['steps'], alone: true },
    ],
  })
  for (const event of events) losses.see(event)
  return losses.isWhole('a')
}

const chain = [loaded('1', '2'), loaded('2', '3'), loaded('3', '5')]

test('a log is whole when each line goes on where the one before left off, often enough', () => {
  expect(whole(...chain)).toBe(true)
  expect(whole(...chain.slice(1))).toBe(false)
  expect(whole(...chain, loaded('6', '7'))).toBe(false)
})

test('lines of other sources, one that is told twice, and what comes after a new beginning break no chain', () => {
  expect(whole(...chain, loaded('3', '5'))).toBe(true)
  expect(whole(loaded('8', '9', 'b'), ...chain, loaded('5', '6', 'b'))).toBe(true)
  expect(whole(...chain, eventOf({ kind: 'all-anew', source: 'a' }), loaded('7', '8'))).toBe(true)
})

test('what begins ends before it begins again, and what ends has begun', () => {
  const of = (kind: string, id: string, source = 'a') => eventOf({ kind, entity: 'engine', id, ids: { job: '7' }, source })
  expect(whole(...chain, of('begins', 'x'), of('begins', 'y'), of('ends', 'x'), of('fails', 'y'))).toBe(true)
  expect(whole(...chain, of('begins', 'x'), of('begins', 'x'))).toBe(false)
  expect(whole(...chain, of('ends', 'x'))).toBe(false)
  expect(whole(...chain, of('begins', 'x'), of('begins', 'x', 'b'))).toBe(true)
  expect(whole(...chain, of('steps', 'x'), of('waits', 'x'), of('steps', 'x'))).toBe(true)
  expect(whole(...chain, of('waits', 'x'), of('waits', 'x'))).toBe(false)
})
