import { expect, test } from 'vitest'
import { MemoryCurve } from './memory-curve.ts'

test('the last quarter of what was streamed stands against the first, however long each of them took', () => {
  const curve = new MemoryCurve()
  for (const [bytes, resident] of [
    [0, 100],
    [1, 80],
    [1, 80],
    [5, 300],
    [7, 110],
    [8, 90],
  ] as const)
    curve.add(bytes, resident)
  expect(curve.peaks(4)).toEqual([100, null, 300, 110])
  expect(curve.growth()).toBe(1.1)
})

test('where nobody could look, nothing is said', () => {
  expect(new MemoryCurve().growth()).toBeNull()
})
