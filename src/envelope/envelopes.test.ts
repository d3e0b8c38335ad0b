import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf, textOf } from '../testing/lines.ts'
import { grepped, TRANSPORTS, type Wrap, wrappedTime } from '../testing/transports.ts'
import { ENVELOPES, Peeler } from './index.ts'

const FOLDER = 'fixtures/envelopes'
const inner = readFileSync(`${FOLDER}/inner.log`, 'utf8').slice(0, -1).split('\n')
/** Only lines that look known are taken out of these: what they add is too little to be told from text. */
const CAREFUL = new Set(['compose', 'grep', 'stern'])
const all: Readonly<Record<string, Wrap>> = { ...TRANSPORTS, grep: grepped }
const wraps = Object.entries(all)

const entry = fc.constantFrom(...inner)
const anyText = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !/[\n\r\x1b]/.test(text))
/** Text that no envelope takes for its own. */
const plainText = fc.oneof(entry, anyText).filter((text) => new Peeler().peel(lineOf(text)).names.length === 0)

function unwrapped(text: string): { text: string; names: readonly string[] } {
  const line = lineOf(text)
  const { names } = new Peeler().peel(line)
  return { text: textOf(line), names }
}

describe('fixtures', () => {
  const met = new Set<string>(['quoted']) // has no place for lines that are no entries: see quoted.test.ts
  const folders = readdirSync(FOLDER).filter((name) => !name.endsWith('.log'))

  test.each(folders)('%s gives the same lines as all others', (folder) => {
    const peeler = new Peeler()
    const lines = readFileSync(`${FOLDER}/${folder}/input.log`, 'utf8').slice(0, -1).split('\n')
    const got = lines.map((text, i) => {
      const line = lineOf(text, i + 1)
      for (const name of peeler.peel(line).names) met.add(name)
      return textOf(line)
    })
    expect(got).toEqual(inner)
  })

  test('there is one for every envelope', () => {
    expect([...met].sort()).toEqual([...new Set(ENVELOPES.map(({ envelope }) => envelope.name))].sort())
    expect(folders.sort()).toEqual(Object.keys(all).sort())
  })
})

describe('bare lines', () => {
  test.each(inner.filter((text) => text !== ''))('%s', (text) => expect(unwrapped(text)).toEqual({ text, names: [] }))
})

describe.each(wraps)('%s', (name, wrap) => {
  test('gives back what was wrapped', () => {
    fc.assert(
      fc.property(CAREFUL.has(name) ? entry : plainText, fc.nat(1000), (text, index) => {
        expect(unwrapped(wrap(text, index)).text).toBe(text)
      }),
      { numRuns: 100 },
    )
  })
})

/** The key of one transport alone, and of several: an envelope directly inside its own kind counts once. */
const keyOf = (wrap: Wrap): string => new Peeler().peel(lineOf(wrap('[ddl.go:1] [x]', 0))).key
const joined = (keys: readonly string[]): string =>
  keys
    .filter((key) => key !== '')
    .filter((key, i, all) => key !== all[i - 1])
    .join('>')

describe('nested', () => {
  const layers = wraps.filter(([name]) => !CAREFUL.has(name))
  const nesting = fc.array(fc.constantFrom(...layers), { minLength: 2, maxLength: 3 })

  test('two or three transports deep, the text comes back', () => {
    fc.assert(
      fc.property(nesting, entry, fc.nat(1000), (around, text, index) => {
        const wrapped = around.reduceRight((inside, [, wrap]) => (wrap as Wrap)(inside, index), text)
        const line = lineOf(wrapped)
        const { key } = new Peeler().peel(line)
        expect(textOf(line)).toBe(text)
        expect(key).toBe(joined(around.map(([, wrap]) => keyOf(wrap))))
      }),
      { numRuns: 400 },
    )
  })

  test('the innermost envelope that says something is believed', () => {
    const line = lineOf(TRANSPORTS['loki-jsonl']!(TRANSPORTS.cri!('[ddl.go:1] [x]', 7), 3))
    expect(new Peeler().peel(line).names).toEqual(['loki-json', 'cri'])
    expect(line).toMatchObject({ node: 'tc-tidb-0', container: 'tidb', stream: 'stderr', zone: 480, partial: false })
    expect(line.time).toBeCloseTo(wrappedTime(7, 480), 3)
    const other = lineOf(TRANSPORTS.cri!(TRANSPORTS.journald!('x', 0), 7))
    new Peeler().peel(other)
    expect(other.time).toBeCloseTo(wrappedTime(7, 480), 3)
    expect(other).toMatchObject({ node: 'tidb-01', stream: 'tidb-server' })
  })
})

test.each([
  ['cri', { zone: 480, stream: 'stderr', node: null }],
  ['docker-json', { zone: 0, stream: 'stderr', node: null }],
  ['fluent-bit', { zone: 480, stream: 'stderr', node: 'tc-tidb-0', container: 'tidb' }],
  ['github-actions', { zone: 0, stream: null }],
  ['github-cli', { zone: 0 }],
  ['jenkins', { zone: 0 }],
  ['journald-iso', { zone: 480, node: 'tidb-01', stream: 'tidb-server' }],
  ['journald-json', { zone: 0, node: 'tidb-01' }],
  ['logcli', { zone: 480, node: 'tc-tidb-0', container: 'tidb' }],
  ['loki-jsonl', { zone: 480, stream: 'stderr', node: 'tc-tidb-0', container: 'tidb' }],
  ['syslog-5424', { zone: 480, node: 'tidb-01', stream: 'tidb-server' }],
  ['test2json', { zone: 480, stream: 'TestAddIndex' }],
  ['grafana', { zone: null, node: null }],
  ['grafana-fields', { zone: null, node: 'tc-tidb-0', container: 'tidb' }],
] as const)('%s tells time and place', (name, want) => {
  const line = lineOf(TRANSPORTS[name]!('[ddl.go:1] [x]', 0))
  new Peeler().peel(line)
  expect(line).toMatchObject(want)
  expect(Math.abs(line.time - wrappedTime(0, want.zone ?? 0))).toBeLessThan(1000)
})

test.each(['journald', 'syslog-3164', 'kubectl', 'loki-pod'])('%s has no time', (name) => {
  const line = lineOf(TRANSPORTS[name]!('[ddl.go:1] [x]', 0))
  new Peeler().peel(line)
  expect(line.time).toBeNaN()
  expect(line.zone).toBeNull()
})
