import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXIT, tellError } from '../command.ts'
import { BugError, UserError } from '../errors.ts'
import { buildReport } from '../report/build.ts'
import { isoTime } from '../report/time.ts'
import { sampleInput } from '../testing/report-input.ts'
import { parseMoment } from './moment.ts'
import { pairOutputs } from './outputs.ts'
import { ProgressLine } from './progress.ts'
import { parseShare } from './share.ts'
import { exitOf } from './verdict.ts'

describe('a moment', () => {
  const now = Date.UTC(2025, 0, 7, 12)

  test.each([
    ['2025-01-07 18:12:53', '2025-01-07T18:12:53.000'],
    ['2025-01-07', '2025-01-07T00:00:00.000'],
    ['2025/01/07 18:12', '2025-01-07T18:12:00.000'],
    ['2025/01/07 18:12:53.968 +08:00', '2025-01-07T18:12:53.968+08:00'],
    ['2025-01-07T18:12:53.5-0330', '2025-01-07T18:12:53.500-03:30'],
    ['2025-01-07T10:12Z', '2025-01-07T10:12:00.000+00:00'],
    ['2025-01-07 18:12 +8', '2025-01-07T18:12:00.000+08:00'],
    ['2h', '2025-01-07T10:00:00.000+00:00'],
    ['1d12h30m', '2025-01-05T23:30:00.000+00:00'],
  ])('%s is understood', (text, wanted) => {
    expect(isoTime(parseMoment('--since', text, now))).toBe(wanted)
  })

  test.each(['', 'yesterday', '2025-02-31', '2025-01-07 25:00', '2025-13-01', '18:12', '2', '-2h', '2025-01-07 10:00:61'])(
    '%j is refused with a tip',
    (text) => {
      expect(() => parseMoment('--since', text, now)).toThrow(UserError)
    },
  )

  test('is read back as it was printed, whatever the zone', () => {
    const instant = fc.record({ ms: fc.integer({ min: 0, max: 4e12 }), zone: fc.option(fc.integer({ min: -719, max: 839 })) })
    fc.assert(
      fc.property(instant, (given) => {
        expect(parseMoment('--until', isoTime(given)!, now)).toEqual(given)
      }),
    )
  })
})

describe('outputs', () => {
  test('the n-th file belongs to the n-th format, the rest goes to standard output', () => {
    expect(pairOutputs([], [])).toEqual([{ format: 'terminal', path: null }])
    expect(pairOutputs(['json', 'terminal'], ['report.json'])).toEqual([
      { format: 'json', path: 'report.json' },
      { format: 'terminal', path: null },
    ])
    expect(pairOutputs(['json'], ['-'])).toEqual([{ format: 'json', path: null }])
  })

  test.each<[Parameters<typeof pairOutputs>[0], string[]]>([
    [['json', 'terminal'], []],
    [['json'], ['a', 'b']],
    [
      ['json', 'terminal'],
      ['a', 'a'],
    ],
  ])('%j with %j is refused', (asked, paths) => {
    expect(() => pairOutputs(asked, paths)).toThrow(UserError)
  })
})

test('a share is a number from 0 to 1 or a percentage', () => {
  expect(['0', '1', '.5', '0.25', '25%', '100%'].map((text) => parseShare('--min-coverage', text))).toEqual([0, 1, 0.5, 0.25, 0.25, 1])
  for (const text of ['', '2', '-1', '101%', 'all', '1e-3', '%']) expect(() => parseShare('--min-coverage', text)).toThrow(UserError)
})

describe('the exit code', () => {
  const found = buildReport(sampleInput())
  const clean = { ...found, status: 'clean', findings: [] } as const

  test('looks at findings only from --fail-on upwards', () => {
    expect(exitOf(found, { failOn: null, exitZero: false })).toBe(EXIT.clean)
    expect(exitOf(found, { failOn: 'critical', exitZero: false })).toBe(EXIT.clean)
    expect(exitOf(found, { failOn: 'high', exitZero: false })).toBe(EXIT.findings)
    expect(exitOf(found, { failOn: 'info', exitZero: true })).toBe(EXIT.clean)
  })

  test('says when too little was understood, or an input could not be read', () => {
    expect(exitOf(clean, { failOn: 'info', exitZero: false })).toBe(EXIT.clean)
    expect(exitOf({ ...clean, status: 'inconclusive' }, { failOn: null, exitZero: false })).toBe(EXIT.unreadable)
    const problems = [{ source: 'x', code: 'unreadable', message: '' }]
    expect(exitOf({ ...clean, coverage: { ...clean.coverage, problems } }, { failOn: null, exitZero: true })).toBe(EXIT.unreadable)
  })
})

describe('an error', () => {
  const tell = (error: Error) => tellError(error, 'tidb-triage analyze', '1.2.3')

  test('of the user is a sentence and a tip', () => {
    expect(tell(new UserError('No such file: a\u001b[31m.', 'Look again.', 3))).toEqual({
      text: 'No such file: a\\x1b[31m.\nLook again.\n',
      exit: EXIT.unreadable,
    })
  })

  test('of the command line points to the help', () => {
    const error = Object.assign(new Error('Nonexistent flag: --nope\nSee more help with --help'), { oclif: { exit: 2 } })
    expect(tell(error)).toEqual({ text: 'Nonexistent flag: --nope\nSee tidb-triage analyze --help.\n', exit: EXIT.usage })
  })

  test('of the program asks for a report', () => {
    for (const error of [new BugError('impossible'), new TypeError('x is undefined')]) {
      const told = tell(error)
      expect(told.exit).toBe(EXIT.bug)
      expect(told.text).toContain(`Fault in tidb-triage 1.2.3: ${error.name}: ${error.message}\n`)
      expect(told.text).toContain('Please report it')
    }
  })

  test('is silent when the reader of a pipe has gone, or a person interrupted', () => {
    expect(tell(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toEqual({ text: '', exit: EXIT.clean })
    expect(tell(new DOMException('stop', 'AbortError'))).toEqual({ text: '', exit: EXIT.interrupted })
  })
})

test('progress stays quiet for half a second, then rewrites one line that fits and takes it away', () => {
  let clock = 0
  const written: string[] = []
  const line = new ProgressLine(
    (text) => written.push(text),
    () => 50,
    () => clock,
  )
  const reading = { bytes: 1, skipped: 0, total: null, goReports: 0, source: 'a', beside: 0, replayed: null, following: null }
  line.show(reading)
  line.clear()
  expect(written).toEqual([])
  clock = 1000
  line.show({ ...reading, bytes: 100 * 1024 ** 2, source: `${'long/'.repeat(30)}ti\u001bdb.log` })
  line.show({ ...reading, bytes: 101 * 1024 ** 2, source: 'too soon' })
  line.clear()
  expect(written).toHaveLength(2)
  expect(written[0]).toMatch(/^\r\u001b\[2K100 MiB, 100 MiB\/s {2}….*ti\?db\.log$/)
  expect(written[0]!.length - 5).toBeLessThan(50)
  expect(written[1]).toBe('\r\u001b[2K')
})

test('progress tells share, rate, what is left, crashes, and how many are read beside each other', () => {
  let clock = 0
  const written: string[] = []
  const line = new ProgressLine(
    (text) => written.push(text.replace('\r\u001b[2K', '')),
    () => 120,
    () => clock,
  )
  const MIB = 1024 ** 2
  const reading = {
    bytes: 100 * MIB,
    skipped: 0,
    total: 1000 * MIB,
    goReports: 0,
    source: 'a.log',
    beside: 0,
    replayed: null,
    following: null,
  }
  clock = 1000
  line.show(reading)
  clock = 4000
  line.show({ ...reading, bytes: 200 * MIB, skipped: 300 * MIB, goReports: 1 })
  line.show(reading)
  clock = 8000
  line.show({ ...reading, bytes: 1010 * MIB, total: 1000 * MIB, goReports: 2, beside: 3 })
  clock = 9000
  line.show({ ...reading, bytes: 9 * MIB, total: 10_000 * MIB })
  expect(written).toEqual([
    '100 of 1000 MiB (10 %), 100 MiB/s  a.log',
    '500 of 1000 MiB (50 %), 50 MiB/s, 10 s left, 1 crash  a.log',
    '1000 of 1000 MiB (100 %), 126 MiB/s, 0 s left, 2 crashes  a.log and 3 more',
    '9 of 10000 MiB (0 %), 1 MiB/s, 2 h 46 min left  a.log',
  ])
})

test('what is told stands above the progress line, and is counted in it; of followed logs it tells how long they have been silent', () => {
  let clock = 0
  const written: string[] = []
  const line = new ProgressLine(
    (text) => written.push(text),
    () => 80,
    () => clock,
  )
  const reading = { bytes: 1 << 20, skipped: 0, total: null, goReports: 0, source: 'a.log', beside: 0, replayed: null, following: null }
  clock = 1000
  line.show(reading)
  line.count()
  line.above('HIGH  something')
  line.show(reading)
  clock = 1500
  line.show({ ...reading, replayed: 0.456 })
  clock = 2000
  line.show({ ...reading, replayed: 1, following: { logs: 1, lines: 0 } })
  clock = 3000
  line.show({ ...reading, following: { logs: 2, lines: 7 } })
  clock = 68_000
  line.show({ ...reading, following: { logs: 2, lines: 7 } })
  expect(written).toEqual([
    '\r\u001b[2K1 MiB, 1 MiB/s  a.log',
    '\r\u001b[2K',
    'HIGH  something\n',
    '\r\u001b[2K1 MiB, 1 MiB/s, 1 finding  a.log',
    '\r\u001b[2K1 MiB read, 45 % put in order and replayed, 1 finding',
    '\r\u001b[2KFollowing 1 log, 0 new lines, 1 finding',
    '\r\u001b[2KFollowing 2 logs, 7 new lines, the last 0 s ago, 1 finding',
    '\r\u001b[2KFollowing 2 logs, 7 new lines, the last 1 min 5 s ago, 1 finding',
  ])
})
