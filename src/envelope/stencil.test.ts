import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineOf, textOf } from '../testing/lines.ts'
import type { Line } from './envelope.ts'
import { Peeler } from './index.ts'

/** What producers make of one payload: keys in several orders, with spaces, with values that change, nested, damaged. */
const WRITERS: readonly ((payload: string, time: string, pod: string) => string)[] = [
  (p, t, pod) => `{"labels":{"container":"tidb","pod":"${pod}","stream":"stdout"},"line":${p},"timestamp":"${t}"}`,
  (p, t, pod) => `{"labels":{"container":"tidb","pod":"${pod}","stream":"stdout"},"line":${p},"other":"[x]","timestamp":"${t}"}`,
  (p, t, pod) => `{"timestamp":"${t}","line":${p},"labels":{"pod":"${pod}"}}`,
  (p, t, pod) => `{"timestamp": "${t}", "line": ${p}, "labels": {"pod": "${pod}"}}`,
  (p, t, pod) => `{"labels":{"pod":"${pod}"},"line":${p},"other":"[x]","timestamp":"${t}"}`,
  (p, t) => `{"log":${p.slice(0, -1)}\\n","stream":"stderr","time":"${t}"}`,
  (p, t) => `{"log":${p},"stream":"stderr","time":"${t}"}`,
  (p, _, pod) => `{"pod":"${pod}","log":${p}}`,
  (p, t, pod) => `{"date":1697704609.461,"@timestamp":"${t}","tsNs":"${t.length}","_p":"F","log":${p},"kubernetes":{"pod_name":"${pod}"}}`,
  (p, t, pod) => `{"time":"${t}","ts":${t.length},"_p":"P","log":${p},"pod":"${pod}"}`,
  (p, t) => `{"Time":"${t}","Action":"output","Package":"p","Test":"TestX","Output":${p}}`,
  (p, t, pod) => `{"__REALTIME_TIMESTAMP":"16977046094${String(t.length).padStart(5, '0')}","_HOSTNAME":"${pod}","MESSAGE":${p}}`,
  (p, t) => `{"labels":{},"line":${p},"timestamp":"${t}"} `,
  (p, t) => `{"labels":{},"line":${p.slice(0, 8)},"timestamp":"${t}"}`,
  (p) => p,
]

const entry = fc
  .tuple(
    fc.constantFrom('INFO', 'WARN', 'DEBUG'),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('a=b', 'x="y\\"z"', 'v=\\n'),
  )
  .map(([level, text, field]) => `[2023/10/19 16:36:49.461 +08:00] [${level}] [a.go:1] [${JSON.stringify(text)}] [${field}]`)
const inner = fc.oneof(
  entry,
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    'a\nb',
    'a\r\n',
    '\\n',
    'x\\',
    '&gt;',
    '\x1b[31mx\x1b[0m',
    '“x”',
    '{"log":"x","pod":"y"}',
    '2023-10-19T16:36:49.1Z stderr F x',
  ),
)
/** The same text in other escapes than the usual ones. */
const escapedText = fc.tuple(inner, fc.constantFrom('', 'u', '/')).map(([text, kind]) => {
  const plain = JSON.stringify(text)
  if (kind === '/') return plain.replaceAll('/', '\\/')
  return kind === 'u' ? plain.replace(/[^\x00-\x7f]|[&<>]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : plain
})
const time = fc.constantFrom(
  '2023-10-19T16:36:49.461997791+08:00',
  '2023-10-19T16:36:49.46199+08:00',
  '2023-10-19T16:36:50.461997791+08:00',
  '2023-10-19T16:36:49Z',
  '2023-13-19T16:36:49Z',
  'no time',
  '\\u0032',
)
const written = fc
  .tuple(fc.integer({ min: 0, max: WRITERS.length - 1 }), escapedText, time, fc.constantFrom('tc-tidb-0', 'tc-tidb-1', 'tc-pd-0'))
  .map(([writer, payload, at, pod]) => WRITERS[writer]!(payload, at, pod))
const damaged = fc
  .tuple(written, fc.nat(200), fc.constantFrom('', '"', '\\', '}', ',', '\x01', ' '))
  .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1))
/** Long runs of one writer, so that its lines are known, with others between them. */
const lines = fc.array(fc.oneof({ weight: 9, arbitrary: written }, { weight: 1, arbitrary: damaged }), { minLength: 2, maxLength: 40 })
const few = fc.tuple(lines, fc.nat(3)).map(([all, repeat]) => all.flatMap((text) => Array.from({ length: repeat + 1 }, () => text)))

/** All that a line says after peeling, by its bytes. */
const said = (line: Line): unknown => ({ ...line, buf: null, start: 0, end: 0, text: line.buf.toString('latin1', line.start, line.end) })

test('a peeler that has seen other lines peels a line as one that has seen none', () => {
  fc.assert(
    fc.property(few, (texts) => {
      const peeler = new Peeler()
      for (const text of texts) {
        // Line 0 is a sample: pieces of lines are not remembered, which alone may make a difference.
        const [known, fresh] = [lineOf(text, 0), lineOf(text, 0)]
        const chain = peeler.peel(known)
        expect(chain).toBe(new Peeler().peel(fresh))
        expect(said(known)).toEqual(said(fresh))
      }
    }),
    { numRuns: 300 },
  )
})

test('what a look at the bytes finds is the payload before its escapes are resolved', () => {
  let seen = 0
  fc.assert(
    fc.property(fc.array(written, { minLength: 2, maxLength: 40 }), (texts) => {
      const peeler = new Peeler()
      const page = Buffer.from(`${[...texts, ...texts].join('\n')}\n${'-'.repeat(8)}`)
      for (let start = 0, next = 0; start < page.length - 8; start = next) {
        next = page.indexOf(10, start) + 1
        const line = { ...lineOf('', 0), buf: page, start, end: next - 1 }
        const { stencils } = peeler
        const wrapping = stencils?.opens(page, start) ? stencils.closes(stencils.start) : null
        const { names } = peeler.peel(line)
        if (wrapping === null || stencils === null) continue
        seen++
        expect(stencils.next).toBe(next)
        const raw = page.toString('utf8', stencils.start, stencils.end)
        const bare = lineOf(JSON.parse(`"${raw}"`) as string, 0)
        const inside = new Peeler().peel(bare).names
        expect(textOf(line)).toBe(textOf(bare))
        expect(names).toEqual([...wrapping.names, ...inside].filter((name, i, all) => name !== all[i - 1]))
        const { node, container, stream } = wrapping
        if (inside.length === 0) expect(line).toMatchObject({ node, container, stream })
      }
    }),
    { numRuns: 200 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('a piece of a line is told from the whole lines before it', () => {
  const peeler = new Peeler()
  const partial = (payload: string): boolean => {
    const line = lineOf(`{"log":"${payload}","stream":"stderr","time":"2023-10-19T16:36:49Z"}`, 0)
    peeler.peel(line)
    return line.partial
  }
  expect(['exit', 'a\\n', 'exit', 'a'.repeat(16_384), `${'a'.repeat(16_384)}\\n`, 'a'.repeat(16_385)].map(partial)).toEqual([
    false,
    false,
    false,
    true,
    false,
    true,
  ])
})
