import { expect, test } from 'vitest'
import type { Line } from '../envelope/envelope.ts'
import { HeaderLook } from './look.ts'
import { ordered, type Peeled } from './order.ts'

const at = (second: number) => `[2023/12/25 11:18:${String(second).padStart(2, '0')}.734 +00:00] [INFO] [ddl.go:1] [x]`

function peeled(text: string, line: number, names: readonly string[] = [], time = Number.NaN): Peeled {
  const buf = Buffer.from(text)
  const bare: Line = {
    buf,
    start: 0,
    end: buf.length,
    line,
    span: 1,
    column: 0,
    time,
    zone: null,
    node: null,
    container: null,
    stream: null,
    partial: false,
  }
  return { line: bare, names }
}

function runs(lines: readonly Peeled[]) {
  return ordered(lines, new HeaderLook()).map((run) => ({ order: run.order, lines: run.lines.map((p) => p.line.line) }))
}

test('a run that is newest first is turned round, what stands before and after it is not', () => {
  const lines = [peeled(at(1), 1), peeled(at(2), 2), peeled('a', 3, ['grafana'], 9), peeled('b', 4, ['grafana'], 8), peeled('prose', 5)]
  expect(runs(lines)).toEqual([
    { order: 'ascending', lines: [1, 2] },
    { order: 'descending', lines: [4, 3] },
    { order: 'none', lines: [5] },
  ])
})

test('equal times keep the order of the lines', () => {
  expect(runs([peeled(at(1), 1), peeled(at(1), 2), peeled(at(1), 3)])).toEqual([{ order: 'none', lines: [1, 2, 3] }])
})

test('CRI inside some lines of an export does not part it', () => {
  const lines = [peeled('a', 1, ['grafana', 'cri'], 9), peeled('b', 2, ['grafana'], 8), peeled('c', 3, ['grafana', 'cri'], 7)]
  expect(runs(lines)).toEqual([{ order: 'descending', lines: [3, 2, 1] }])
})

test('empty lines part nothing: some copies have one under each', () => {
  const lines = [peeled('a', 1, ['jenkins'], 7), peeled('', 2), peeled('b', 3, ['jenkins'], 8), peeled('', 4), peeled('prose', 5)]
  expect(runs(lines)).toEqual([
    { order: 'ascending', lines: [1, 2, 3, 4] },
    { order: 'none', lines: [5] },
  ])
})

test('fences part runs, so that two pastes may stand in two orders', () => {
  const lines = [peeled(at(1), 1), peeled(at(2), 2), peeled('```', 3), peeled(at(9), 4), peeled(at(8), 5)]
  expect(runs(lines).map((run) => run.order)).toEqual(['ascending', 'none', 'descending'])
})

test('a Go trace that reads bottom up turns a run without useful times round', () => {
  const trace = [
    '\t/go/errgroup.go:72 +0x96',
    'created by golang.org/x/sync/errgroup.(*Group).Go',
    '\t/tidb/reorg.go:104',
    'ddl.(*reorgCtx).isReorgPaused(...)',
    'goroutine 720992623 [running]:',
    '',
  ]
  expect(runs(trace.map((text, i) => peeled(text, i + 1, ['grafana'], 5)))).toEqual([{ order: 'descending', lines: [6, 5, 4, 3, 2, 1] }])
  expect(runs([...trace].reverse().map((text, i) => peeled(text, i + 1, ['grafana'], 5)))[0]?.order).toBe('none')
})

test('a profile reads the same with labels, and with log lines under its counts', () => {
  const profile = [
    '1 @ 0x1 0x2',
    '# labels: {"job":"118"}',
    '#\t0x1\tmain.a+0x1\t/a.go:1',
    '',
    '3 @ 0x1 0x3',
    'log',
    '#\t0x3\tmain.b+0x1\t/a.go:2',
    '',
  ]
  expect(runs(profile.map((text, i) => peeled(text, i + 1)))[0]?.order).toBe('none')
  expect(runs([...profile].reverse().map((text, i) => peeled(text, i + 1)))[0]?.order).toBe('descending')
})
