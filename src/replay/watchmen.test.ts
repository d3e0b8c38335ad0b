import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { Subject } from '../knowledge/contract.ts'
import { limits } from '../knowledge/limits.ts'
import { eventOf, type Sketch, sighting, subjectOf, wholeLogs } from '../testing/replay.ts'
import type { SourceCoverage } from './coverage.ts'
import { NO_NODE_KINDS } from './node-kinds.ts'
import { Replay } from './replay.ts'

const job = subjectOf(['->queueing', 'queueing>running:at-running', 'running>synced:at-synced'], {
  ...{ name: 'job', entity: 'job' },
  states: { initial: ['queueing'], resting: ['queueing'], final: ['synced'], other: ['running'] },
})
const engine = subjectOf(['->absent', 'absent>open:at-open', 'open>absent:let-go'], {
  ...{ name: 'engine', entity: 'engine', lives: 'memory', scope: 'node' },
  states: { initial: ['absent'], resting: ['absent'], final: [], other: ['open'] },
})
const backend = { ...engine, name: 'backend', entity: 'backend' } as Subject
const detect = {
  ...limits.detect,
  wholeness: { chain: { kind: 'loaded', from: ['from'], to: ['to'], breaks: [], proofs: 2 }, pairs: [] },
  stall: { quietMs: 600_000, dueMs: 30_000, of: ['job'] as const, busy: { job: ['running'] } },
  leftOver: {
    graceMs: 900_000,
    holds: { engine: { states: ['open'], letGo: ['let-go'] }, backend: { states: ['open'], letGo: ['let-go'] } },
    all: 'backend',
    failed: ['failed'],
    done: ['done'],
    job: { machine: 'job', ended: ['synced'] },
  },
}
const nodeKinds = { ...NO_NODE_KINDS, start: ['start'], losesOwner: [{ kind: 'lose' }] }

function found(events: readonly Event[], more: Partial<SourceCoverage> = {}, subjects: readonly Subject[] = [job, engine, backend]) {
  const replay = new Replay(subjects, { nodeKinds, limits: { skewMs: 5_000, witnessMs: 120_000, detect } })
  for (const event of events) replay.see(event)
  replay.close(wholeLogs(['n1', 'n2'], { last: { ms: 3_600_000, zone: 0 }, ...more }))
  return replay.detections().map(({ kind, entity, count, told }) => ({ kind, entity, count, told }))
}

const ofJob = (state: string, at: number, more: Sketch = {}) =>
  sighting(state, { machine: 'job', entity: 'job', id: '7', at, when: 'after', ...more })
/** Another job's line tells that the node went on at once. */
const other = eventOf({ kind: 'other', at: 9, entity: 'job', id: '8' })
const whole = (node: string) =>
  ['1', '2', '3'].map((v) =>
    eventOf({ kind: 'loaded', fields: { from: v, to: `${Number(v) + 1}` }, entity: 'node', id: node, node, at: 0 }),
  )
const lived = [...whole('n1'), ofJob('queueing', 0), ofJob('running', 1), other]
const line = (kind: string, at: number, more: Sketch = {}) => eventOf({ kind, at, entity: 'node', id: 'n1', ...more })

describe('a stall', () => {
  test('is an entity of which nothing more is heard while its node goes on', () => {
    const told = { machine: 'job', state: 'running', quiet: '3599' }
    expect(found(lived)).toEqual([{ kind: 'stall', entity: { kind: 'job', id: '7' }, count: 1, told }])
  })

  test('is none while anything that belongs to it is heard of, or in a state where silence is normal', () => {
    const part = eventOf({ kind: 'part', at: 3_300, entity: 'subtask', id: '70', ids: { job: '7' } })
    expect(found([...lived, part])).toEqual([])
    expect(found([ofJob('queueing', 0)])).toEqual([])
    expect(found([...lived, ofJob('synced', 2)])).toEqual([])
  })

  test('is none when the log ends soon after, loses its INFO, has a gap, or was cut', () => {
    const later = (s: number) => ({ ms: s * 1_000, zone: 0 })
    expect(found(lived, { last: later(590) })).toEqual([])
    expect(found(lived, { lastInfo: later(590) })).toEqual([])
    expect(found(lived, { lastInfo: null })).toEqual([])
    expect(found(lived, { gaps: [{ from: later(100), to: later(800) }] })).toEqual([])
    expect(found(lived, { truncated: true })).toEqual([])
    expect(found(lived, { order: 'mixed' })).toEqual([])
  })

  test('is none when one of its nodes began anew or lost the ownership since', () => {
    expect(found([...lived, line('start', 5)])).toEqual([])
    expect(found([...lived, line('lose', 5)])).toEqual([])
    expect(found([...lived, line('start', 5, { node: 'n2', id: 'n2' })])).toHaveLength(1)
    expect(found([...lived, ofJob('running', 2, { node: 'n3' })])).toEqual([])
  })

  test('is none when a line was lost before: the last may be, too', () => {
    const steps = subjectOf(['->a', 'a>b:at-b', 'b>running:at-running'], {
      ...{ name: 'job', entity: 'job' },
      states: { initial: ['a'], resting: [], final: [], other: ['b', 'running'] },
    })
    const [first, last] = [ofJob('a', 0), [ofJob('running', 1), other]]
    expect(found([...whole('n1'), first, ofJob('b', 0.5), ...last], {}, [steps])).toHaveLength(1)
    expect(found([...whole('n1'), first, ...last], {}, [steps])).toEqual([])
  })

  test('is none where a hole in the log may have swallowed the rest', () => {
    expect(found(lived.slice(0, -1))).toEqual([])
    expect(found(lived.slice(2))).toEqual([])
    expect(found([...lived.slice(0, -1), { ...other, time: { ms: 90_000, zone: 0 } }])).toEqual([])
    expect(found([...whole('n2'), ...lived.slice(0, -1), ofJob('running', 2, { node: 'n2' })])).toHaveLength(1)
    expect(found(lived, { pauses: [{ from: 20_000, to: 90_000 }] })).toEqual([])
    expect(found(lived, { pauses: [{ from: 90_000, to: 200_000 }] })).toHaveLength(1)
    expect(found(lived, { pauses: null })).toEqual([])
    expect(found(lived, { order: 'descending' })).toEqual([])
  })
})

describe('what a job left over', () => {
  const held = (machine: 'engine' | 'backend', id: string, at: number, isOpen = true) =>
    sighting(isOpen ? 'open' : 'absent', {
      ...{ kind: isOpen ? 'at-open' : 'let-go', machine, entity: machine, id, ids: { job: '7' }, at, when: 'after' },
    })
  const work = (kind: string, at: number) => eventOf({ kind, at, entity: 'subtask', id: '70', ids: { job: '7' } })
  const before = [held('backend', '6', 0), held('engine', 'w', 0), held('engine', 'w', 1, false), held('backend', '6', 1, false)]
  const opened = [held('backend', '7', 2), held('engine', 'x', 2), held('engine', 'y', 3)]
  const ended = ofJob('synced', 10)
  const leak = [...before, ...lived, ...opened, held('engine', 'y', 4, false), work('failed', 5), ended]

  test('is what it still holds when its work failed, it has ended, and its node goes on', () => {
    const told = { things: 'backend 7, engine x' }
    expect(found(leak)).toEqual([{ kind: 'left-over', entity: { kind: 'job', id: '7' }, count: 2, told }])
  })

  test('is nothing where the work was done, all was let go of, the job goes on, the log ends, or the node began anew', () => {
    expect(found([...leak, work('done', 6)])).toEqual([])
    expect(found([...leak, held('backend', '7', 11, false)])).toEqual([])
    expect(found([...leak, held('engine', 'x', 11, false)])).toEqual([])
    expect(found([...leak.slice(0, -1), eventOf({ at: 3_550, entity: 'job', id: '7' })])).toEqual([])
    expect(found(leak, { last: { ms: 800_000, zone: 0 } })).toEqual([])
    expect(found([...leak, line('start', 20)])).toEqual([])
  })

  test('is nothing where no line ever lets go of such a thing', () => {
    expect(found([...lived, ...opened, work('failed', 5), ended])).toEqual([])
  })
})
