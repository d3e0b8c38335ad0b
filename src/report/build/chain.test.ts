import { describe, expect, test } from 'vitest'
import type { Replayed, Trouble } from '../../replay/history.ts'
import { makeReplayed } from '../../testing/events.ts'
import { at, sampleInput, signatureFinding } from '../../testing/report-input.ts'
import { chainSentence } from '../wording/chain.ts'
import { buildChain } from './chain.ts'
import { Facts } from './facts.ts'

const [task, job] = [
  { kind: 'task', id: '9' },
  { kind: 'job', id: '77' },
] as const
const { crashes } = sampleInput()
const trouble = (seconds: number, more: Partial<Trouble> = {}): Trouble => ({
  ...{ entity: task, node: 'tidb-1', kind: 'task.tick-error', error: 'no leader', where: { source: 'b/tidb.log', line: 100 + seconds } },
  ...{ time: at(seconds), text: 'line', count: 1 },
  ...more,
})
const told = (rest: Partial<Replayed>, finding = signatureFinding) =>
  buildChain(finding, [task, job], new Facts(makeReplayed(rest), [])).map(({ text }) => text)

describe('a chain', () => {
  test('tells each role of the evidence once, with its error, where it was first met', () => {
    const troubles = [trouble(3, { where: signatureFinding.evidence[1]!.where, error: 'lock held' })]
    expect(buildChain(signatureFinding, [task], new Facts(makeReplayed({ troubles }), []))).toEqual([
      { time: '2025-01-07T18:12:56.968+08:00', text: 'lock: lock held', where: { source: 'b/tidb.log', line: 4 }, count: 2 },
    ])
  })

  test('begins with the first trouble of the same job and task, and that of its node shortly before', () => {
    const node = { kind: 'node', id: 'tidb-1' } as const
    const troubles = [
      trouble(-7_200),
      trouble(-100),
      trouble(-50, { kind: 'task.plan-error' }),
      trouble(-40, { kind: 'task.plan-failed' }),
      trouble(-600, { entity: node, kind: 'etcd.retry', error: 'timeout' }),
      trouble(-60, { entity: node, kind: 'etcd.retry', error: 'timeout' }),
      trouble(-60, { entity: node, node: 'tidb-2', kind: 'etcd.retry', error: 'timeout' }),
      trouble(-60, { entity: { kind: 'task', id: '10' } }),
      trouble(6),
    ]
    expect(told({ troubles })).toEqual([
      'task 9: tick error: no leader',
      'node tidb-1: etcd retry: timeout',
      'task 9: plan error: no leader',
      'lock',
    ])
  })

  test('names deaths of its nodes and new owners before it, and what became of the job and the task', () => {
    const lives = [
      { start: null, end: at(-10), endedBy: 'killed' },
      { start: at(-5), end: null, endedBy: 'open' },
    ] as const
    const nodes = [
      { id: 'tidb-1', versions: [], lives, ddlOwner: [{ from: null, to: at(-10) }], clock: null },
      { id: 'tidb-2', versions: [], lives, ddlOwner: [{ from: at(-4), to: null }], clock: null },
    ]
    const step = { from: 'running', event: 'x', where: { source: 'b/tidb.log', line: 77 }, course: 'normal', count: 1 } as const
    const history = {
      machine: 'job',
      entity: job,
      node: null,
      states: ['cancelled'],
      ended: true,
      verdict: 'conforming',
      assumptions: [],
      violations: [],
    } as const
    const histories = [{ ...history, steps: [{ ...step, to: 'cancelled', time: at(30) }] }]
    expect(told({ nodes, histories })).toEqual([
      'the tidb-server on tidb-1 is killed',
      'tidb-2 becomes the DDL owner',
      'lock',
      'job 77 ends as cancelled',
    ])
    expect(told({ histories: [{ ...history, steps: [{ ...step, to: 'cancelled', time: at(-30) }] }] })).toEqual(['lock'])
  })

  test('tells a crash by whom it befell and where', () => {
    const evidence = [{ where: crashes[0]!.where, time: at(9), text: 'panic: …', role: 'in-check' }]
    expect(buildChain({ ...signatureFinding, evidence }, [], new Facts(makeReplayed(), crashes)).map(({ text }) => text)).toEqual([
      'the tidb-server on tidb-1 crashes in ddl.(*ctx).paused and exits',
    ])
  })

  test('says what a role stands for, where its signature tells, with the ids that are known', () => {
    const signature = {
      ...signatureFinding.signature!,
      says: { lock: 'the engine of subtask {subtask} of job {job} is locked', 'in-check': 'a check fails' },
    }
    const entities = [job, { kind: 'subtask', id: '3' }, { kind: 'subtask', id: '4' }] as const
    const evidence = [
      { where: crashes[0]!.where, time: at(9), text: 'panic: …', role: 'in-check' },
      { where: { source: 'a', line: 1 }, time: at(1), text: '', role: 'lock' },
    ]
    const links = (more: Partial<typeof signatureFinding>) =>
      buildChain({ ...signatureFinding, signature, evidence, ...more }, [], new Facts(makeReplayed(), crashes)).map(({ text }) => text)
    expect(links({ entities })).toEqual([
      'the engine of a subtask of job 77 is locked',
      'a check fails, and the tidb-server on tidb-1 crashes in ddl.(*ctx).paused and exits',
    ])
    expect(links({ entities: entities.slice(1, 2) })[0]).toBe('the engine of subtask 3 of the job is locked')
  })

  test('leaves what has no time behind what was named before it', () => {
    const roles = [
      ['late', at(9)],
      ['timeless', null],
      ['early', at(3)],
    ] as const
    const evidence = roles.map(([role, time], i) => ({ where: { source: 'a', line: i }, time, text: '', role }))
    const chain = buildChain({ ...signatureFinding, evidence }, [], new Facts(makeReplayed(), []))
    expect(chain.map(({ text }) => text)).toEqual(['early', 'late', 'timeless'])
  })

  test('takes times without a zone to be of the zone of the others', () => {
    const evidence = [
      { where: { source: 'a', line: 1 }, time: { ms: Date.UTC(2025, 0, 7, 18, 12, 50), zone: null }, text: '', role: 'early' },
      { where: { source: 'a', line: 2 }, time: { ms: Date.UTC(2025, 0, 7, 10, 13, 50), zone: 0 }, text: '', role: 'late' },
      { where: { source: 'a', line: 3 }, time: at(3), text: '', role: 'middle' },
    ]
    const chain = buildChain({ ...signatureFinding, evidence }, [], new Facts(makeReplayed(), []))
    expect(chain.map(({ time, text }) => `${time} ${text}`)).toEqual([
      '2025-01-07T18:12:50.000+08:00 early',
      '2025-01-07T18:12:56.968+08:00 middle',
      '2025-01-07T18:13:50.000+08:00 late',
    ])
  })
})

describe('in the summary', () => {
  const link = (text: string, second: number, count = 1) => ({ time: `2025-01-07T18:12:0${second}.000+08:00`, text, where: null, count })

  test('a chain is one sentence, each second told once', () => {
    expect(chainSentence([link('a', 1), link('b', 1, 3), link('c', 2)])).toBe('How it came about: a (18:12:01) → b × 3 → c (18:12:02).')
    expect(chainSentence([link('a', 1)])).toBe('')
  })

  test('a long one is cut in the middle', () => {
    const links = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => link(text, 1))
    expect(chainSentence(links)).toBe('How it came about: a (18:12:01) → b → … → d → e → f.')
  })
})
