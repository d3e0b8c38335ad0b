import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HoldBack } from './hold-back.ts'

interface Item {
  readonly name: string
  readonly time: { readonly ms: number; readonly zone: number | null } | null
}

const at = (name: string, ms: number | null, zone: number | null = 0): Item => ({ name, time: ms === null ? null : { ms, zone } })
const names = (items: readonly Item[]): string => items.map(({ name }) => name).join(' ')

test('what arrives late goes to its place among what is held', () => {
  const held = new HoldBack<Item>(100)
  held.push('a', [at('a1', 10), at('a2', 30)], 0)
  held.push('b', [at('b1', 20), at('b2', 40)], 5)
  expect(names(held.due(-1))).toBe('')
  expect(names(held.due(0))).toBe('a1 b1 a2')
  held.push('a', [at('a3', 35)], 9)
  expect(names(held.due(9))).toBe('a3 b2')
  expect(held.runs).toBe(2)
})

test('what has no time stays with its neighbour, a time without zone is one of the zone around it', () => {
  const held = new HoldBack<Item>(100)
  held.push('a', [at('a1', 8 * 3_600_000 + 10, 480), at('a2', null), at('a3', 8 * 3_600_000 + 30, 480)], 0)
  held.push('b', [at('b1', 16 * 3_600_000 + 20, null)], 0)
  expect(names(held.due(0))).toBe('a1 a2 b1 a3')
})

test('a clock that jumped drags along only what arrived with it', () => {
  const held = new HoldBack<Item>(100)
  held.push('a', [at('a1', 9_999)], 0)
  held.push('b', [at('b1', 10)], 0)
  expect(names(held.due(0))).toBe('b1 a1')
  held.push('b', [at('b2', 30)], 1)
  held.push('a', [at('a2', 20)], 1)
  expect(names(held.due(1))).toBe('a2 b2')
})

test('nothing is lost or turned round within its run, and no more is held than allowed', () => {
  const time = fc.option(fc.nat(50), { nil: null })
  const push = fc.record({ run: fc.constantFrom('a', 'b', 'c'), times: fc.array(time, { maxLength: 6 }), wait: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(push, { maxLength: 30 }), (pushes) => {
      const held = new HoldBack<Item>(8)
      const wanted: Item[] = []
      const given: Item[] = []
      let now = 0
      for (const [i, { run, times, wait }] of pushes.entries()) {
        const items = times.map((ms, j) => at(`${run}-${i}-${j}`, ms))
        wanted.push(...items)
        held.push(run, items, (now += wait))
        given.push(...held.due(now - 2))
        expect(held.isFull).toBe(false)
      }
      given.push(...held.due(Number.POSITIVE_INFINITY))
      expect([...given].map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort())
      for (const run of ['a', 'b', 'c'])
        expect(given.filter(({ name }) => name.startsWith(run))).toEqual(wanted.filter(({ name }) => name.startsWith(run)))
    }),
  )
})
