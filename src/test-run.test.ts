import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { ReportFinding } from './report/report.ts'
import { open } from './source/open.ts'
import { triage } from './triage.ts'

const log = '[2025/01/07 18:12:58.968 +08:00] [WARN] [ddl_worker.go:12] ["inside"] [jobID=443]'

const verbose = [
  '=== RUN   TestNested',
  log,
  '=== RUN   TestNested/inner',
  log,
  '    a_test.go:21: assets 10, debts 12',
  '--- FAIL: TestNested (0.00s)',
  '    --- FAIL: TestNested/inner (0.00s)',
  '=== RUN   TestQuiet',
  '    a_test.go:30: all is well',
  '--- PASS: TestQuiet (0.00s)',
  '=== RUN   TestRequire',
  '    a_test.go:28: ',
  '        \tError Trace:\t/src/a_test.go:28',
  '        \tError:      \tNot equal: ',
  '--- FAIL: TestRequire (0.00s)',
  '=== RUN   Test',
  '',
  '----------------------------------------------------------------------',
  'FAIL: b_test.go:37: suite.TestChecked',
  '',
  'b_test.go:39:',
  '    c.Assert(1, check.Equals, 2)',
  '... obtained int = 1',
  '... expected int = 2',
  '',
  'OOPS: 0 passed, 1 FAILED',
  '--- FAIL: Test (0.00s)',
  'FAIL',
  'FAIL\texample.com/gt\t0.010s',
  'FAIL',
]

async function failures(lines: readonly string[]): Promise<ReadonlyMap<string, ReportFinding>> {
  const sources = open(['-'], { stdin: Readable.from([Buffer.from(`${lines.join('\n')}\n`)]) })
  const { findings } = await triage({ sources, signatures: builtInSignatures(), version: '0', minCoverage: 0.1 })
  const tests = findings.filter(({ kind }) => kind === 'test-failure')
  return new Map(tests.map((finding) => [finding.entities.find(({ kind }) => kind === 'test')?.id ?? '', finding]))
}

test('a failing test carries what it asserted, and not what a test said that passed', async () => {
  const found = await failures(verbose)
  const said = (name: string): string => found.get(name)?.evidence[0]?.text ?? ''
  expect([...found.keys()].sort()).toEqual(['Test', 'TestNested/inner', 'TestRequire', 'suite.TestChecked'])
  expect(said('TestNested/inner')).toBe('    a_test.go:21: assets 10, debts 12\n    --- FAIL: TestNested/inner (0.00s)')
  expect(said('TestRequire')).toMatch(/Error:\s+Not equal/)
  expect(said('suite.TestChecked')).toMatch(/b_test\.go:39:[\s\S]*obtained int = 1/)
  expect(JSON.stringify([...found.values()])).not.toContain('all is well')
})

test('also through a runner that prints events', async () => {
  const events = verbose.map((line) =>
    JSON.stringify({
      Time: '2025-01-07T10:12:58Z',
      Action: 'output',
      Package: 'example.com/gt',
      Test: 'TestNested/inner',
      Output: `${line}\n`,
    }),
  )
  const found = await failures(events)
  expect(found.get('TestNested/inner')?.evidence[0]?.text).toContain('assets 10, debts 12')
})
