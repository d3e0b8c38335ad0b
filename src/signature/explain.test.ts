import { describe, expect, test } from 'vitest'
import type { EntityRef } from '../event/event.ts'
import type { EntityRecord } from '../replay/history.ts'
import { explain } from './explain.ts'
import type { Finding } from './finding.ts'

const finding = (
  kind: Finding['kind'],
  code: string,
  entities: readonly EntityRef[],
  line: number,
  rest: Partial<Finding> = {},
): Finding => ({
  ...{
    code,
    kind,
    severity: 'high',
    confidence: 'high',
    entities,
    nodes: ['tidb-0'],
    count: 1,
    signature: null,
    arguments: {},
    causedBy: [],
  },
  ...{ first: { ms: line, zone: 0 }, last: { ms: line, zone: 0 } },
  evidence: [{ where: { source: 'a', line }, time: null, text: '', role: 'x' }],
  ...rest,
})
const job = (id: string): EntityRef => ({ kind: 'job', id })
const subtask = (id: string): EntityRef => ({ kind: 'subtask', id })
const entities: readonly EntityRecord[] = [
  { ref: subtask('100'), kin: { job: '1' }, attributes: {}, nodes: [], first: null, last: null, events: 1 },
]
const causes = (...findings: Finding[]): string[] => explain(findings, entities).map(({ causedBy }) => causedBy.join())

describe('a signature explains', () => {
  test('what went wrong with its entities and their kin, and nothing of others', () => {
    const known = finding('signature', 's', [job('1')], 1)
    const effects = [
      finding('livelock', 'l', [subtask('100')], 5),
      finding('violation', 'v', [job('1')], 5),
      finding('stall', 'w', [job('2')], 5),
    ]
    expect(causes(known, ...effects)).toEqual(['', 's', 's', ''])
  })

  test('the crash that it is about, and what came of it on that node', () => {
    const known = finding('signature', 's', [], 7)
    const crash = finding('crash', 'go-panic', [], 7)
    expect(causes(known, crash, finding('crash', 'go-panic', [], 8))).toEqual(['', 's', ''])
    expect(causes(known, crash, finding('stall', 'w', [job('2')], 9))).toEqual(['', 's', 's'])
    expect(causes(known, crash, finding('stall', 'w', [job('2')], 6))).toEqual(['', 's', ''])
    expect(causes(known, crash, finding('stall', 'w', [job('2')], 9, { nodes: ['tidb-1'] }))).toEqual(['', 's', ''])
  })

  test('nothing where it is unsure, and never another signature', () => {
    const effect = finding('livelock', 'l', [job('1')], 5)
    expect(causes(finding('signature', 's', [job('1')], 1, { confidence: 'low' }), effect)).toEqual(['', ''])
    expect(causes(finding('signature', 's', [job('1')], 1), finding('signature', 't', [job('1')], 2))).toEqual(['', ''])
  })
})
