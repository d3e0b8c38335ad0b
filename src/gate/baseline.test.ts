import { describe, expect, test } from 'vitest'
import type { BaselineEntry } from '../report/gate/judgement.ts'
import { plainPolicy, reportOf } from '../testing/gate-runs.ts'
import { knownSoFar, updated } from './baseline.ts'
import { judge } from './judge.ts'

const TODAY = '2026-11-20'
const policy = { ...plainPolicy, newOnly: true }
const run = () => reportOf(['fixtures/test-runs/go1.26/race.txt'])

describe('the baseline of a run', () => {
  test('lets pass what it holds until the day on which an entry runs out, that day included', async () => {
    const report = await run()
    const [entry] = updated([], judge(report, policy, null, TODAY), TODAY) as [BaselineEntry]
    const outcomeWith = (expires: string | null) => {
      const { outcome, findings, expired } = judge(report, policy, [{ ...entry, expires }], TODAY)
      return [outcome, findings[0]!.standing, expired.length]
    }
    expect(outcomeWith(null)).toEqual(['pass', 'known', 0])
    expect(outcomeWith(TODAY)).toEqual(['pass', 'known', 0])
    expect(outcomeWith('2026-11-19')).toEqual(['fail', 'expired', 1])
  })

  test('keeps its reasons when it is updated, renews what had run out, and tells what is not seen any more', async () => {
    const report = await run()
    const [entry] = updated([], judge(report, policy, null, TODAY), TODAY) as [BaselineEntry]
    const gone = { ...entry, fingerprint: 'stall:0123456789ab', code: 'stall', title: 'gone' }
    const held = [{ ...entry, reason: 'flaky', owner: 'ddl', expires: '2026-01-01' }, gone]
    const judgement = judge(report, policy, held, TODAY)
    expect(judgement.vanished).toEqual([gone])
    expect(updated(held, judgement, TODAY)).toEqual([{ ...entry, reason: 'flaky', owner: 'ddl', expires: null }, gone])
  })

  test('knows a failure before its package is known, unless its entry has run out', async () => {
    const report = await run()
    const [entry] = updated([], judge(report, policy, null, TODAY), TODAY) as [BaselineEntry]
    const early = { fingerprint: report.findings[0]!.id }
    expect(early.fingerprint).not.toBe(entry.fingerprint)
    expect(knownSoFar([entry], TODAY)(early)).toBe(true)
    expect(knownSoFar([{ ...entry, expires: '2026-11-19' }], TODAY)(early)).toBe(false)
    expect(knownSoFar([{ ...entry, inAnyPackage: '' }], TODAY)(early)).toBe(false)
    // an entry that somebody wrote by hand learns it
    expect(updated([{ ...entry, inAnyPackage: '' }], judge(report, policy, [entry], TODAY), TODAY)).toEqual([entry])
  })

  test('lets pass what a known failure explains, and no more', async () => {
    const report = await run()
    const [first] = report.findings
    const effect = { ...first!, id: 'stall:0123456789ab', code: 'stall', kind: 'stall', causedBy: [first!.id] }
    const both = { ...report, findings: [first!, effect] }
    const entries = updated([], judge(report, policy, null, TODAY), TODAY)
    expect(judge(both, policy, entries, TODAY).findings.map(({ standing }) => standing)).toEqual(['known', 'consequence'])
    expect(judge(both, policy, entries, TODAY).outcome).toBe('pass')
    expect(judge(both, policy, [], TODAY).findings.map(({ fails }) => fails)).toEqual([true, true])
  })
})
