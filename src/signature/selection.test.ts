import { describe, expect, test } from 'vitest'
import type { Crash, Event } from '../event/event.ts'
import type { Selection, Signature } from '../knowledge/contract.ts'
import type { EntityRecord } from '../replay/history.ts'
import { makeCrash, makeEvent, makeHistory, makeRecord, makeReplayed, makeSignature } from '../testing/events.ts'
import type { Finding } from './finding.ts'
import { Matcher } from './match.ts'

function run(signatures: readonly Signature[], events: readonly Event[], entities: readonly EntityRecord[] = []): readonly Finding[] {
  const matcher = new Matcher(signatures)
  for (const event of events) matcher.see(event)
  return matcher.finish(makeReplayed({ entities }))
}
const about = (findings: readonly Finding[]): string[] =>
  findings.map(({ entities }) => entities.map(({ kind, id }) => `${kind} ${id}`).join(', '))

describe('selections', () => {
  const fires = (selection: Selection, event: Event): boolean => run([makeSignature('s', { s: selection })], [event]).length === 1

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
    const some = [makeSignature('a', { a: { text: ['two', 'one'] } }), makeSignature('a', { a: { text: 'one' } })]
    expect(new Matcher(some).literals).toEqual(['one', 'two'])
  })

  test('histories speak for their entity and what it belongs to', () => {
    const healed = makeSignature(
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
    const entities = [makeRecord('subtask', '100', { job: '1' }), makeRecord('subtask', '200', { job: '2' })]
    expect(about(matcher.finish(makeReplayed({ histories, entities })))).toEqual(['job 2'])
  })
})

describe('what is known in the end', () => {
  const old = { old: { version: '>=v6.3.0-alpha <v6.5.0' } } as const

  test('a version must lie in the range; one that cannot be read lies in none', () => {
    const codes = (...versions: string[]) => {
      const matcher = new Matcher([makeSignature('a and old', { a: { event: 'a' }, ...old }, { per: 'job' })])
      matcher.see(makeEvent('a', 0, { ids: { job: '1' } }))
      return about(matcher.finish(makeReplayed({ versions })))
    }
    expect(codes('v6.4.0')).toEqual(['job 1'])
    expect([codes(), codes('v6.5.0'), codes('7dd2b3f4a1c05be96d4c88aa0d1e2f3a4b5c6d7e')]).toEqual([[], [], []])
  })

  test('a finding speaks for its entity and what that belongs to', () => {
    const matcher = new Matcher([
      makeSignature('stuck and not b', { stuck: { finding: ['stall', 'livelock'] }, b: { event: 'b' } }, { per: 'job' }),
    ])
    matcher.see(makeEvent('b', 0, { ids: { job: '2' } }))
    const finding = (id: string, code: string): Finding => ({
      ...{ code, kind: 'stall', severity: 'high', confidence: 'medium', nodes: [], first: null, last: null, count: 1, evidence: [] },
      ...{ entities: [{ kind: 'task', id }], signature: null, arguments: {}, causedBy: [] },
    })
    const entities = [makeRecord('task', '10', { job: '1' }), makeRecord('task', '20', { job: '2' })]
    const found = matcher.finish(makeReplayed({ entities }), [
      finding('10', 'stall'),
      finding('20', 'livelock'),
      finding('30', 'left-over'),
    ])
    expect(about(found)).toEqual(['job 1, task 10'])
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
    const matcher = new Matcher([makeSignature('s', { s: { crash } })])
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

  test('any goroutine of a dump may have them', () => {
    const waiting = {
      count: 1,
      state: 'select',
      waited: null,
      frames: makeCrash(['x/ddl.waitForVersion', 'main.main']).frames,
      createdBy: null,
      ids: ['9'],
    }
    const buckets = [waiting as unknown as Crash['buckets'][number]]
    expect(fires({ kind: 'dump', frames: ['ddl.waitForVersion'] }, { kind: 'dump', buckets })).toBe(true)
    expect(fires({ frames: ['ddl.waitForVersion'] }, { buckets })).toBe(false)
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
    const both = makeSignature(
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
