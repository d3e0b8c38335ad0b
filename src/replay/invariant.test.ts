import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { Subject } from '../knowledge/contract.ts'
import { ANY_ERA } from '../knowledge/eras.ts'
import type { Invariant } from '../knowledge/rules.ts'
import { eventOf, type Sketch, subjectOf, wholeLogs } from '../testing/replay.ts'
import { Coverage, type CoverageView } from './coverage.ts'
import { Invariants } from './invariant.ts'
import { nodeKey } from './node-kinds.ts'

const BASE = { id: 'rule', per: ['task'], because: 'test', cite: 'test', upholds: [], severity: 'high' } as const
const PAIR: Invariant = { ...BASE, rule: 'pair', open: ['open'], close: ['close'], voidedBy: ['void'], lateMs: 0 }
const MONOTONE: Invariant = { ...BASE, rule: 'monotone', values: ['count'], field: 'n', resets: ['reset'] }
const EXCLUSIVE: Invariant = {
  ...BASE,
  rule: 'exclusive',
  holder: 'node',
  open: ['open'],
  acts: ['act'],
  close: ['close'],
  lost: ['lost'],
  graceMs: 5_000,
}
const NEVER: Invariant = { ...BASE, rule: 'never-after', after: ['end'], never: ['act'], unless: ['revive'] }
const FOLLOWED: Invariant = { ...BASE, rule: 'followed-within', first: ['ask'], next: ['answer'], ms: 10_000, unless: ['drop'] }

/** Lines as `kind@seconds`, with `#id` for another task, `/node` for another node, `=n` for a number. */
function line(text: string): Event {
  const [, kind, at, id, node, n] = /^(\w+)@(\d+)(?:#(\w*))?(?:\/(\w+))?(?:=(.*))?$/.exec(text) ?? []
  const sketch: Sketch = { kind: kind as string, at: Number(at), line: Number(at), ...(node === undefined ? {} : { node }) }
  const event = eventOf({ ...sketch, ...(id ? { id } : {}), fields: n === undefined ? {} : { n } })
  return id === '' ? { ...event, entity: null, ids: {} } : event
}

interface Setting {
  readonly scope?: Subject['scope']
  readonly view?: CoverageView
  readonly restart?: string
}

function breaches(
  invariant: Invariant,
  lines: readonly string[],
  { scope = 'cluster', view = wholeLogs(['n1', 'n2']), restart }: Setting = {},
) {
  const it = new Invariants([subjectOf([], { invariants: [invariant], scope })], 2_000)
  const last = new Map<string, Event>()
  for (const text of lines) {
    if (text === 'RESTART') {
      it.restart(restart ?? 'n1')
      continue
    }
    const event = line(text)
    last.set(nodeKey(event), event)
    it.see(event, ANY_ERA)
  }
  const found = it.close(new Coverage(view, new Map()), (node) => last.get(node)?.time ?? null)
  return found.map(({ events, count }) => [count, ...events.map((event) => event.where.line)])
}

describe('pair', () => {
  const calm = ['open@1', 'close@2']
  test('what is open is not opened again', () => {
    expect(breaches(PAIR, [...calm, 'open@3', 'close@4'])).toEqual([])
    expect(breaches(PAIR, [...calm, 'open@3', 'open@5'])).toEqual([[1, 3, 5]])
    expect(breaches(PAIR, [...calm, 'open@3', 'open@5#2'])).toEqual([])
  })
  test('void things are not open any more', () => {
    expect(breaches(PAIR, [...calm, 'open@3', 'void@4', 'open@5'])).toEqual([])
    expect(breaches(PAIR, [...calm, 'open@3', 'void@4#', 'open@5'])).toEqual([])
    expect(breaches(PAIR, [...calm, 'open@3', 'RESTART', 'open@5'])).toEqual([])
  })
  test('repeats are one breach with a count', () => {
    expect(breaches(PAIR, [...calm, 'open@3', 'open@4', 'open@5'])).toEqual([[2, 3, 4, 5]])
  })
  test('what lives on a node is opened once on each', () => {
    expect(breaches({ ...PAIR, per: ['task', 'node'] }, [...calm, 'open@3', 'open@4/n2', 'close@5/n2'])).toEqual([])
  })
  test('a log that never closes, is cut, has a gap or keeps no order accuses nobody', () => {
    const reopened = [...calm, 'open@3', 'open@5']
    expect(breaches(PAIR, ['open@3', 'open@5'])).toEqual([])
    expect(breaches(PAIR, reopened, { view: wholeLogs(['n1'], { truncated: true }) })).toEqual([])
    expect(breaches(PAIR, reopened, { view: wholeLogs(['n1'], { order: 'mixed' }) })).toEqual([])
    const gap = { from: { ms: 3_500, zone: 0 }, to: { ms: 4_500, zone: 0 } }
    expect(breaches(PAIR, reopened, { view: wholeLogs(['n1'], { gaps: [gap] }) })).toEqual([])
  })
})

describe('monotone', () => {
  test('a number never goes down', () => {
    expect(breaches(MONOTONE, ['count@1=1', 'count@2=1', 'count@3=9', 'count@4=10'])).toEqual([])
    expect(breaches(MONOTONE, ['count@1=10', 'count@2=9'])).toEqual([[1, 1, 2]])
    expect(breaches({ ...MONOTONE, strict: true } as Invariant, ['count@1=1', 'count@2=1'])).toEqual([[1, 1, 2]])
  })
  test('but for a reset, another node, and what is no number', () => {
    expect(breaches(MONOTONE, ['count@1=10', 'reset@2', 'count@3=1'])).toEqual([])
    expect(breaches(MONOTONE, ['count@1=10', 'reset@2#', 'count@3=1'])).toEqual([])
    expect(breaches(MONOTONE, ['count@1=10', 'count@2/n2=9'])).toEqual([])
    expect(breaches(MONOTONE, ['count@1=10', 'count@2=many', 'count@3='])).toEqual([])
  })
})

test('what stands behind a later line was said before it, and breaks nothing', () => {
  expect(breaches(MONOTONE, ['count@1=9', 'count@3=10', 'count@2=9'])).toEqual([])
  expect(breaches(NEVER, ['end@3', 'act@2'])).toEqual([])
})

describe('exclusive', () => {
  const healthy = ['open@1', 'close@2', 'open@3/n2', 'close@4/n2']
  test('two nodes hold it for longer than the grace', () => {
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@20/n2', 'close@30', 'close@31/n2'])).toEqual([[1, 10, 20]])
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@20/n2', 'close@24', 'close@31/n2'])).toEqual([])
  })
  test('what ends with both holding is judged by how long both went on', () => {
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@20/n2', 'act@40', 'act@41/n2'])).toEqual([[1, 10, 20]])
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@20/n2', 'act@40/n2'])).toEqual([])
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@20/n2', 'RESTART', 'act@40', 'act@41/n2'])).toEqual([])
  })
  test('the log of one node that was collected under two names is not of two holders', () => {
    const twice = (...told: string[]) => told.flatMap((one) => [one, `${one}/n2`])
    expect(breaches(EXCLUSIVE, twice('open@1', 'close@2', 'open@10', 'act@20', 'act@40', 'close@50'))).toEqual([])
    expect(breaches(EXCLUSIVE, [...healthy, 'open@10', 'open@11/n2', 'act@40', 'act@41/n2'])).toEqual([[1, 10, 11]])
  })
})

describe('never after', () => {
  test('what has ended does not act', () => {
    expect(breaches(NEVER, ['act@1', 'end@2', 'act@3'])).toEqual([[1, 2, 3]])
    expect(breaches(NEVER, ['end@2', 'revive@3', 'act@4'])).toEqual([])
    expect(breaches(NEVER, ['end@2', 'act@3#2'])).toEqual([])
  })
  test('lines of two nodes within the skew have no order', () => {
    expect(breaches(NEVER, ['end@2', 'act@3/n2'])).toEqual([])
    expect(breaches(NEVER, ['end@2', 'act@9/n2'])).toEqual([[1, 2, 9]])
  })
})

describe('followed within', () => {
  const healthy = ['ask@1', 'answer@2']
  test('an answer comes in time', () => {
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'answer@13'])).toEqual([])
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'answer@14'])).toEqual([[1, 3, 14]])
  })
  test('no answer is a breach only while the node goes on', () => {
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'ask@9'])).toEqual([])
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'ask@14'])).toEqual([[1, 3]])
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'drop@4', 'drop@40'])).toEqual([])
    expect(breaches(FOLLOWED, [...healthy, 'ask@3', 'RESTART', 'drop@40'])).toEqual([])
  })
})

describe('the line that broke a rule', () => {
  const brokenOf = (invariant: Invariant, lines: readonly string[]): number[] => {
    const it = new Invariants([subjectOf([], { invariants: [invariant] })], 2_000)
    for (const text of lines) it.see(line(text), ANY_ERA)
    return it
      .close(new Coverage(wholeLogs(['n1', 'n2']), new Map()), () => null)
      .flatMap(({ broken }) => [...broken].map(({ where }) => where.line))
  }
  test('is the last one', () => expect(brokenOf(PAIR, ['open@1', 'close@2', 'open@3', 'open@5'])).toEqual([5]))
  test('may be either where one thing was told in two ways', () => {
    const constant: Invariant = { ...BASE, rule: 'constant', lines: ['say'], field: 'n', withinMs: 60_000 }
    expect(brokenOf(constant, ['say@1=a', 'say@3=a', 'say@5=b'])).toEqual([1, 5])
  })
})
