import { describe, expect, test } from 'vitest'
import { timelineJson, timelineJsonLines } from './json.ts'
import type { GapRow, LineRow, Row, RowStep } from './row.ts'
import { timelineTable } from './table.ts'
import { tellingFields } from './telling.ts'
import { span } from './words.ts'

const subtask = { kind: 'subtask', id: '5' } as const
const start = Date.UTC(2025, 0, 7, 10)

function row(seconds: number, event: string, more: Partial<LineRow> = {}): LineRow {
  const time = { ms: start + seconds * 1000, zone: 480 }
  return {
    ...{ what: 'event', time, until: time, count: 1, node: 'tidb-0', entity: subtask, ids: {}, event, message: event, level: 'INFO' },
    ...{ fields: [], steps: [], states: [], where: { source: 'logs/tidb.log', line: 7 } },
    ...more,
  }
}

function step(from: string | null, to: string, course: RowStep['course'], more: Partial<RowStep> = {}): RowStep {
  return { machine: 'subtask', entity: subtask, from, to, course, logged: true, ...more }
}

const state = (machine: string, ...states: string[]) => ({ machine, states })

function print(rows: readonly Row[], width = Number.POSITIVE_INFINITY, color = false): string[] {
  const printer = timelineTable({ width, color })
  return (rows.map((one) => printer.push(one)).join('') + printer.end()).trimEnd().split('\n')
}

describe('the table', () => {
  test('has a line per row: clock, node, entity, state behind it, what happened', () => {
    const rows = [
      row(0, 'subtask.run-started', { steps: [step(null, 'running', 'normal')], states: [state('subtask', 'running')] }),
      row(1.5, 'subtask.run-failed', {
        ...{ count: 137, until: { ms: start + 69_500, zone: 480 }, states: [state('subtask', 'running', 'failed')], level: 'ERROR' },
        fields: [
          { key: 'error', value: 'lock held' },
          { key: 'step', value: 'read index' },
        ],
      }),
    ]
    expect(print(rows)).toEqual([
      'time          node    entity     state      what happened',
      '2025-01-07 +08:00',
      '18:00:00.000  tidb-0  subtask 5  → running  run-started',
      '18:00:01.500  tidb-0  subtask 5  running?   run-failed  ×137 in 68 s: lock held  step="read index"',
    ])
  })

  test('marks what was inferred, what nothing allows, what is unusual, and what a line says of others', () => {
    const task = { kind: 'task', id: '3' } as const
    const steps = [
      step('pending', 'running', 'inferred'),
      step('running', 'paused', 'inferred', { logged: false }),
      step('paused', 'succeed', 'illegal'),
      step(null, 'running', 'recovery', { machine: 'task', entity: task }),
    ]
    expect(print([row(0, 'subtask.done', { steps, states: [state('subtask', 'succeed')] })]).slice(2)).toEqual([
      '              tidb-0  subtask 5  → running  inferred, from pending: its line is missing',
      '              tidb-0  subtask 5  → paused   inferred, from running: TiDB prints no line for it',
      '18:00:00.000  tidb-0  subtask 5  → succeed  done  (no row allows paused → succeed)  (recovery: nothing → running)  (task 3 → running)',
    ])
  })

  test('says of an entity only what is new, but errors always', () => {
    const fields = [
      { key: 'rows', value: '10' },
      { key: 'error', value: 'no' },
    ]
    const shown = print([row(0, 'a', { fields }), row(1, 'b', { fields }), row(2, 'c', { fields: [{ key: 'rows', value: '20' }] })])
    expect(shown.slice(2).map((line) => line.split('subtask 5  ')[1])).toEqual(['a: no  rows=10', 'b: no', 'c  rows=20'])
  })

  test('parts days, in the zone of the first time, and shows silence', () => {
    const gap: GapRow = {
      ...{ what: 'gap', source: 'logs/tidb-1.log', node: 'tidb-1' },
      ...{ from: { ms: start + 3600_000, zone: 0 }, to: { ms: start + 9 * 3600_000, zone: 0 } },
    }
    const rows = [row(0, 'a'), gap, row(0, 'b', { time: { ms: start + 8 * 3600_000, zone: 0 } })]
    expect(print(rows).slice(1)).toEqual([
      '2025-01-07 +08:00',
      '18:00:00.000  tidb-0  subtask 5  a',
      '--- logs/tidb-1.log is silent for 8 h, from 19:00:00.000 to 2025-01-08 +08:00 03:00:00.000 ---',
      '2025-01-08 +08:00',
      '02:00:00.000  tidb-0  subtask 5  b',
    ])
  })

  test('cuts lines to the terminal, states of further machines before all', () => {
    const wide = row(0, 'subtask.x', {
      states: [state('subtask', 'running'), state('step', 'read-index')],
      fields: [{ key: 'error', value: 'e'.repeat(99) }],
    })
    const [, , narrow] = print([wide], 60)
    expect(narrow).toMatch(/^18:00:00\.000 {2}tidb-0 {2}subtask 5 {2}running {2}x: e+…$/)
    expect(narrow).toHaveLength(60)
    expect(print([wide], 120)[2]).toContain('running, read-index  x: e')
  })

  test('names the file where several name no node, and the nearest kin where the entity is not known', () => {
    const nameless = { node: null, entity: null, ids: { job: '8', task: '3' } }
    const rows = [row(0, 'a', nameless), row(1, 'b', { ...nameless, where: { source: 'logs/other.log', line: 1 } })]
    expect(print(rows).slice(2)).toEqual(['18:00:00.000  tidb.log   task 3  a', '18:00:01.000  other.log  task 3  b'])
  })

  test('prints nothing that could move a cursor', () => {
    const evil = 'x\u001b[2Jy\nz'
    const [, , line = ''] = print([
      row(0, 'unrecognised', { message: evil, node: evil, entity: { kind: 'task', id: evil }, fields: [{ key: evil, value: evil }] }),
    ])
    expect(line).toContain('\\x1b[2J')
    expect(line).not.toMatch(/[\u0000-\u001f]/)
  })

  test('goes on in wider columns when later rows need them', () => {
    const many = Array.from({ length: 200 }, (_, i) => row(i, 'a'))
    const shown = print([...many, row(300, 'b', { node: 'tidb-0123', entity: { kind: 'task', id: '123456' } })])
    expect(shown[2]).toBe('18:00:00.000  tidb-0  subtask 5  a')
    expect(shown.at(-1)).toBe('18:05:00.000  tidb-0123  task 123456  b')
  })
})

test('JSON is one list or one line each, whatever there is', () => {
  const gap: GapRow = { what: 'gap', source: 'a', node: null, from: { ms: 0, zone: 0 }, to: { ms: 1, zone: 0 } }
  const rows = [row(0, 'a', { fields: [{ key: 'k', value: '\u202e' }], states: [state('subtask', 'running')] }), gap]
  for (const shown of [rows, rows.slice(0, 1), []]) {
    const whole = timelineJson({ width: 80, color: false })
    const list = JSON.parse(shown.map((one) => whole.push(one)).join('') + whole.end())
    const lines = timelineJsonLines({ width: 80, color: false })
    const text = shown.map((one) => lines.push(one)).join('')
    expect(text).not.toContain('\u202e')
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual(list)
    expect(list).toHaveLength(shown.length)
    if (shown.length > 0)
      expect(list[0]).toMatchObject({ time: '2025-01-07T18:00:00.000+08:00', fields: { k: '\u202e' }, states: { subtask: ['running'] } })
  }
})

test('the fields that tell most: errors first, once, no ids and no noise', () => {
  const fields = {
    ...{ category: 'ddl', task: '7', 'job.Type': 'add index', 'job.RowCount': '0', 'job.ErrCount': '3', 'job.Err': 'boom', step: '' },
    ...{ takeTime: '5s', table: '&{1 2}', error: 'boom', 'task-err': 'other', long: 'x'.repeat(400) },
  }
  const told = tellingFields({ fields })
  expect(told.map(({ key }) => key)).toEqual(['Err', 'task-err', 'Type', 'ErrCount', 'takeTime', 'long'])
  expect(told.at(-1)!.value).toHaveLength(301)
})

test('a span is told in the unit that fits', () => {
  expect([0, 350, 999, 68_000, 720_000, 3 * 3600_000 + 300_000, 7_200_000].map(span)).toEqual([
    ...['0 ms', '350 ms', '999 ms', '68 s', '12 min', '3 h 5 min', '2 h'],
  ])
})
