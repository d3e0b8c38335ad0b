import { describe, expect, test } from 'vitest'
import { fingerprint as stackFingerprint } from '../../event/crash-fingerprint.ts'
import { blame } from '../../knowledge/blame.ts'
import { subjects } from '../../knowledge/index.ts'
import { builtInSignatures } from '../../knowledge/signatures.ts'
import type { Finding } from '../../signature/finding.ts'
import { cpuMs } from '../../testing/cpu.ts'
import { fingerprint, fingerprintOf } from './fingerprint.ts'
import { withoutOccurrence } from './occurrence.ts'

const plain: Finding = {
  ...{ code: 'go-panic', kind: 'crash', severity: 'critical', confidence: 'high', entities: [], nodes: [], first: null, last: null },
  ...{ count: 1, evidence: [], signature: null, arguments: {}, causedBy: [] },
}
const ofTest = (name: string): Finding => ({
  ...plain,
  ...{ code: 'test-failure', kind: 'test-failure', entities: [{ kind: 'test', id: name }], arguments: { test: name } },
})
const ofStack = (...functions: string[]): Finding => {
  const frames = functions.map((func) => ({ func, package: 'a', file: 'a.go', line: 1, args: '' }))
  return { ...plain, arguments: { fingerprint: stackFingerprint([frames], blame), message: 'm', frame: functions[0]! } }
}
const loop = (message: string, over: Partial<Finding> = {}): Finding => ({
  ...plain,
  ...{ code: 'livelock', kind: 'livelock', entities: [{ kind: 'job', id: '443' }], arguments: { round: 'a.b, c.d', message } },
  ...over,
})

describe('a fingerprint', () => {
  test.each([
    ['[tikv:9005]Region 1234 is unavailable', '[tikv:9005]Region 77 is unavailable'],
    ['dial tcp 10.0.1.5:2379: connect: connection refused', 'dial tcp pd-0.pd-peer:2380: connect: connection refused'],
    ['dial tcp [fe80::1]:2379: refused', 'dial tcp 127.0.0.1:2379: refused'],
    ['lookup tc-pd-1.tc-pd-peer.ns-7.svc.cluster.local: no such host', 'lookup db-pd-0.db-pd-peer.prod.svc: no such host'],
    ['job 443 took 1m2.5s', 'job 9 took 350ms'],
    ['key 7480000000000000685f69 not found', 'key 74800000000000ff005f72 not found'],
    ['task d2a4b17c-0f5e-6d7c-8b9a-0f1e2d3c4b5a lost', 'task 00000000-1111-2222-3333-444444444444 lost'],
    ['at 2025-01-07 18:12:53.968 +08:00 in job_worker.go:12', 'at 2026-11-20T00:00:00Z in job_worker.go:913'],
    ['subtasks [1, 2, 3] failed', 'subtasks [7] failed'],
    ['0xc000123456 is bad', '0x18 is bad'],
  ])('is the same for %j and %j', (one, other) => {
    expect(fingerprint(loop(one))).toBe(fingerprint(loop(other)))
  })

  test.each([
    ['[kv:9007]Write conflict', '[kv:8022]Write conflict'],
    ['Error 1105: failed', 'Error 1062: failed'],
    ['failed in job_worker.go:1', 'failed in schema_worker.go:1'],
    ['PD timeout', 'TiKV timeout'],
  ])('differs for %j and %j', (one, other) => {
    expect(fingerprint(loop(one))).not.toBe(fingerprint(loop(other)))
  })

  test('does not depend on the node, the step of a loop that came first, the count, or its place among others', () => {
    const wanted = fingerprint(loop('node tidb-1 is lost'))
    const other = {
      round: 'c.d, a.b',
      message: 'node prod-db-x is lost',
      period: '70',
      left: '3',
      known: 'It passes.',
      like: 'It may be x.',
    }
    expect(fingerprint(loop('', { nodes: ['prod-db-x'], count: 9, arguments: other }))).toBe(
      fingerprint(loop('', { nodes: ['db7'], arguments: { ...other, message: 'node db7 is lost' } })),
    )
    expect([fingerprintOf(`${wanted}-12`), fingerprintOf(wanted)]).toEqual([wanted, wanted])
  })

  test('is told apart over more than 10,000 failures', () => {
    const steps = subjects.flatMap(({ name, states }) => {
      const all = [...states.initial, ...states.resting, ...states.final, ...states.other]
      const pairs = [...new Set(all)].flatMap((from) => [...new Set(all)].map((to) => ({ machine: name, from, to })))
      return pairs.map((pair): Finding => ({ ...plain, code: `illegal-${name}-step`, kind: 'violation', arguments: pair }))
    })
    const rules = subjects.flatMap(({ invariants }) =>
      invariants.map(({ id }): Finding => ({ ...plain, code: id, kind: 'invariant', arguments: { invariant: id } })),
    )
    const known = builtInSignatures().map((signature): Finding => ({ ...plain, code: signature.id, kind: 'signature', signature }))
    const tests = Array.from({ length: 4_000 }, (_, i) => ofTest(`TestAddIndex${i % 200}/case_${Math.floor(i / 200)}`))
    const stacks = Array.from({ length: 4_000 }, (_, i) => ofStack(`ddl.(*worker).run${i % 63}`, `ddl.step${i}`))
    const words = ['lost', 'late', 'gone', 'full', 'torn', 'cold', 'null', 'busy', 'dead', 'odd']
    const messages = Array.from({ length: 2_000 }, (_, i) => loop([...String(i)].map((digit) => words[Number(digit)]).join(' ')))
    const all = [...steps, ...rules, ...known, ...tests, ...stacks, ...messages]
    expect(all.length).toBeGreaterThan(10_000)
    expect(new Set(all.map(fingerprint)).size).toBe(all.length)
  })

  test('of a hostile text takes no time', () => {
    const took = cpuMs(() => {
      for (const part of ['a.', '1-', 'f', '0x', '1h', 'a-', '[', ':', '# '])
        expect(withoutOccurrence(part.repeat(1_000_000), ['a'.repeat(50)]).length).toBeLessThan(2_100)
    })
    expect(took).toBeLessThan(3_000)
  })
})
