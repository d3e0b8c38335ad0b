import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockTime, compareTimes, epoch, isoTime, readableTime } from './time.ts'

test('a time keeps the zone that the log carried', () => {
  const ms = Date.UTC(2025, 0, 7, 10, 12, 53, 968)
  expect(isoTime({ ms, zone: 480 })).toBe('2025-01-07T18:12:53.968+08:00')
  expect(isoTime({ ms, zone: -210 })).toBe('2025-01-07T06:42:53.968-03:30')
  expect(isoTime({ ms, zone: 0 })).toBe('2025-01-07T10:12:53.968+00:00')
  expect(isoTime({ ms, zone: null })).toBe('2025-01-07T10:12:53.968')
  expect(isoTime({ ms: ms + 0.5, zone: null })).toBe('2025-01-07T10:12:53.968500')
  expect(isoTime(null)).toBeNull()
  expect(isoTime({ ms: Number.NaN, zone: 0 })).toBeNull()
})

test('people read it without the fraction', () => {
  expect(readableTime('2025-01-07T18:12:53.968+08:00')).toBe('2025-01-07 18:12:53 +08:00')
  expect(readableTime('2025-01-07T18:12:53.968')).toBe('2025-01-07 18:12:53')
  expect(readableTime(null)).toBe('unknown time')
  expect(clockTime('2025-01-07T18:12:53.968500+08:00', '2025-01-07T00:00:00.000+08:00')).toBe('18:12:53.968')
  expect(clockTime('2025-01-07T18:12:53.968+08:00', '2025-01-07T18:12:53.968+00:00')).toBe('2025-01-07 18:12:53 +08:00')
  expect(clockTime('2025-01-07T18:12:53.968', null)).toBe('2025-01-07 18:12:53')
})

const instant = fc.record({ ms: fc.integer({ min: 0, max: 4e12 }), zone: fc.integer({ min: -720, max: 840 }) })

test('printing loses nothing of a whole millisecond, and the order of instants is the order of their texts', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      expect(epoch(isoTime(a)!)).toBe(a.ms)
      expect(Math.sign(compareTimes(isoTime(a), isoTime(b)))).toBe(Math.sign(a.ms - b.ms))
    }),
  )
})
