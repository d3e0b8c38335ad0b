import { describe, expect, test } from 'vitest'
import { brokenIn, type Logs, withoutRule } from './rule-logs.ts'

/** What breaks a rule, what looks like it and is legal, and what breaks it no more since lines may be missing. */
export interface RuleCase {
  readonly broken: Logs
  readonly legal: readonly Logs[]
  readonly lost: readonly Logs[]
}

/** Tests rows of the tables by what a whole report tells of a few lines. */
export function testRules(cases: Readonly<Record<string, RuleCase>>): void {
  describe.each(Object.entries(cases))('%s', (id, { broken, legal, lost }) => {
    test('is told when it is broken, and nothing else is', async () => expect(await brokenIn(broken)).toEqual([id]))
    test('is needed: without it this passes', async () => expect(await brokenIn(broken, withoutRule(id))).toEqual([]))
    test('is not told of what is legal', async () => {
      for (const logs of legal) expect(await brokenIn(logs)).not.toContain(id)
    })
    test('is not told where lines may be missing', async () => {
      for (const logs of lost) expect(await brokenIn(logs)).not.toContain(id)
    })
  })
}
