import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unsure } from '../testing/wants.ts'
import { HeaderLook } from './look.ts'
import { QuietRun } from './quiet-run.ts'

const wants = {
  isOurs: null,
  ...unsure,
  mayBegin: (buf: Buffer, at: number) => buf[at] === 0x77,
  find: (buf: Buffer, from: number, to: number) => ['wanted', 'worn'].indexOf(buf.toString('utf8', from, to)),
  isIdle: (found: number) => found === 1,
  tells: (buf: Buffer, from: number, to: number) => buf.toString('utf8', from, to).includes('[job'),
}
const look = new HeaderLook()

/** What a look at single lines says of the same row. */
function oneByOne(buf: Buffer, earliest: number): { lines: number; idle: number; debug: number; ms: number; latest: number } {
  const row = { lines: 0, idle: 0, debug: 0, ms: 0, latest: earliest }
  for (let start = 0; start < buf.length; ) {
    const newline = buf.indexOf(10, start)
    const stop = buf[newline - 1] === 13 ? newline - 1 : newline
    const quiet = look.at(buf, start, stop) && buf[stop - 1] === 0x5d && (look.level === 'INFO' || look.level === 'DEBUG')
    const end = look.messageEnd(buf, stop)
    const found = wants.find(buf, look.messageStart, end)
    if (found === 0 || (found === 1 && wants.tells(buf, end, stop))) break
    if (!quiet || look.ms < earliest || look.ms - row.latest > 600_000) break
    row.lines++
    if (found === 1) row.idle++
    if (look.level === 'DEBUG') row.debug++
    row.ms = look.ms
    row.latest = Math.max(row.latest, look.ms)
    start = newline + 1
  }
  return row
}

const FIRST = Date.parse('2025-02-18T10:00:00Z')
const two = (n: number): string => String(n).padStart(2, '0')

const line = fc
  .record({
    open: fc.constantFrom('[', '[', '[', '[', '[', 'x'),
    minute: fc.nat(59),
    second: fc.nat(3),
    ms: fc.constantFrom('000', '123', '999', '12x'),
    zone: fc.constantFrom('+00:00', '+00:00', '+00:00', '+08:00'),
    level: fc.constantFrom('INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'info', 'INFU'),
    caller: fc.constantFrom('[a.go:1] ', '[a.go:12] ', '[session_of_ddl_worker.go:1234] ', '[<unknown>] ', '[a.go:x] ', ''),
    message: fc.constantFrom(
      '"command dispatched"',
      'command',
      '"wanted"',
      '"command"',
      '"wo"',
      'w',
      '"worn"',
      'worn',
      '"worn out"',
      '\\"x',
      '"x\\"]"',
      '"é"',
    ),
    fields: fc.constantFrom(' [conn=1]', ' [job=1]', ' [conn=2] [sql="select [1] ["]', '', ' [cut="', ' [a=é]'),
    end: fc.constantFrom('\n', '\n', '\r\n', ' \n'),
  })
  .map(
    (it) =>
      `${it.open}2025/02/18 1${it.zone === '+08:00' ? 8 : 0}:${two(it.minute % 20)}:${two(it.second)}.${it.ms} ${it.zone}] [${it.level}] ${it.caller}[${it.message}]${it.fields}${it.end}`,
  )

test('a row amounts to what its lines amount to one by one, and ends no later', () => {
  const run = new QuietRun(new HeaderLook(), wants as never)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
      const buf = Buffer.from(lines.join(''))
      const end = run.over(buf, 0, buf.length, FIRST, FIRST, 0, true)
      const alone = oneByOne(buf.subarray(0, end), FIRST)
      expect({ lines: run.lines, idle: run.idle, debug: run.debug }).toEqual({ lines: alone.lines, idle: alone.idle, debug: alone.debug })
      if (run.lines > 0) expect({ ms: run.ms, latest: run.latest }).toEqual({ ms: alone.ms, latest: alone.latest })
      expect(buf.subarray(0, end).filter((byte) => byte === 10).length).toBe(run.lines)
    }),
    { numRuns: 500 },
  )
})

test('a long row of plain lines is gone over at once', () => {
  const lines = Array.from(
    { length: 100 },
    (_, i) =>
      `[2025/02/18 10:00:${two(i % 60)}.000 +00:00] [INFO] [server.go:${i % 7}] ["new connection"] [conn=${i}] [remoteAddr=10.0.0.1]\n`,
  )
  const buf = Buffer.from(lines.join(''))
  const run = new QuietRun(new HeaderLook(), wants as never)
  expect(run.over(buf, 0, buf.length, FIRST, FIRST, FIRST, true)).toBe(buf.length)
  expect(run).toMatchObject({ lines: 100, debug: 0, up: 98, down: 1, latest: FIRST + 59_000 })
})
