import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventOf } from '../testing/replay.ts'
import { bornAt } from './birth.ts'

const born = (time: string): number | null => bornAt(eventOf({ fields: { made: time } }), 'made')

test('the same instant in any zone, with or without a fraction', () => {
  expect(born('2024-07-24 09:49:17.99 +0000 UTC')).toBe(Date.parse('2024-07-24T09:49:17Z') / 1_000)
  expect(born('2024-07-24 17:49:17.99 +0800 CST')).toBe(born('2024-07-24 09:49:17 +0000 UTC'))
})

test('what says nothing of an instant is no time of birth', () => {
  for (const time of ['', '1970-01-01 08:00:00 +0800 CST', '2024-07-24 09:49:17', '2024-99-24 09:49:17 +0000 UTC', '<nil>'])
    expect(born(time)).toBeNull()
  expect(bornAt(eventOf({}), 'made')).toBeNull()
  expect(bornAt(eventOf({ fields: { made: '2024-07-24 09:49:17 +0000 UTC' } }), undefined)).toBeNull()
  fc.assert(fc.property(fc.string(), (text) => born(text) === null || Number.isInteger(born(text))))
})
