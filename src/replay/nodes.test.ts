import { describe, expect, test } from 'vitest'
import type { Crash, Event } from '../event/event.ts'
import { eventOf, type Sketch } from '../testing/replay.ts'
import { NO_NODE_KINDS, type NodeKinds } from './node-kinds.ts'
import { Nodes } from './nodes.ts'

const KINDS: NodeKinds = {
  ...NO_NODE_KINDS,
  start: ['boot', 'serve'],
  shutdown: ['signal'],
  closed: ['closed'],
  becomesOwner: [
    { kind: 'elected', field: 'key', contains: 'ddl' },
    { kind: 'read', field: 'who', containsField: 'owner' },
  ],
  losesOwner: [{ kind: 'retired', field: 'key', contains: 'ddl' }],
  ownerActs: ['act'],
  witness: ['dead'],
  versions: { boot: ['release'], 'note.version': ['version'] },
}

const line = (kind: string, at: number | null, more: Sketch = {}) => eventOf({ kind, entity: 'node', id: 'n', at, ...more })
const crash = (seconds: number | null) =>
  ({ node: 'n1', time: seconds === null ? null : { ms: seconds * 1_000, zone: 0 }, endedProcess: true }) as Crash

function nodes(steps: readonly (Event | Crash)[]) {
  const it = new Nodes(KINDS)
  for (const step of steps)
    if ('endedProcess' in step) it.crash(step)
    else it.see(step)
  return it
}

function lives(...steps: readonly (Event | Crash)[]) {
  const seconds = (time: { ms: number } | null) => (time === null ? null : time.ms / 1_000)
  return nodes(steps)
    .records()
    .flatMap((node) => node.lives.map((life) => [seconds(life.start), seconds(life.end), life.endedBy]))
}

function owned(...steps: readonly Event[]) {
  const seconds = (time: { ms: number } | null) => (time === null ? null : time.ms / 1_000)
  return nodes(steps)
    .records()
    .map((node) => [node.id, ...node.ddlOwner.map(({ from, to }) => `${seconds(from)}-${seconds(to)}`)])
}

describe('lives of a process', () => {
  test('begin and end as the lines tell', () => {
    expect(lives(line('x', 1), line('signal', 5), line('closed', 6))).toEqual([[null, 6, 'shutdown']])
    expect(lives(line('boot', 1), line('serve', 3), line('x', 9))).toEqual([[1, null, 'open']])
    expect(lives(line('boot', 1), line('x', 4), line('boot', 9))).toEqual([
      [1, 4, 'unknown'],
      [9, null, 'open'],
    ])
    expect(lives(line('boot', 1), line('signal', 4), line('x', 5), line('boot', 9))[0]).toEqual([1, 5, 'shutdown'])
  })

  test('begin with the first line where a start is preceded by a little of its own', () => {
    expect(lives(line('x', 1), line('boot', 2))).toEqual([[1, null, 'open']])
    expect(lives(line('x', 1), line('boot', 20))).toHaveLength(2)
  })

  test('end by a crash, whose own last lines begin no other', () => {
    expect(lives(line('boot', 1), crash(5), line('x', 6))).toEqual([[1, 5, 'crash']])
    expect(lives(line('boot', 1), line('x', 4), crash(null), line('boot', 9))).toEqual([
      [1, 4, 'crash'],
      [9, null, 'open'],
    ])
    expect(lives(line('boot', 1), crash(5), line('x', 60))).toEqual([
      [1, 5, 'crash'],
      [null, null, 'open'],
    ])
  })

  test('what an event means for its process and for the steps of recovery', () => {
    const it = new Nodes(KINDS)
    expect(it.see(line('boot', 1))).toEqual({ turn: 'started', witness: true })
    expect(it.see(line('serve', 2))).toEqual({ turn: null, witness: true })
    expect(it.see(line('x', 3))).toEqual({ turn: null, witness: false })
    expect(it.see(line('dead', 3))).toEqual({ turn: null, witness: true })
    expect(it.see(line('signal', 4))).toEqual({ turn: 'ending', witness: true })
  })
})

test('versions come from starts and notes, the last named last', () => {
  const it = nodes([
    line('boot', 1, { fields: { release: 'v7.5.0' } }),
    line('boot', 9, { fields: { release: 'v8.1.0' } }),
    line('boot', 20, { node: 'n2', fields: { release: 'v7.5.0' } }),
    line('note.version', null, { node: null, note: true, fields: { version: 'v8.1.0' } }),
  ])
  expect(it.versions).toEqual(['v7.5.0', 'v8.1.0'])
  expect(it.records().map(({ id, versions }) => [id, versions])).toEqual([
    ['n1', ['v7.5.0', 'v8.1.0']],
    ['n2', ['v7.5.0']],
  ])
})

describe('who owns', () => {
  const elected = (at: number, node: string) => line('elected', at, { node, fields: { key: '/ddl/owner' } })

  test('is told by elections of the right key, and ends with the next', () => {
    expect(owned(elected(1, 'n1'), elected(50, 'n2'))).toEqual([
      ['n1', '1-50'],
      ['n2', '50-null'],
    ])
    expect(owned(line('elected', 1, { fields: { key: '/stats/owner' } }))).toEqual([['n1']])
    expect(owned(elected(1, 'n1'), line('retired', 9, { fields: { key: '/ddl/owner' } }))).toEqual([['n1', '1-9']])
  })

  test('is told by a line that names its own node as owner', () => {
    const read = (who: string) => line('read', 3, { fields: { who, owner: 'u1' } })
    expect(owned(read('key u1'))).toEqual([['n1', '3-null']])
    expect(owned(read('key u2'))).toEqual([['n1']])
  })

  test('is told by what only owners do, though not by the last words of a former one', () => {
    expect(owned(line('act', 5))).toEqual([['n1', 'null-null']])
    expect(owned(elected(1, 'n1'), elected(50, 'n2'), line('act', 51), line('act', 52, { node: 'n2' }))).toEqual([
      ['n1', '1-50'],
      ['n2', '50-null'],
    ])
    expect(owned(line('act', 5), line('act', 60, { node: 'n2' }))).toEqual([
      ['n1', 'null-60'],
      ['n2', 'null-null'],
    ])
  })
})
