import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wantsOfTables } from '../testing/wants.ts'
import { HeaderLook } from './look.ts'
import { kernelOf, QuietRun } from './quiet-run.ts'

const wants = wantsOfTables(['panic', 'job', 'ddl owner', 'a long word of trouble'], 110, ['telling'], ['wanted', 'worn'])
const look = new HeaderLook()

/** What a look at single lines says of the same row. */
function oneByOne(buf: Buffer, earliest: number) {
  const row = { lines: 0, idle: 0, debug: 0, warn: 0, error: 0, fatal: 0, ms: 0, latest: earliest }
  for (let start = 0; start < buf.length; ) {
    const newline = buf.indexOf(10, start)
    const stop = buf[newline - 1] === 13 ? newline - 1 : newline
    if (!look.at(buf, start, stop) || buf[stop - 1] !== 0x5d) break
    const end = look.messageEnd(buf, stop)
    const found = wants.find(buf, look.messageStart, end)
    const bad = look.level !== 'INFO' && look.level !== 'DEBUG'
    if (bad ? found >= 0 || wants.worth(buf, start, stop) : found === 0 || (found === 1 && wants.tells(buf, end, stop))) break
    if (look.ms < earliest || look.ms - row.latest > 600_000) break
    row.lines++
    if (found === 1) row.idle++
    if (look.level !== 'INFO') row[look.level.toLowerCase() as 'debug' | 'warn' | 'error' | 'fatal']++
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
    level: fc.constantFrom('INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR', 'FATAL', 'info', 'INFU', 'ERRON'),
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
    fields: fc.constantFrom(
      ...[
        ' [conn=1]',
        ' [jobID=1]',
        ' [jobID=a b]',
        ' ["task-id"=7]',
        ' [telling=1]',
        ' [conn=2] [sql="select [1] ["]',
        '',
        ' [cut="',
        ' [a=é]',
      ],
      ...[
        ' [err="panic"]',
        ' [err="the ddl owner"]',
        ' [err="a long word of trouble"]',
        ' [err="a long word of joy"]',
        ` [stack="${'x'.repeat(60)}job"]`,
      ],
    ),
    end: fc.constantFrom('\n', '\n', '\r\n', ' \n'),
  })
  .map(
    (it) =>
      `${it.open}2025/02/18 1${it.zone === '+08:00' ? 8 : 0}:${two(it.minute % 20)}:${two(it.second)}.${it.ms} ${it.zone}] [${it.level}] ${it.caller}[${it.message}]${it.fields}${it.end}`,
  )

test.each(['where the kernel can look at it', 'elsewhere'])(
  'a row of a page %s amounts to what its lines amount to one by one',
  (place) => {
    const run = new QuietRun(new HeaderLook(), wants as never)
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.boolean(), (lines, takesBad) => {
        const bytes = Buffer.from(lines.join(''))
        const { pages } = kernelOf(wants as never)
        const buf = place === 'elsewhere' ? bytes : pages.subarray(7, 7 + bytes.length)
        bytes.copy(buf)
        const end = run.over(buf, 0, buf.length, FIRST, FIRST, 0, takesBad)
        const { ms, latest, ...counts } = oneByOne(bytes.subarray(0, end), FIRST)
        expect(run).toMatchObject(run.lines === 0 ? { lines: counts.lines } : { ...counts, ms, latest })
        expect(buf.subarray(0, end).filter((byte) => byte === 10).length).toBe(run.lines)
        if (!takesBad && run.lines > 0) expect(run.warn + run.error + run.fatal).toBe(0)
      }),
      { numRuns: 500 },
    )
  },
)

test('a row ends no sooner than it must, but where something is met for the first time', () => {
  const run = new QuietRun(new HeaderLook(), wants as never)
  const [quiet, bad, worn] = ['[INFO] [a.go:1] ["command"]', '[WARN] [a.go:2] ["slow"]', '[INFO] [a.go:3] ["worn"]'].map(
    (text) => `[2025/02/18 10:00:01.000 +00:00] ${text} [conn=1] [took=12ms] [rows=1]\n`,
  ) as [string, string, string]
  const row = [quiet, bad, worn, quiet, bad, worn].join('')
  for (const odd of [bad.replace('slow', 'job'), worn.replace('conn', 'jobID'), 'a stray\n', quiet.replace('command', 'wanted')]) {
    const buf = Buffer.from(row + odd + row)
    expect(run.over(buf, 0, buf.length, FIRST, FIRST, FIRST, true)).toBe(row.length)
  }
})

test('lines longer than what is looked at once, and rows of many such pieces', () => {
  const run = new QuietRun(new HeaderLook(), wants as never)
  const of = (size: number): string => `[2025/02/18 10:00:01.000 +00:00] [INFO] [a.go:1] ["command"] [sql=${'x'.repeat(size)}]\n`
  const buf = Buffer.from(of(200_000).repeat(9) + of(300_000) + of(9))
  expect(run.over(buf, 0, buf.length, FIRST, FIRST, FIRST, true)).toBe(of(200_000).length * 9)
  expect(run.lines).toBe(9)
})

test('more heads and names than are remembered are looked up again', () => {
  const run = new QuietRun(new HeaderLook(), wants as never)
  const heads = Array.from(
    { length: 9_000 },
    (_, i) => `[2025/02/18 10:00:01.000 +00:00] [INFO] [file_of_code_${i % 7}.go:${i}] ["worn"] [field${i}=1] [more=2]\n`,
  )
  const long = `[2025/02/18 10:00:01.000 +00:00] [INFO] [${'a'.repeat(190)}.go:1] ["command"] [conn=1]\n`
  const buf = Buffer.from(heads.join('') + long + heads.join(''))
  expect(run.over(buf, 0, buf.length, FIRST, FIRST, FIRST, true)).toBe(buf.length)
  expect(run).toMatchObject({ lines: 18_001, idle: 18_000 })
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
