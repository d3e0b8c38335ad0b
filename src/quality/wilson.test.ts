import { expect, test } from 'vitest'
import { printShare, shareOf } from './wilson.ts'

test("Wilson's interval is as it is in the tables", () => {
  expect(printShare(shareOf(81, 263))).toBe('30.8 % (25.5 – 36.6, 81 of 263)')
  expect(printShare(shareOf(15, 148))).toBe('10.1 % (6.2 – 16.0, 15 of 148)')
})

test('it keeps within bounds where all or none is met, and says nothing of nothing', () => {
  expect(shareOf(20, 20)).toMatchObject({ share: 1, high: 1 })
  expect(shareOf(20, 20).low).toBeCloseTo(0.839, 3)
  expect(shareOf(0, 20)).toMatchObject({ share: 0, low: 0 })
  expect(printShare(shareOf(0, 0))).toBe('–')
})
