import { expect, test } from 'vitest'
import { plainPolicy, reportOf } from '../testing/gate-runs.ts'
import { updated } from './baseline.ts'
import { judge } from './judge.ts'

const TODAY = '2026-11-20'
const failed = (name: string): string => `--- FAIL: TestSame (0.00s)\n    a_test.go:7: no\nFAIL\nFAIL\texample.com/${name}\t0.1s\n`
const policy = { ...plainPolicy, newOnly: true }
const judged = async (text: string, baseline: Parameters<typeof judge>[2] = null) =>
  judge(await reportOf(['-'], text), policy, baseline, TODAY)

test('a test that is known in one package is not known in another of the same name', async () => {
  const known = updated([], await judged(failed('a')), TODAY)
  expect((await judged(failed('a'), known)).outcome).toBe('pass')
  expect((await judged(failed('b'), known)).outcome).toBe('fail')
  expect((await judged(failed('a') + failed('b'), known)).outcome).toBe('fail')
})

test('a test has the same fingerprint as text and as events, whatever stands around it', async () => {
  const events = [
    '{"Action":"run","Package":"example.com/a","Test":"TestSame"}',
    '{"Action":"output","Package":"example.com/a","Test":"TestSame","Output":"--- FAIL: TestSame (0.00s)\\n"}',
    '{"Action":"fail","Package":"example.com/a","Test":"TestSame"}',
    '{"Action":"fail","Package":"example.com/a"}',
  ]
  const texts = [failed('a'), `${events.join('\n')}\n`, `ok  \texample.com/z\t0.1s\n${failed('a')}`]
  const prints = await Promise.all(texts.map(async (text) => (await judged(text)).findings.map(({ fingerprint }) => fingerprint)))
  expect(prints[0]).toHaveLength(1)
  expect([prints[1], prints[2]]).toEqual([prints[0], prints[0]])
})
