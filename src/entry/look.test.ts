import { expect, test } from 'vitest'
import { HeaderLook } from './look.ts'

const look = new HeaderLook()

function seen(text: string) {
  const buf = Buffer.from(`xx${text}\n`)
  const ok = look.at(buf, 2, buf.length - 1)
  return ok
    ? {
        ms: look.ms,
        zone: look.zone,
        level: look.level,
        message: buf.toString('utf8', look.messageStart, look.messageEnd(buf, buf.length - 1)),
      }
    : null
}

test.each([
  [
    '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl_worker.go:253] ["add DDL jobs"] [category=ddl]',
    '2023-12-25T11:18:48.734Z',
    0,
    'INFO',
    'add DDL jobs',
  ],
  [
    '[2025/01/07 18:12:53.968 +08:00] [WARN] [engine_mgr.go:65] ["a \\"b\\" c"] [x=1]',
    '2025-01-07T10:12:53.968Z',
    480,
    'WARN',
    'a \\"b\\" c',
  ],
  [
    '[2023/10/19 08:39:57.963 -03:30] [Info] [dispatcher.go:503] [onNextStage] [task-id=180041]',
    '2023-10-19T12:09:57.963Z',
    -210,
    'INFO',
    'onNextStage',
  ],
  ['[2024/02/29 23:59:59.999 +00:00] [FATAL] ["no caller at all"]', '2024-02-29T23:59:59.999Z', 0, 'FATAL', 'no caller at all'],
  ['[2024/01/01 00:00:00.000 +00:00] [ERROR] [<unknown>] ["cut in the mess', '2024-01-01T00:00:00.000Z', 0, 'ERROR', 'cut in the mess'],
])('%s', (text, time, zone, level, message) => {
  expect(seen(text)).toEqual({ ms: Date.parse(time), zone, level, message })
})

test.each([
  'panic: runtime error: invalid memory address or nil pointer dereference',
  '[2023-10-19T16:36:49.461Z] [INFO] [x.go:1] ["jenkins in front of it"]',
  '[2023/12/25 11:18:48.734 +00:00] [INFO]',
  '[20x3/12/25 11:18:48.734 +00:00] [INFO] [a.go:1] [x]',
  '[2023/12/25 11:18:48.734 +00:00] [WHAT] [a.go:1] [x]',
  '2019/10/09 11:21:05.123 ddl_worker.go:1: [info] another layout',
])('no head of this layout: %s', (text) => {
  expect(seen(text)).toBeNull()
})
