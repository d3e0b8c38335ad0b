import { describe, expect, test } from 'vitest'
import { errors } from '../knowledge/error-codes.ts'
import { explanations } from '../knowledge/explanations.ts'
import { makeSignature } from '../testing/events.ts'
import type { Finding } from './finding.ts'
import { errorOf, remind } from './reminders.ts'

const finding = (code: string, message: string, rest: Partial<Finding> = {}): Finding => ({
  ...{ code, kind: 'livelock', severity: 'high', confidence: 'medium', entities: [], nodes: [], first: null, last: null, count: 1 },
  ...{ evidence: [], signature: null, causedBy: [], arguments: { message } },
  ...rest,
})
const told = (one: Finding, running: string | null = null) => remind([one], { errors, explanations }, running)[0]!.arguments

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
    expect(told(finding('retry-storm', 'no such thing')).like).not.toContain('global-sort-retry-on-cancelled-context')
  })

  test('what a signature accounts for is left as it is', () => {
    const caused = finding('livelock', 'backend context not found', { causedBy: ['x'] })
    const signed = finding('x', 'backend context not found', { signature: makeSignature('a', { a: { event: 'a' } }) })
    expect(remind([caused, signed], { errors, explanations }, null)).toEqual([caused, signed])
  })
})

test('every row has its own name and a source', () => {
  const names = [...errors.map(({ code }) => code), ...explanations.map(({ id }) => id)]
  expect(new Set(names).size).toBe(names.length)
  for (const { cite, texts } of errors) expect(cite !== '' && texts.length > 0).toBe(true)
})
