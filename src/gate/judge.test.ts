import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exitOfGate } from '../command/verdict.ts'
import type { Report } from '../report/report.ts'
import { cutGzip, plainPolicy, reportOf } from '../testing/gate-runs.ts'
import { updated } from './baseline.ts'
import { judge } from './judge.ts'
import { type Policy, parseAllowance } from './policy.ts'

const TODAY = '2026-11-20'
const RUNS = 'fixtures/test-runs/go1.26'
const passing = readFileSync(`${RUNS}/pass.txt`, 'utf8')
const locked = 'src/knowledge/signatures/ingest-engine-lock-held-by-current-process/positive/v8.5-two-retries.log'
const flaky = `=== RUN   TestA\n--- FAIL: TestA (0.01s)\n=== RUN   TestA\n--- PASS: TestA (0.01s)\nFAIL\nFAIL\texample.com/a\t0.1s\n`
const entry = '[2025/01/07 18:12:53.968 +08:00] [INFO] [a.go:1] ["nothing of ours"]\n'

const inputs: Readonly<Record<string, () => Promise<Report>>> = {
  'a passing run': () => reportOf([`${RUNS}/pass.txt`]),
  'a passing run as events': () => reportOf([`${RUNS}/pass.json`]),
  'a passing run through gotestsum': () => reportOf([`${RUNS}/pass.gotestsum.txt`]),
  'a healthy cluster': () => reportOf(['fixtures/benign/v8.5-local-sort']),
  'a failed test': () => reportOf([`${RUNS}/fail.txt`]),
  'a leak': () => reportOf([`${RUNS}/leak.txt`]),
  'a timeout': () => reportOf([`${RUNS}/timeout.json`]),
  'a panic': () => reportOf([`${RUNS}/panic.txt`]),
  'a package that was not built': () => reportOf([`${RUNS}/build-failed.txt`]),
  'a known bug': () => reportOf([locked]),
  'a flaky test': () => reportOf(['-'], flaky),
  'a run that was cut': () => reportOf(['-'], `${passing}=== RUN   TestLost\n`),
  'half an archive': () => reportOf(['-'], cutGzip(passing.repeat(100))),
  'a log without anything of ours': () => reportOf(['-'], entry.repeat(50)),
  'a needle in prose': () => reportOf(['-'], `${passing}${'so they said\n'.repeat(1000)}`),
  prose: () => reportOf(['-'], 'good morning\nnothing here\n'),
  nothing: () => reportOf(['-'], ''),
}

interface Wish extends Partial<Policy> {
  /** What the baseline holds: all that the run shows. */
  readonly takenIn?: true
  readonly exitZero?: true
}

const policies: Readonly<Record<string, Wish>> = {
  plain: {},
  'critical only': { failOn: 'critical' },
  'critical, or new': { failOn: 'critical', failOnNew: true },
  'new only': { newOnly: true },
  'new only, all known': { newOnly: true, takenIn: true },
  'all known': { takenIn: true },
  'no finding at all': { failOn: 'critical', maxFindings: 0 },
  'tests allowed': { allow: [parseAllowance('test-failure')] },
  'one test allowed': { allow: [parseAllowance('test-failure@test:TestBooks*'), parseAllowance('*-lock-held-*@job:152')] },
  'flaky allowed': { allowFlaky: true },
  'all understood': { minCoverage: 1 },
  'exit zero': { exitZero: true },
}

/** Exit codes, a digit for each policy in their order. */
const wanted: Readonly<Record<keyof typeof inputs, string>> = {
  'a passing run': '000000000000',
  'a passing run as events': '000000000000',
  'a passing run through gotestsum': '000000000030',
  'a healthy cluster': '000000000000',
  'a failed test': '101101100110',
  'a leak': '101101101110',
  'a timeout': '101101101110',
  'a panic': '111101100110',
  'a package that was not built': '101101101110',
  'a known bug': '101101110110',
  'a flaky test': '101101101010',
  'a run that was cut': '333333333333',
  'half an archive': '333333333333',
  'a log without anything of ours': '333333333333',
  'a needle in prose': '333333333333',
  prose: '333333333333',
  nothing: '333333333333',
}

describe('the exit code', () => {
  test.each(Object.keys(inputs))('of %s is as every policy wants it', async (name) => {
    const report = await inputs[name]!()
    const codes = Object.values(policies).map(({ takenIn, exitZero, ...wish }) => {
      const policy = { ...plainPolicy, ...wish }
      const baseline = takenIn ? updated([], judge(report, policy, null, TODAY), TODAY) : null
      return exitOfGate(judge(report, policy, baseline, TODAY), exitZero ?? false)
    })
    const told = Object.keys(policies).map((policy, i) => `${policy}: ${codes[i]}`)
    expect(told).toEqual(Object.keys(policies).map((policy, i) => `${policy}: ${wanted[name]![i]}`))
  })
})
