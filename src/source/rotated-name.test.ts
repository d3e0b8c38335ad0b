import { expect, test } from 'vitest'
import { rotationTime } from './rotated-name.ts'

test('a rotated log tells when nothing more came into it', () => {
  const time = Date.UTC(2024, 0, 13, 19, 21, 9)
  for (const name of [
    'tidb-2024-01-13T19-21-09.123.log',
    '/logs/n1/tidb-2024-01-13T19-21-09.123.log.gz',
    'a.tar.gz!n1/tidb-slow-2024-01-13T19-21-09.log',
  ])
    expect(rotationTime(name)).toBe(time)
  for (const name of ['tidb.log', 'tidb-2024-01-13.log', 'tidb-2024-01-13T19-21-09.123.log/tidb.log']) expect(rotationTime(name)).toBeNull()
})
