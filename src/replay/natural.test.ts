import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareNaturally } from './natural.ts'

test('numbers by value, wherever they stand, and all else by letter', () => {
  const sorted = ['', '1', '02', '2', '9007199254740993', '9007199254740994', 'a', 'tidb-2', 'tidb-2-x', 'tidb-10', 'tidb-10a', 'tikv-1']
  expect([...sorted].reverse().sort(compareNaturally)).toEqual(sorted)
})

test('is an order: total, and equal for equal texts only', () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', '-', 'ä'), maxLength: 6 })
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0)
      expect(compareNaturally(a, b) === 0).toBe(a === b)
      if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0) expect(compareNaturally(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})

test('of two numbers the larger comes later', () => {
  fc.assert(fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => Math.sign(compareNaturally(`${a}`, `${b}`)) === Math.sign(a - b)))
})
