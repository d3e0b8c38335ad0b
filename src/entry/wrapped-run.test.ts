import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Peeler } from '../envelope/index.ts'
import type { Wrapping } from '../envelope/stencils.ts'
import { wantsOfTables } from '../testing/wants.ts'
import { HeaderLook } from './look.ts'
import { kernelOf } from './quiet-run.ts'
import { rawLine } from './raw-line.ts'
import { WrappedLook } from './wrapped-look.ts'
import { WrappedRun } from './wrapped-run.ts'

const wants = wantsOfTables(['panic', 'ddl "owner"', 'a long word of trouble'], 330, [], ['wanted', 'worn out']) as never

const escaped = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c')
const WRITERS: readonly ((text: string, time: string, i: number) => string)[] = [
  (text, time) => `{"labels":{"pod":"tidb-0"},"line":${escaped(text)},"timestamp":"${time}"}\n`,
  (text, time, i) => `{"timestamp":"${time}","line":${escaped(text)},"n":${i},"labels":{"pod":"tidb-0"}}\r\n`,
  (text, time) => `{"log":${escaped(text).slice(0, -1)}\\n","stream":"stdout","time":"${time}"}\n`,
  (text, _, i) => `{"labels":{"pod":"tidb-${i % 2}"},"line":${escaped(text)}}\n`,
  (text, time) => `${time} stdout F ${text}\n`,
  (text, time) => `${time} stderr F ${text}\r\n`,
]
const wild = fc.record({
  second: fc.constantFrom(1, 1, 1, 1, 2, 59),
  ms: fc.constantFrom('000', '123', '12x'),
  zone: fc.constantFrom('+00:00', '+00:00', '+00:00', '+00:00', '+08:00'),
  level: fc.constantFrom('INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR', 'FATAL', 'Warn', 'warn', 'Error'),
  message: fc.constantFrom('"a command"', 'command', '"worn out"', 'worn out', '"wanted"', '"worn"', '"wo\\"rn out"', '"a & b"', '"ü"'),
  fields: fc.constantFrom(
    ...[' [conn=1]', ' [jobID=7]', ' [jobID=a b]', ' [sql="select \\"<x>\\" \\\\ [\t"]', ' [e="a\\nb"]', ' [c="“"]', ' [w=x&y]', ''],
    ...[' [e="panic"]', ' [e="ddl \\"owner\\""]', ' [e=ddl "owner"]', ' [e="a long word of trouble"]', ` [stack=${'"\\'.repeat(50)}panic]`],
  ),
  time: fc.constantFrom(
    ...[
      '2023-10-19T08:36:49.1234567Z',
      '2023-10-19t08:36:49Z',
      '2023-10-19 08:36:49,1+0800',
      '2023-02-29T08:36:49Z',
      '2024-02-29T08:36:49Z',
    ],
    ...[
      '2023-13-01T08:36:49.1+08:00',
      '2023-10-31T23:59:59.999-11:30',
      '2023-11-31T08:36:49Z',
      '2023-10-19T24:36:49Z',
      '2023-10-19T08:36:49.Z',
    ],
    ...[
      '2023-10-19T08:36:49',
      '2023-10-19T08:36:49.1+24:00',
      `2023-10-19T08:36:49.${'1'.repeat(44)}Z`,
      `2023-10-19T08:36:49.${'1'.repeat(45)}Z`,
    ],
    ...[
      '2023-10-19T08:60:49Z',
      '2023-10-19T08:36:60Z',
      '1999-10-19T08:36:49Z',
      '2023-00-19T08:36:49Z',
      '2023-10-00T08:36:49Z',
      '2023-10-19T08:36:49.1x',
    ],
  ),
  writer: fc.constantFrom(-1, -1, -1, -1, ...WRITERS.keys()),
})
const tame = fc.record({
  ...{ second: fc.constant(1), ms: fc.constantFrom('000', '123'), zone: fc.constant('+00:00') },
  ...{
    level: fc.constantFrom('INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR'),
    message: fc.constantFrom('"a command"', 'a command', '"worn out"'),
    fields: fc.constantFrom(' [conn=1]', ' [sql="a \\"b\\" <c>"]'),
    time: fc.constantFrom('2023-10-19T08:36:49.123456789+08:00', '2023-10-19T08:36:50.2Z', '2023-10-30T00:00:00-00:30'),
    writer: fc.constant(-1),
  },
})
const entry = fc
  .oneof({ weight: 15, arbitrary: tame }, { weight: 1, arbitrary: wild })
  .map(({ second, ms, zone, level, message, fields, time, writer }) => {
    const hour = zone === '+08:00' ? 18 : 10
    const head = `[2023/10/19 ${hour}:00:${String(second).padStart(2, '0')}.${ms} ${zone}] [${level}] [a.go:1] [${message}]`
    return { text: `${head} [pad=${'x'.repeat(200)}]${fields}`, time, writer }
  })

/** What the rows of a page amount to, by whose lines they are, whose first line was peeled. */
function rowsOver(buf: Buffer, bytes: Buffer, takesBad: boolean) {
  bytes.copy(buf)
  const peeler = new Peeler()
  const first = buf.indexOf(10)
  peeler.peel(rawLine(buf, 0, first, 1))
  const { stencils } = peeler
  if (stencils === null) return null
  const look = new WrappedLook(new HeaderLook(), wants)
  const run = new WrappedRun(look, wants)
  const rows: Record<string, Record<'lines' | 'debug' | 'warn' | 'error' | 'fatal' | 'idle' | 'ms' | 'latestInfo', number>> = {}
  const rowOf = ({ node, container, stream, names }: Wrapping, zone: number) =>
    (rows[[node, container, stream, names, zone].join()] ??= {
      ...{ lines: 0, debug: 0, warn: 0, error: 0, fatal: 0, idle: 0, ms: 0, latestInfo: Number.NEGATIVE_INFINITY },
    })
  /** Where lines stand that are none of a row. */
  const others: number[] = []
  let latest = Date.UTC(2023, 9, 19, 10)
  for (let start = first + 1; start < bytes.length; ) {
    const next = run.over(stencils, buf, start, bytes.length, Date.UTC(2023, 9, 19, 9), latest, takesBad)
    if (run.lines > 0) {
      const row = rowOf(run.of!, run.zone)
      for (const name of ['lines', 'debug', 'warn', 'error', 'fatal', 'idle'] as const) row[name] += run[name]
      row.ms = run.ms
      row.latestInfo = Math.max(row.latestInfo, run.latestInfo)
      latest = run.latest
    }
    if (run.bad !== null) {
      const row = rowOf(run.bad, look.zone)
      row.lines++
      row[look.level.toLowerCase() as 'warn' | 'error' | 'fatal']++
      row.ms = look.ms
      latest = Math.max(latest, look.ms)
      start = look.next
    } else if (next === start) {
      others.push(start)
      start = buf.indexOf(10, start) + 1
    } else start = next
  }
  return { others, rows, latest }
}

test('rows are the same whether the kernel can look at them or not', () => {
  const { pages } = kernelOf(wants)
  let met = 0
  const writers = fc.constantFrom(...WRITERS.keys())
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 40, size: 'max' }), writers, fc.boolean(), (entries, usual, takesBad) => {
      const line = ({ text, time, writer }: (typeof entries)[number], i: number) => WRITERS[writer < 0 ? usual : writer]!(text, time, i)
      const bytes = Buffer.from(entries.map(line).join(''))
      const room = bytes.length + 400
      const found = rowsOver(pages.subarray(3, 3 + room), bytes, takesBad)
      expect(found).toEqual(rowsOver(Buffer.alloc(room), bytes, takesBad))
      for (const { lines } of Object.values(found?.rows ?? {})) met += lines
    }),
    { numRuns: 1000 },
  )
  expect(met).toBeGreaterThan(5000)
})

test.each([...WRITERS.keys()])('what is known of lines is left to the kernel: %i', (writer) => {
  const kernel = kernelOf(wants)
  let left = 0
  const wrapped = kernel.wrapped.bind(kernel)
  const spy = vi.spyOn(kernel, 'wrapped').mockImplementation((...given) => {
    wrapped(...given)
    left += kernel.counts.lines
  })
  onTestFinished(() => spy.mockRestore())
  const texts = ['[INFO] [a.go:1] ["worn out"]', '[WARN] [a.go:2] ["slow query"]', '[INFO] [a.go:1] ["something else"]'].map(
    (head) => `[2023/10/19 10:00:01.000 +00:00] ${head} [pad=${'x'.repeat(200)}] [conn=7] [more="a \\"b"]`,
  )
  const lines = Array.from({ length: 300 }, (_, i) => WRITERS[writer]!(texts[i % 3]!, '2023-10-19T08:36:49.2Z', 0))
  const bytes = Buffer.from(lines.join(''))
  const found = rowsOver(kernel.pages.subarray(0, bytes.length + 400), bytes, true)
  expect(Object.values(found!.rows)).toEqual([expect.objectContaining({ lines: 299, idle: 99, warn: 100 })])
  expect(left).toBeGreaterThan(290)
})
