import { describe, expect, test } from 'vitest'
import { Folder } from './fold.ts'
import type { LineRow } from './row.ts'

function row(event: string, at: number, more: Partial<LineRow> = {}): LineRow {
  const time = { ms: at * 1000, zone: 0 }
  return {
    ...{ what: 'event', time, until: time, count: 1, node: 'n1', entity: { kind: 'subtask', id: '5' }, ids: {}, event, message: event },
    ...{ level: 'INFO', fields: [], steps: [], states: [], where: { source: 'n1.log', line: at + 1 } },
    ...more,
  }
}

function folded(rows: readonly LineRow[]): string[] {
  const told: string[] = []
  const folder = new Folder(({ event, count, time, until }) => {
    told.push(`${event} ${time!.ms / 1000}${count > 1 ? ` ×${count} until ${until!.ms / 1000}` : ''}`)
  })
  for (const one of rows) folder.push(one)
  folder.flush()
  return told
}

describe('folding', () => {
  test('a loop of several lines becomes as many rows, in the order of its first round', () => {
    const rounds = Array.from({ length: 137 }, (_, i) => ['start', 'fail', 'retry'].map((event, k) => row(event, i + k / 10)))
    expect(folded([row('before', 0), ...rounds.flat(), row('after', 140)])).toEqual([
      'before 0',
      'start 0 ×137 until 136',
      'fail 0.1 ×137 until 136.1',
      'retry 0.2 ×137 until 136.2',
      'after 140',
    ])
  })

  test('numbers may differ, words, entities, nodes and states may not', () => {
    const fields = (value: string) => ({ fields: [{ key: 'error', value }] })
    const states = (state: string) => ({ states: [{ machine: 'subtask', states: [state] }] })
    expect(folded([row('a', 1, fields('took 5.1s')), row('a', 2, fields('took 17s'))])).toEqual(['a 1 ×2 until 2'])
    expect(folded([row('a', 1, fields('no disk')), row('a', 2, fields('no memory'))])).toHaveLength(2)
    expect(folded([row('a', 1), row('a', 2, { entity: { kind: 'subtask', id: '6' } })])).toHaveLength(2)
    expect(folded([row('a', 1), row('a', 2, { node: 'n2' })])).toHaveLength(2)
    expect(folded([row('a', 1, states('running')), row('a', 2, states('failed'))])).toHaveLength(2)
  })

  test('what comes again after a while, or after much else, is told again', () => {
    expect(folded([row('a', 1), row('a', 61), row('a', 122)])).toEqual(['a 1 ×2 until 61', 'a 122'])
    const others = Array.from({ length: 16 }, (_, i) => row(`b${String.fromCharCode(97 + i)}`, 2))
    expect(folded([row('a', 1), ...others, row('a', 3)]).filter((text) => text.startsWith('a'))).toEqual(['a 1', 'a 3'])
  })

  test('no more rows are held than fit into a loop, however long the log', () => {
    let told = 0
    const folder = new Folder(() => told++)
    for (let i = 0; i < 1000; i++) folder.push(row('a', i, { entity: { kind: 'subtask', id: String(i) } }))
    expect(1000 - told).toBeLessThanOrEqual(16)
  })

  test('lines without a time fold among themselves', () => {
    const timeless = row('a', 0, { time: null, until: null })
    const told: LineRow[] = []
    const folder = new Folder((one) => told.push(one))
    folder.push(timeless)
    folder.push(timeless)
    folder.flush()
    expect(told.map(({ count }) => count)).toEqual([2])
  })
})
