import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Peeler } from '../envelope/index.ts'
import { TellingFields } from '../event/telling-fields.ts'
import { HeaderLook } from './look.ts'
import { kernelOf } from './quiet-run.ts'
import { rawLine } from './raw-line.ts'
import { WrappedLook } from './wrapped-look.ts'
import { WrappedRun } from './wrapped-run.ts'

const fields = new TellingFields([])
const wants = {
  isOurs: null,
  saysOf: (hash: number, name: string) => fields.says(hash, name),
  troubles: null,
  worth: () => true,
  mayBegin: (buf: Buffer, at: number) => buf[at] === 0x77,
  find: (buf: Buffer, from: number, to: number) => ['wanted', 'worn out'].indexOf(buf.toString('utf8', from, to)),
  isIdle: (found: number) => found === 1,
  tells: (buf: Buffer, from: number, to: number) => fields.tell(buf, from, to),
} as never

const WRITERS: readonly ((payload: string, i: number) => string)[] = [
  (p, i) => `{"labels":{"pod":"tidb-0"},"line":${p},"timestamp":"2023-10-19T08:36:49.${i}Z"}\n`,
  (p, i) => `{"timestamp":"2023-10-19T08:36:49.${i}Z","line":${p},"n":${i},"labels":{"pod":"tidb-0"}}\r\n`,
  (p, i) => `{"log":${p.slice(0, -1)}\\n","stream":"stdout","time":"2023-10-19T08:36:49.${i}Z"}\n`,
  (p, i) => `{"labels":{"pod":"tidb-${i % 2}"},"line":${p}}\n`,
]
const wild = fc.record({
  second: fc.constantFrom(1, 1, 1, 1, 2, 59),
  ms: fc.constantFrom('000', '123', '12x'),
  zone: fc.constantFrom('+00:00', '+00:00', '+00:00', '+00:00', '+08:00'),
  level: fc.constantFrom('INFO', 'INFO', 'INFO', 'DEBUG', 'WARN'),
  message: fc.constantFrom('"a command"', 'command', '"worn out"', 'worn out', '"wanted"', '"worn"', '"wo\\"rn out"', '"ü"'),
  fields: fc.constantFrom(' [conn=1]', ' [jobID=7]', ' [jobID=a b]', ' [sql="select \\"<x>\\" \\\\ [\t"]', ' [e="a\\nb"]', ' [c="“"]', ''),
  writer: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
})
const tame = fc.record({
  ...{ second: fc.constant(1), ms: fc.constantFrom('000', '123'), zone: fc.constant('+00:00'), level: fc.constantFrom('INFO', 'DEBUG') },
  ...{
    message: fc.constantFrom('"a command"', 'a command', '"worn out"'),
    fields: fc.constantFrom(' [conn=1]', ' [sql="a \\"b\\" <c>"]'),
    writer: fc.constant(0),
  },
})
const entry = fc
  .oneof({ weight: 15, arbitrary: tame }, { weight: 1, arbitrary: wild })
  .map(({ second, ms, zone, level, message, fields, writer }) => {
    const hour = zone === '+08:00' ? 18 : 10
    const text = `[2023/10/19 ${hour}:00:${String(second).padStart(2, '0')}.${ms} ${zone}] [${level}] [a.go:1] [${message}] [pad=${'x'.repeat(200)}]${fields}`
    return { text: JSON.stringify(text).replaceAll('<', '\\u003c'), writer }
  })

/** What a row over a page amounts to whose first line was peeled. */
function rowOver(buf: Buffer, bytes: Buffer) {
  bytes.copy(buf)
  const peeler = new Peeler()
  const first = buf.indexOf(10)
  peeler.peel(rawLine(buf, 0, first, 1))
  const { stencils } = peeler
  if (stencils === null) return null
  const run = new WrappedRun(new WrappedLook(new HeaderLook(), wants), wants)
  const next = run.over(stencils, buf, first + 1, bytes.length, Date.UTC(2023, 9, 19, 9), Date.UTC(2023, 9, 19, 10))
  const { lines, debug, idle, ms, latest, latestInfo, zone, of } = run
  return { next, ...(lines === 0 ? {} : { lines, debug, idle, ms, latest, latestInfo, zone, names: of?.names, node: of?.node }) }
}

test('a row is the same whether the kernel can look at it or not', () => {
  const { pages } = kernelOf(wants)
  let met = 0
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 30 }), (entries) => {
      const bytes = Buffer.from(entries.map(({ text, writer }, i) => WRITERS[writer]!(text, i)).join(''))
      const room = bytes.length + 400
      const row = rowOver(pages.subarray(3, 3 + room), bytes)
      expect(row).toEqual(rowOver(Buffer.alloc(room), bytes))
      met += row?.lines ?? 0
    }),
    { numRuns: 600 },
  )
  expect(met).toBeGreaterThan(300)
})

test('what is known of lines is left to the kernel', () => {
  const kernel = kernelOf(wants)
  const wrapped = vi.spyOn(kernel, 'wrapped')
  const text = JSON.stringify(
    `[2023/10/19 10:00:01.000 +00:00] [INFO] [a.go:1] ["worn out"] [pad=${'x'.repeat(200)}] [conn=7] [more="a b"]`,
  )
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => WRITERS[0]!(text, i % 10)).join(''))
  expect(rowOver(kernel.pages.subarray(0, bytes.length + 400), bytes)).toMatchObject({ next: bytes.length, lines: 299, idle: 299 })
  expect(wrapped.mock.results.reduce((sum, { value }) => sum + value.lines, 0)).toBeGreaterThan(290)
  wrapped.mockRestore()
})
