import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInstant, readInstant, readTime } from './instant.ts'

const read = (text: string) => {
  const bytes = Buffer.from(text)
  const stamp = readInstant(bytes, 0, bytes.length)
  return stamp && { ...stamp }
}
const anyDate = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
const pad = (n: number, width = 2) => String(n).padStart(width, '0')

describe('readInstant', () => {
  test('agrees with Date.parse to the millisecond, and keeps what is below it', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.nat(999_999),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: -1439, max: 1439 }),
        fc.boolean(),
        (date, below, digits, zone, colon) => {
          const local = new Date(date.getTime() + zone * 60_000).toISOString().slice(0, -1)
          const sign = zone < 0 ? '-' : '+'
          const hours = pad(Math.floor(Math.abs(zone) / 60))
          const minutes = pad(Math.abs(zone) % 60)
          const tail = pad(below, 6).slice(0, digits)
          const got = read(`${local}${tail}${sign}${hours}${colon ? ':' : ''}${minutes} rest`)!
          expect(got.ms).toBeCloseTo(Date.parse(`${local}${sign}${hours}:${minutes}`) + Number(`0.${tail}0`), 3)
          expect(Math.abs(got.zone! - zone)).toBe(0)
          expect(got.next).toBe(local.length + tail.length + 5 + (colon ? 1 : 0))
        },
      ),
    )
  })

  test.each([
    ['2023-10-19T16:36:49Z', 0],
    ['2023-12-07T21:19:22.50+08:00', 480],
    ['2023-10-19T16:36:49+0800', 480],
    ['2023-10-19t16:36:49.461997791z', 0],
    ['2023-10-19 16:36:49', null],
    ['2023-10-19 16:36:49,461', null],
    ['2000-02-29 00:00:00', null],
  ])('reads %s', (text, zone) => {
    const want = text.replace(',', '.').replace(' ', 'T').toUpperCase().replace('+0800', '+08:00').replace('997791', '')
    expect(Math.floor(read(text)!.ms)).toBe(Date.parse(zone === null ? `${want}Z` : want))
    expect(read(text)).toMatchObject({ zone, next: text.length })
  })

  test.each([
    '2023-02-29 00:00:00',
    '2023-13-01T00:00:00Z',
    '2023-10-19T24:00:00Z',
    '2023-10-19T16:60:00Z',
    '2023/10/19 16:36:49',
    '2023-1-19T16:36:490',
    '2023-10-19T16:36',
    '',
  ])('refuses %s', (text) => expect(read(text)).toBeNull())

  test('never looks behind the end of its range', () => {
    const bytes = Buffer.from('2023-10-19T16:36:49.461+08:00')
    expect(readInstant(bytes, 0, 18)).toBeNull()
    expect({ ...readInstant(bytes, 0, 19) }).toMatchObject({ zone: null, next: 19 })
    expect({ ...readInstant(bytes, 0, 21) }).toMatchObject({ zone: null, next: 21 })
    expect({ ...readInstant(bytes, 0, 28) }).toMatchObject({ zone: null, next: 23 })
  })
})

test('readTime takes epochs of four units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e12, max: 4e12 }), fc.nat(999_999), (ms, ns) => {
      for (const [text, want] of [
        [String(ms).slice(0, 10), Math.floor(ms / 1000) * 1000],
        [String(ms), ms],
        [`${ms}${pad(ns, 6).slice(0, 3)}`, ms + Math.floor(ns / 1000) / 1e3],
        [`${ms}${pad(ns, 6)}`, ms + ns / 1e6],
      ] as const) {
        expect(readTime(Buffer.from(text), 0, text.length)?.ms).toBeCloseTo(want, 3)
      }
    }),
  )
  expect(readTime(Buffer.from('169770460'), 0, 9)).toBeNull()
  expect(readTime(Buffer.from('2023-10-19T16:36:49Z!'), 0, 21)).toBeNull()
})

test.each([
  ['2019/10/09 11:21:05.123', { ms: Date.UTC(2019, 9, 9, 11, 21, 5, 123), zone: null }],
  ['2023/10/19 16:36:49.461 +08:00', { ms: Date.UTC(2023, 9, 19, 8, 36, 49, 461), zone: 480 }],
  ['2023-10-19T16:36:49.461-0330', { ms: Date.UTC(2023, 9, 19, 20, 6, 49, 461), zone: -210 }],
  ['2019/10/09 11:21:05.123 x', null],
  ['', null],
])('parseInstant takes %s', (text, want) => expect(parseInstant(text)).toEqual(want))
