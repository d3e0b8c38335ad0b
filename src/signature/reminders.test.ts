import { describe, expect, test } from 'vitest'
import { errors } from '../knowledge/error-codes.ts'
import { explanations } from '../knowledge/explanations.ts'
import { makeEvent, makeReplayed, makeSignature } from '../testing/events.ts'
import type { Finding } from './finding.ts'
import { Matcher } from './match.ts'
import type { NearMiss } from './near-miss.ts'
import { errorOf, remind } from './reminders.ts'

const finding = (code: string, message: string, rest: Partial<Finding> = {}): Finding => ({
  ...{ code, kind: 'livelock', severity: 'high', confidence: 'medium', entities: [], nodes: [], first: null, last: null, count: 1 },
  ...{ evidence: [], signature: null, causedBy: [], arguments: { message } },
  ...rest,
})
const nearMisses: NearMiss[] = []
const told = (one: Finding, running: string | null = null) =>
  remind([one], { errors, explanations, nearMisses }, running, () => [])[0]!.arguments

describe('what is known without a signature', () => {
  test('an error is named by the longest of its texts', () => {
    expect(errorOf('[tikv:9005]Region is unavailable', errors)?.code).toBe('9005')
    expect(errorOf('rpc error: context canceled', errors)?.code).toBe('context canceled')
    expect(errorOf('lock held by current process: context canceled', errors)?.code).toBe('lock held by current process')
    expect(errorOf('no such thing', errors)).toBeNull()
  })

  test('a loop tells what each layer makes of its error', () => {
    expect(told(finding('livelock', 'backend context not found')).known).toMatch(
      /A DDL job tries again after it until its error limit; a subtask of the distributed framework tries again without end; an import ends over it\.$/,
    )
    expect(told(finding('livelock', 'no such thing')).known).toBeUndefined()
  })

  test('failures that print nothing are thought of, unless the version is free of them', () => {
    expect(told(finding('stall', ''), 'v7.5.0').like).toContain('dxf-no-rebalance-after-restart')
    expect(told(finding('stall', ''), 'v8.5.1').like ?? '').not.toContain('global-sort-unique-index-stuck')
    expect(told(finding('retry-storm', 'context canceled')).like).toContain('global-sort-retry-on-cancelled-context')
    expect(told(finding('retry-storm', 'no such thing')).like).toBeUndefined()
  })

  test('the nearest signature over the same entities is named with what it lacked', () => {
    const kinds = { a: { event: 'a' }, b: { event: 'b' }, c: { event: 'c' }, d: { event: 'd' } }
    const near = makeSignature('a and b and (c or count(a) >= 9) and not d', kinds, { id: 'near', per: 'job' })
    const nearer = makeSignature('a then b', { a: kinds.a, b: kinds.b }, { id: 'nearer', per: 'job' })
    const about = (names: string[], told: Record<string, string> = {}) => {
      const matcher = new Matcher([near, nearer])
      for (const [s, name] of names.entries()) matcher.see(makeEvent(name, s, { ids: { job: '1' } }))
      matcher.finish(makeReplayed())
      const one = finding('stall', '', { entities: [{ kind: 'job', id: '1' }], arguments: told })
      return remind([one], { errors, explanations: [], nearMisses: matcher.nearMisses() }, null, () => [])[0]!.arguments.like
    }
    expect(about(['b', 'a'])).toBe('It looks like near, but it was not often enough, or not in that order.')
    expect(about(['a', 'b', 'd'])).toBe('It looks like near, but d speaks against it.')
    expect(about(['a'])).toBeUndefined()
    expect(about(['a'], { round: 'x, b', message: 'no room' })).toBe('It looks like near, but the error of b is "no room".')
    expect(about([])).toBeUndefined()
  })

  test('a signature of which something was not seen, and against which something speaks, is not named', () => {
    const kinds = { a: { event: 'a' }, b: { event: 'b' }, c: { event: 'c' }, d: { event: 'd' } }
    const matcher = new Matcher([makeSignature('a and b and c and not d', kinds, { id: 'far', per: 'job' })])
    for (const [s, name] of ['a', 'b', 'd'].entries()) matcher.see(makeEvent(name, s, { ids: { job: '1' } }))
    matcher.finish(makeReplayed())
    const one = finding('stall', '', { entities: [{ kind: 'job', id: '1' }] })
    const reminders = { errors, explanations: [], nearMisses: matcher.nearMisses() }
    expect(remind([one], reminders, null, () => [])[0]!.arguments.like).toBeUndefined()
  })

  test('what a signature accounts for is left as it is', () => {
    const caused = finding('livelock', 'backend context not found', { causedBy: ['x'] })
    const signed = finding('x', 'backend context not found', { signature: makeSignature('a', { a: { event: 'a' } }) })
    expect(remind([caused, signed], { errors, explanations, nearMisses }, null, () => [])).toEqual([caused, signed])
  })
})

test('every row has its own name and a source', () => {
  const names = [...errors.map(({ code }) => code), ...explanations.map(({ id }) => id)]
  expect(new Set(names).size).toBe(names.length)
  for (const { cite, texts } of errors) expect(cite !== '' && texts.length > 0).toBe(true)
})
