import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { Selection, Signature } from '../knowledge/contract.ts'
import type { EntityRecord } from '../replay/history.ts'
import { makeEvent, makeRecord, makeReplayed, makeSignature } from '../testing/events.ts'
import type { Finding } from './finding.ts'
import { Matcher } from './match.ts'

const kinds = (...names: string[]): Record<string, Selection> => Object.fromEntries(names.map((name) => [name, { event: name }]))
function run(signatures: readonly Signature[], events: readonly Event[], entities: readonly EntityRecord[] = []): readonly Finding[] {
  const matcher = new Matcher(signatures)
  for (const event of events) matcher.see(event)
  return matcher.finish(makeReplayed({ entities }))
}
const about = (findings: readonly Finding[]): string[] =>
  findings.map(({ entities }) => entities.map(({ kind, id }) => `${kind} ${id}`).join(', '))

describe('which group a line belongs to', () => {
  const twice = makeSignature('count(a) >= 2', kinds('a'), { per: 'job' })

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
    const kin = [makeRecord('task', '10', { job: '1' }), makeRecord('subtask', '100', { task: '10' })]
    expect(about(run([twice], lines, kin))).toEqual(['job 1, subtask 100'])
    expect(run([twice], lines)).toEqual([])
  })

  test('a line of the job belongs to each of its subtasks', () => {
    const both = makeSignature('a and b', kinds('a', 'b'), { per: 'subtask' })
    const lines = [
      makeEvent('a', 0, { ids: { job: '1' } }),
      ...['100', '101'].map((subtask, i) => makeEvent('b', i + 1, { ids: { subtask, job: '1' } })),
      makeEvent('b', 5, { ids: { subtask: '200', job: '2' } }),
    ]
    expect(about(run([both], lines))).toEqual(['subtask 100, job 1', 'subtask 101, job 1'])
  })

  test('one without any id belongs to all; where no group is, it stands alone', () => {
    const both = makeSignature('a and b', kinds('a', 'b'), { per: 'job' })
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
    const ordered = makeSignature('a then b', kinds('a', 'b'), { per: 'job' })
    const a = (s: number) => makeEvent('a', s, { ids: { task: '10' } })
    const b = (s: number) => makeEvent('b', s, { ids: { job: '1', task: '10' } })
    expect(about(run([ordered], [a(0), b(1)]))).toEqual(['job 1, task 10'])
    expect(run([ordered], [b(0), a(1)])).toEqual([])
  })
})

describe('a finding', () => {
  test('carries the first and the last lines of each selection, eight at most, with times and nodes', () => {
    const lines = Array.from({ length: 40 }, (_, s) =>
      makeEvent(s % 2 ? 'a' : 'b', s, { node: `tidb-${s % 3}`, fields: { error: `e${s}` } }),
    )
    const [finding] = run([makeSignature('a and b and not c', kinds('a', 'b', 'c'))], lines)
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
    const graded = makeSignature('a and b', kinds('a', 'b'), {
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
      makeSignature(condition, kinds(...['a', 'b'].filter((name) => new RegExp(`\\b${name}\\b`).test(condition))), {
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
