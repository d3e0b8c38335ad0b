import { expect, test } from 'vitest'
import { instantOf, levelOf } from './header-values.ts'

test.each([
  ['2023/12/25 11:18:48.734 +08:00', '2023-12-25T03:18:48.734Z', 480],
  ['2019/10/09 11:21:05.123', '2019-10-09T11:21:05.123Z', null],
  ['2023-12-07T21:26:52.337841+0800', '2023-12-07T13:26:52.337Z', 480],
  ['2023-12-07T21:26:52Z', '2023-12-07T21:26:52.000Z', 0],
  ['1701955219.527', '2023-12-07T13:20:19.527Z', 0],
])('time %s', (text, iso, zone) => {
  const instant = instantOf(text)
  expect(instant?.zone).toBe(zone)
  expect(Math.floor(instant!.ms + 1e-3)).toBe(Date.parse(iso))
})

test('what is no time gives null', () => {
  expect(instantOf('2023/13/45 99:00:00.000 +08:00')).toBeNull()
  expect(instantOf('yesterday')).toBeNull()
})

test('levels in any case', () => {
  expect(['Info', 'WARNING', 'dpanic', 'what', null].map(levelOf)).toEqual(['INFO', 'WARN', 'FATAL', 'UNKNOWN', 'UNKNOWN'])
})
