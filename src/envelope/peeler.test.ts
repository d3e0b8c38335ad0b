import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineOf, textOf } from '../testing/lines.ts'
import { TRANSPORTS } from '../testing/transports.ts'
import { Peeler } from './index.ts'
import { marksIn } from './marks.ts'
import { viewOf } from './view.ts'

test('equal chains are one frozen object, and the key leaves decoration out', () => {
  const peeler = new Peeler()
  const wrapped = TRANSPORTS['loki-pod']!(TRANSPORTS.cri!('panic: x', 0), 0)
  const first = peeler.peel(lineOf(wrapped, 1))
  expect(peeler.peel(lineOf(wrapped, 2))).toBe(first)
  expect(new Peeler().peel(lineOf(wrapped))).toBe(first)
  expect(Object.isFrozen(first) && Object.isFrozen(first.names)).toBe(true)
  expect(first).toEqual({ names: ['loki-json', 'cri'], key: 'loki-json>cri' })
  expect(peeler.peel(lineOf(`> \x1b[31m${wrapped}\x1b[0m`, 3)).key).toBe(first.key)
  expect(peeler.peel(lineOf('panic: x', 4))).toEqual({ names: [], key: '' })
})

test('the pieces of a line that CRI cut are marked, and what continues one is not taken for an envelope', () => {
  const peeler = new Peeler()
  const pieces = [
    '2023-10-19T16:36:49.1Z stderr P [a.go:1] ["x"] [sql="a',
    '2023-10-19T16:36:49.1Z stdout F > quoted',
    '2023-10-19T16:36:49.1Z stderr P > 1"] [2023/10/19',
    '2023-10-19T16:36:49.1Z stderr F > 2"]',
    '2023-10-19T16:36:49.1Z stderr F > 3',
  ].map((text, i) => lineOf(text, i + 1))
  for (const line of pieces) peeler.peel(line)
  expect(pieces.map(textOf)).toEqual(['[a.go:1] ["x"] [sql="a', 'quoted', '> 1"] [2023/10/19', '> 2"]', '3'])
  expect(pieces.map(({ partial }) => partial)).toEqual([true, false, true, false, false])
})

test('docker cuts at 16 KiB; a short line without newline is whole', () => {
  const docker = (payload: string): string => `{"log":"${payload}","stream":"stderr","time":"2023-10-19T16:36:49Z"}`
  const partial = (text: string): boolean => {
    const line = lineOf(text)
    new Peeler().peel(line)
    return line.partial
  }
  expect(partial(docker('a'.repeat(16_384)))).toBe(true)
  expect(partial(docker(`${'a'.repeat(16_383)}\\n`))).toBe(false)
  expect(partial(docker('exit'))).toBe(false)
})

test('the column tells how much of the line was envelope', () => {
  const line = lineOf('[pod/tc-tidb-0/tidb] 2023-10-19T16:36:49.1Z stderr F panic: x')
  new Peeler().peel(line)
  expect(line.column).toBe('[pod/tc-tidb-0/tidb] 2023-10-19T16:36:49.1Z stderr F '.length)
})

test('a payload without escapes stays where it is', () => {
  const line = lineOf('{"pod":"a","log":"2023-10-19T16:36:49.1Z stderr F panic: x"}')
  const { buf } = line
  new Peeler().peel(line)
  expect(line.buf).toBe(buf)
  expect(textOf(line)).toBe('panic: x')
})

test('what an outer envelope said stays where an inner one is silent', () => {
  const line = lineOf(TRANSPORTS['loki-jsonl']!(TRANSPORTS.kubectl!('panic: x', 0), 0))
  new Peeler().peel(line)
  expect(line.zone).toBe(480)
  expect(line.time).not.toBeNaN()
})

test('the path that grep wrote tells the node', () => {
  expect(peelOne('./collected/tidb-1/tidb.log:[a.go:1] [x]')).toMatchObject({ node: 'tidb-1' })
  expect(peelOne('4711:[a.go:1] [x]')).toMatchObject({ node: null })
})

test('eight layers are the most', () => {
  expect(textOf(peelOne(`${'[2023-10-19T16:36:49.461Z] '.repeat(9)}x`))).toBe('[2023-10-19T16:36:49.461Z] x')
})

function peelOne(text: string): ReturnType<typeof lineOf> {
  const line = lineOf(text)
  new Peeler().peel(line)
  return line
}

test('marks are those that stand in the range, wherever they do', () => {
  const piece = fc.constantFrom('a', 'bcdefg', '\x1b', '\x1c', '&', "'", '“', 'é', '索')
  fc.assert(
    fc.property(fc.array(piece), fc.array(piece), fc.array(piece), (before, inside, behind) => {
      const [start, text] = [Buffer.byteLength(before.join('')), inside.join('')]
      const buf = Buffer.from([...before, ...inside, ...behind].join(''))
      const meant = (text.includes('\x1b') ? 1 : 0) | (text.includes('&') ? 2 : 0) | (text.includes('“') ? 4 : 0)
      expect(marksIn(viewOf(buf), start, start + Buffer.byteLength(text))).toBe(meant)
    }),
    { numRuns: 500 },
  )
})
