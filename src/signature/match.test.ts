import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { EntityKind, Selection, Signature } from '../knowledge/contract.ts'
import type { EntityRecord } from '../replay/history.ts'
import { makeCrash, makeEvent, makeHistory, makeReplayed } from '../testing/events.ts'
import type { Finding } from './finding.ts'
import { Matcher } from './match.ts'

function signature(condition: string, selections: Record<string, Selection>, rest: Partial<Signature> = {}): Signature {
  return {
    ...{ id: 'x', title: 'x', category: 'x', severity: 'high', status: 'draft', per: null, explanation: 'x', remedy: 'x' },
    ...{ falsePositives: [], notToBeConfusedWith: [], mayAccompany: [], knownIssue: null },
    ...{ condition, selections },
    ...rest,
  }
}
const kinds = (...names: string[]): Record<string, Selection> => Object.fromEntries(names.map((name) => [name, { event: name }]))
const record = (kind: EntityKind, id: string, kin: EntityRecord['kin']): EntityRecord => ({
  ...{ kin, attributes: {}, nodes: [], first: null, last: null, events: 1 },
  ref: { kind, id },
})

function run(signatures: readonly Signature[], events: readonly Event[], entities: readonly EntityRecord[] = []): readonly Finding[] {
  const matcher = new Matcher(signatures)
  for (const event of events) matcher.see(event)
  return matcher.finish(makeReplayed({ entities }))
}
const about = (findings: readonly Finding[]): string[] =>
  findings.map(({ entities }) => entities.map(({ kind, id }) => `${kind} ${id}`).join(', '))

describe('which group a line belongs to', () => {
  const twice = signature('count(a) >= 2', kinds('a'), { per: 'job' })

  test('the one of its own id', () => {
    const lines = ['1', '2', '1'].map((job, i) => makeEvent('a', i, { ids: { job } }))
    expect(about(run([twice], lines))).toEqual(['job 1'])
  })

  test("that of its kin, whether the kin's line comes earlier or later", () => {
    const link = makeEvent('a', 0, { ids: { job: '1', task: '10' } })
    const alone = makeEvent('a', 1, { ids: { task: '10' } })
    expect(about(run([twice], [link, alone]))).toEqual(['job 1, task 10'])
    expect(about(run([twice], [alone, link]))).toEqual(['job 1, task 10'])
  })

  test('that of its kin as the replay knows it', () => {
    const lines = [makeEvent('a', 0, { ids: { job: '1' } }), makeEvent('a', 1, { ids: { subtask: '100' } })]
    const kin = [record('task', '10', { job: '1' }), record('subtask', '100', { task: '10' })]
    expect(about(run([twice], lines, kin))).toEqual(['job 1, subtask 100'])
    expect(run([twice], lines)).toEqual([])
  })

  test('a line of the job belongs to each of its subtasks', () => {
    const both = signature('a and b', kinds('a', 'b'), { per: 'subtask' })
    const lines = [
      makeEvent('a', 0, { ids: { job: '1' } }),
      ...['100', '101'].map((subtask, i) => makeEvent('b', i + 1, { ids: { subtask, job: '1' } })),
      makeEvent('b', 5, { ids: { subtask: '200', job: '2' } }),
    ]
    expect(about(run([both], lines))).toEqual(['subtask 100, job 1', 'subtask 101, job 1'])
  })

  test('one without any id belongs to all; where no group is, it stands alone', () => {
    const both = signature('a and b', kinds('a', 'b'), { per: 'job' })
    const a = makeEvent('a', 0)
    const b = makeEvent('b', 1, { ids: { job: '1' } })
    expect(about(run([both], [a, b]))).toEqual(['job 1'])
    expect(about(run([both], [a, makeEvent('b', 1)]))).toEqual([''])
  })

  test('what never finds its kin is about what is known of it', () => {
    const lines = [0, 1].map((s) => makeEvent('a', s, { ids: { task: '10', subtask: '100' } }))
    expect(about(run([twice], lines))).toEqual(['task 10, subtask 100'])
  })

  test('order counts across kin', () => {
    const ordered = signature('a then b', kinds('a', 'b'), { per: 'job' })
    const a = (s: number) => makeEvent('a', s, { ids: { task: '10' } })
    const b = (s: number) => makeEvent('b', s, { ids: { job: '1', task: '10' } })
    expect(about(run([ordered], [a(0), b(1)]))).toEqual(['job 1, task 10'])
    expect(run([ordered], [b(0), a(1)])).toEqual([])
  })
})

describe('selections', () => {
  const fires = (selection: Selection, event: Event): boolean => run([signature('s', { s: selection })], [event]).length === 1

  test('kinds, fields, levels and texts must all hold', () => {
    const line = makeEvent('a', 0, { fields: { error: 'lock held by current process', n: '12' }, level: 'WARN', text: '[WARN] lock held' })
    expect(fires({ event: ['b', 'a'], fields: { error: 'lock held', n: { above: 11, below: 13 } }, level: ['WARN'] }, line)).toBe(true)
    expect(fires({ event: 'b' }, line)).toBe(false)
    expect(fires({ event: 'a', fields: { missing: 'x' } }, line)).toBe(false)
    expect(fires({ event: 'a', fields: { n: { above: 12 } } }, line)).toBe(false)
    expect(fires({ event: 'a', fields: { error: { matches: '^lock .*process$' } } }, line)).toBe(true)
    expect(fires({ event: 'a', level: ['ERROR'] }, line)).toBe(false)
    expect(fires({ text: ['no such text', 'lock held'] }, line)).toBe(true)
    expect(fires({ event: 'a', text: 'no such text' }, line)).toBe(false)
  })

  test('texts are asked of the reader', () => {
    const some = [signature('a', { a: { text: ['two', 'one'] } }), signature('a', { a: { text: 'one' } })]
    expect(new Matcher(some).literals).toEqual(['one', 'two'])
  })

  test('histories speak for their entity and what it belongs to', () => {
    const healed = signature(
      'a and not ok',
      { a: { event: 'a' }, ok: { history: { machine: 'subtask', state: 'succeed' } } },
      { per: 'job' },
    )
    const matcher = new Matcher([healed])
    for (const job of ['1', '2']) matcher.see(makeEvent('a', 0, { ids: { job } }))
    const histories = [
      makeHistory('subtask', { kind: 'subtask', id: '100' }, 'succeed'),
      makeHistory('subtask', { kind: 'subtask', id: '200' }, 'running'),
    ]
    const entities = [record('subtask', '100', { job: '1' }), record('subtask', '200', { job: '2' })]
    expect(about(matcher.finish(makeReplayed({ histories, entities })))).toEqual(['job 2'])
  })
})

describe('crashes', () => {
  const stack = [
    'runtime.sigpanic',
    'github.com/x/tidb/pkg/ddl.(*reorgCtx).isPaused',
    'github.com/x/tidb/pkg/ddl.(*worker).run.func2.1',
    'main.main',
  ]
  const fires = (crash: Extract<Selection, { crash: unknown }>['crash'], rest = {}): boolean => {
    const matcher = new Matcher([signature('s', { s: { crash } })])
    matcher.seeCrash(makeCrash(stack, rest))
    return matcher.finish(makeReplayed()).length === 1
  }

  test('frames are met in their order, with gaps, by the ends of their names', () => {
    expect(fires({ frames: ['ddl.(*reorgCtx).isPaused', 'main.main'] })).toBe(true)
    expect(fires({ frames: ['isPaused', '(*worker).run.func2.1'] })).toBe(true)
    expect(fires({ frames: ['main.main', 'isPaused'] })).toBe(false)
    expect(fires({ frames: ['Paused'] })).toBe(false)
    expect(fires({ frames: ['isPaused', 'isPaused'] })).toBe(false)
  })

  test('func* is any closure of a function, and not the function', () => {
    expect(fires({ frames: ['ddl.(*worker).run.func*'] })).toBe(true)
    expect(fires({ frames: ['ddl.(*worker).run'] })).toBe(false)
    expect(fires({ frames: ['ddl.(*reorgCtx).isPaused.func*'] })).toBe(false)
  })

  test('message, root and nil arguments', () => {
    expect(fires({ message: 'nil pointer' })).toBe(true)
    expect(fires({ message: 'nil pointer' }, { message: null })).toBe(false)
    expect(fires({ root: 'runtime.sigpanic', kind: 'panic' })).toBe(true)
    expect(fires({ root: 'runtime.sigpanic', kind: 'panic' }, { kind: 'fatal' })).toBe(false)
    const nilArguments = [{ func: 'github.com/x/tidb/pkg/ddl.acquire', argument: 2 }]
    expect(fires({ nilArgument: 'ddl.acquire 2' }, { nilArguments })).toBe(true)
    expect(fires({ nilArgument: 'ddl.acquire 1' }, { nilArguments })).toBe(false)
    expect(fires({ nilArgument: 'acquire 2' }, { nilArguments: [] })).toBe(false)
  })

  test('a crash joins every group, or stands alone', () => {
    const both = signature(
      'c and a',
      { c: { crash: { root: 'runtime.sigpanic' } }, a: { event: 'a' } },
      { per: 'job', weaker: [{ condition: 'c', confidence: 'low' }] },
    )
    const matcher = new Matcher([both])
    matcher.seeCrash(makeCrash(stack, { count: 3 }))
    expect(matcher.finish(makeReplayed()).map(({ confidence, count, nodes }) => ({ confidence, count, nodes }))).toEqual([
      { confidence: 'low', count: 3, nodes: ['tidb-0'] },
    ])
    const joined = new Matcher([both])
    for (const job of ['1', '2']) joined.see(makeEvent('a', 0, { ids: { job } }))
    joined.seeCrash(makeCrash(stack))
    expect(about(joined.finish(makeReplayed()))).toEqual(['job 1', 'job 2'])
  })
})

describe('a finding', () => {
  test('carries the first and the last lines of each selection, eight at most, with times and nodes', () => {
    const lines = Array.from({ length: 40 }, (_, s) =>
      makeEvent(s % 2 ? 'a' : 'b', s, { node: `tidb-${s % 3}`, fields: { error: `e${s}` } }),
    )
    const [finding] = run([signature('a and b and not c', kinds('a', 'b', 'c'))], lines)
    expect(finding!.evidence.map(({ where, role }) => `${where.line} ${role}`)).toEqual([
      ...['0 b', '1 a', '2 b', '3 a', '4 b', '5 a', '38 b', '39 a'],
    ])
    expect(finding).toMatchObject({
      first: { ms: 0 },
      last: { ms: 39_000 },
      count: 20,
      confidence: 'high',
      nodes: ['tidb-0', 'tidb-1', 'tidb-2'],
    })
    expect(finding!.arguments).toEqual({ error: 'e39' })
  })

  test('is that of the first condition that holds', () => {
    const graded = signature('a and b', kinds('a', 'b'), {
      weaker: [
        { condition: 'count(a) >= 2', confidence: 'medium' },
        { condition: 'a', confidence: 'low' },
      ],
    })
    const confidence = (...names: string[]) =>
      run(
        [graded],
        names.map((name, s) => makeEvent(name, s)),
      )[0]?.confidence
    expect([confidence('a', 'b'), confidence('a', 'a'), confidence('a'), confidence('b')]).toEqual(['high', 'medium', 'low', undefined])
  })

  test('does not depend on the order of the signatures', () => {
    const conditions = ['a', 'a then b', 'count(a) >= 3 by job', 'b before a', 'no b within 3s after a']
    const all = conditions.map((condition, i) =>
      signature(condition, kinds(...['a', 'b'].filter((name) => new RegExp(`\\b${name}\\b`).test(condition))), {
        id: `s${i}`,
        per: i % 2 ? 'job' : 'task',
      }),
    )
    const line = fc.record({
      kind: fc.constantFrom('a', 'b'),
      job: fc.option(fc.constantFrom('1', '2')),
      task: fc.option(fc.constantFrom('10', '20')),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.shuffledSubarray(all, { minLength: all.length }), (lines, shuffled) => {
        const events = lines.map(({ kind, job, task }, s) =>
          makeEvent(kind, s, { ids: { ...(job ? { job } : {}), ...(task ? { task } : {}) } }),
        )
        expect(run(shuffled, events)).toEqual(run(all, events))
      }),
    )
  })
})
