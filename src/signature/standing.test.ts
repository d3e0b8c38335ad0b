import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Crash, Event, FailedTests } from '../event/event.ts'
import type { Signature } from '../knowledge/contract.ts'
import { makeCrash, makeEvent, makeRecord, makeReplayed, makeSignature } from '../testing/events.ts'
import { derive, testFailures } from './derive.ts'
import type { Finding } from './finding.ts'
import { Matcher } from './match.ts'
import { Standing } from './standing.ts'

const CONDITIONS = [
  ...['a', 'a and b', 'a or b', 'a then b', 'a then b within 3s', 'a before b', 'no b within 3s after a', 'count(a) >= 3'],
  ...['count(a) >= 2 within 2s by node', 'a and not b', 'not (a then b) and b', 'a or (b and not a)', 'c', 'c and not a', 'c then b'],
]
const SIGNATURES = CONDITIONS.flatMap((condition, i) =>
  ([null, 'job', 'task', 'node'] as const).map((per) => {
    const names = ['a', 'b', 'c'].filter((name) => new RegExp(`\\b${name}\\b`).test(condition))
    const selections = names.map((name) => [name, name === 'c' ? { crash: { kind: 'panic' } } : { event: name }])
    const weaker = i % 2 ? [] : [{ condition: `${names[0]} and not ${names[0]} or ${names[0]}`, confidence: 'low' as const }]
    return makeSignature(condition, Object.fromEntries(selections) as Signature['selections'], { id: `s${i}-${per}`, per, weaker })
  }),
)

const seen = fc.record({
  kind: fc.constantFrom('a', 'b', 'c', 'failed'),
  s: fc.option(fc.nat(12)),
  job: fc.option(fc.constantFrom('1', '2')),
  task: fc.option(fc.constantFrom('10', '20')),
  node: fc.constantFrom('n1', 'n2'),
  test: fc.option(fc.constantFrom('TestA', 'TestA/x', 'TestB')),
})

const isIn = (findings: readonly Finding[], { code, entities }: Finding): boolean =>
  findings.some((it) => it.code === code && entities.every(({ kind, id }) => it.entities.some((ref) => ref.kind === kind && ref.id === id)))

test('what is told before the end is found in the end, with the same entity, whatever else comes', () => {
  let told = 0
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 30 }), (all) => {
      const matcher = new Matcher(SIGNATURES)
      const crashes: Crash[] = []
      const failures: FailedTests[] = []
      const standing = new Standing(matcher, crashes, failures)
      const news: Finding[] = []
      for (const [line, { kind, s, job, task, node, test }] of all.entries()) {
        const where = { source: `${node}.log`, line }
        const time = s === null ? null : { ms: s * 1_000, zone: 0 }
        const tests = test === null ? [] : [test]
        if (kind === 'failed') failures.push({ names: tests, where, time, text: '' })
        else if (kind === 'c') {
          crashes.push(makeCrash(['x.f'], { node, time, where, tests, kind: line % 3 ? 'panic' : 'dump', fingerprint: `${line % 4}` }))
          matcher.seeCrash(crashes.at(-1)!)
        } else {
          const ids: Event['ids'] = { ...(job ? { job } : {}), ...(task ? { task } : {}) }
          matcher.see(makeEvent(kind, s, { ids, node, where }))
        }
        news.push(...standing.news())
      }
      const replayed = makeReplayed({ entities: [makeRecord('task', '10', { job: '1' })] })
      const end = [...matcher.finish(replayed), ...derive(replayed, { crashes, failures, detections: [] })]
      expect(news.filter((finding) => !isIn(end, finding))).toEqual([])
      told += news.length
    }),
  )
  expect(told).toBeGreaterThan(500)
})

describe('what is told, and when', () => {
  const job = makeSignature('count(a) >= 2', { a: { event: 'a' } }, { per: 'job' })
  const line = (s: number, id: string) => makeEvent('a', s, { ids: { job: id, task: `1${id}` } })
  const codes = (findings: readonly Finding[]) => findings.map(({ code, entities }) => [code, ...entities.map(({ id }) => id)].join(' '))

  test('once, with the line that makes it certain, and with no entity that a stronger condition may not have', () => {
    const matcher = new Matcher([job])
    const standing = new Standing(matcher, [], [])
    const news = [line(1, '1'), line(2, '2'), line(3, '1'), line(4, '1'), line(5, '2')].map((event) => {
      matcher.see(event)
      return codes(standing.news())
    })
    expect(news).toEqual([[], [], ['x 1'], [], ['x 2']])
  })

  test('of a crash that a signature accounts for, the signature; of crashes alike, the first', () => {
    const matcher = new Matcher([makeSignature('c', { c: { crash: { kind: 'fatal' } } })])
    const crashes: Crash[] = []
    const standing = new Standing(matcher, crashes, [])
    const news = ['panic', 'panic', 'fatal', 'dump'].map((kind, i) => {
      crashes.push(makeCrash(['x.f'], { kind: kind as Crash['kind'], where: { source: 'a.log', line: i } }))
      matcher.seeCrash(crashes.at(-1)!)
      return codes(standing.news())
    })
    expect(news).toEqual([[], ['go-panic'], ['x'], []])
  })

  test('of a subtest and the panic that it died of, the panic; of one that failed of itself, the subtest', () => {
    const crashes: Crash[] = []
    const failures: FailedTests[] = []
    const standing = new Standing(new Matcher([]), crashes, failures)
    const next = (line: number, failed: string | null, crashed: string | null) => {
      const where = { source: 'a.json', line }
      if (failed) failures.push({ names: [failed], where, time: null, text: `--- FAIL: ${failed}` })
      if (crashed) crashes.push(makeCrash(['x.f'], { tests: [crashed], where }))
      return codes(standing.news())
    }
    expect([next(1, 'TestA/x', null), next(2, null, null)]).toEqual([[], ['test-failure TestA/x']])
    expect([next(3, 'TestB/y', null), next(4, null, 'TestB'), next(5, null, null)]).toEqual([[], [], ['test-failure TestB']])
    expect([next(6, 'TestB/z', null), next(7, null, null)]).toEqual([[], ['test-failure TestB/z']])
  })
})

test('a failed test is told even though a dump of what it left behind names it', () => {
  const leak = makeCrash(['suite.TestLeft.func1'], { kind: 'dump', tests: ['TestLeft'] })
  const failed: FailedTests = { names: ['TestLeft'], where: { source: 'a.log', line: 9 }, time: null, text: '--- FAIL: TestLeft (0.44s)' }
  expect(testFailures([failed], [leak]).map(({ arguments: { test } }) => test)).toEqual(['TestLeft'])
  expect(testFailures([failed], [{ ...leak, kind: 'panic' }])).toEqual([])
})

test('a test that crashed stands for those that it is part of', () => {
  const crash = makeCrash(['x.f'], { tests: ['TestA/x/y'] })
  const names = ['TestA', 'TestA/x', 'TestA/x/y', 'TestB']
  const failed: FailedTests = { names, where: { source: 'a.log', line: 9 }, time: null, text: '' }
  const findings = derive(makeReplayed(), { crashes: [crash], failures: [failed], detections: [] })
  expect(findings.map(({ entities }) => entities.map(({ id }) => id).join(' '))).toEqual(['TestA/x/y TestA/x TestA', 'TestB'])
})
