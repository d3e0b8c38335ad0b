import { expect, test } from 'vitest'
import type { Invariant } from '../knowledge/rules.ts'
import { makeCrash, makeEvent, makeReplayed } from '../testing/events.ts'
import { crashFindings, derive } from './derive.ts'

function at(line: number, s: number, node: string, rest: Parameters<typeof makeCrash>[1] = {}) {
  return makeCrash(['ddl.f'], { where: { source: 'a.log', line }, time: { ms: s * 1_000, zone: 0 }, node, fingerprint: 'go:v1:f', ...rest })
}

test('crashes with one stack are one finding, however often and wherever they come', () => {
  const crashes = Array.from({ length: 20 }, (_, i) => at(i * 10, i, i % 2 === 0 ? 'tidb-0' : 'tidb-1'))
  const [finding, ...others] = crashFindings(crashes.toReversed(), [])
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'go-panic', count: 20, nodes: ['tidb-0', 'tidb-1'], first: { ms: 0 }, last: { ms: 19_000 } })
  expect(finding!.evidence.map(({ where }) => where.line)).toEqual([190, 180, 170, 160, 30, 20, 10, 0])
})

test('other stacks, other kinds, and what tests died of stand for themselves', () => {
  const crashes = [
    at(1, 1, 'a'),
    at(2, 2, 'a', { fingerprint: 'go:v1:g' }),
    at(3, 3, 'a', { kind: 'fatal' }),
    at(4, 4, 'a', { tests: ['TestA'] }),
    at(5, 5, 'a', { tests: ['TestA'] }),
    at(6, 6, 'a', { frames: [], message: 'x' }),
    at(7, 7, 'a', { frames: [], message: 'y' }),
  ]
  expect(crashFindings(crashes, []).map(({ evidence }) => evidence.map(({ where }) => where.line))).toEqual(
    crashes.map(({ where }) => [where.line]),
  )
})

test('of a broken rule the line that broke it is told as the breach, not the one that was right', () => {
  const [opened, again] = [makeEvent('open', 3, { ids: { job: '1' } }), makeEvent('open', 5, { ids: { job: '1' } })]
  const invariant: Invariant = { id: 'opened-twice', rule: 'pair', severity: 'low', because: 'One at a time.' } as Invariant
  const breach = { invariant, entity: { kind: 'job' as const, id: '1' }, events: [opened, again], broken: new Set([again]), count: 1 }
  const [finding] = derive({ ...makeReplayed(), breaches: [breach] }, { crashes: [], failures: [], detections: [] })
  expect(finding!.evidence.map(({ role, where }) => [role, where])).toEqual([
    ['last good step', opened.where],
    ['breach', again.where],
  ])
})
