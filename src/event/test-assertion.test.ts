import { describe, expect, test } from 'vitest'
import { reportOf } from '../testing/gate-runs.ts'
import { assertionIn } from './test-assertion.ts'

const testify = [
  '    ledger_test.go:44: ',
  '        \tError Trace:\t/src/pkg/ddl/ledger_test.go:44',
  '        \t            \t\t\t\tasm_amd64.s:1371',
  '        \tError:      \tNot equal: ',
  '        \t            \texpected: 12',
  '        \t            \tactual  : 10',
  '        \t            \t',
  '        \t            \tDiff:',
  '        \t            \t--- Expected',
  '        \tTest:       \tTestLedger',
  '        \tMessages:   \tthe books do not match',
]
const unexpected = [
  ...testify.slice(0, 2),
  '        \tError:      \tReceived unexpected error:',
  '        \t            \t[ddl:8999]no such ledger',
  '        \t            \tgithub.com/pingcap/errors.AddStack',
  '        \t            \t\t/go/pkg/mod/errors/errors.go:178',
  '        \tTest:       \tTestLedger',
]
const checked = ['books_test.go:39:', '    c.Assert(n, check.Equals, 2)', '... obtained int = 1', '... expected int = 2']
const failed = '--- FAIL: TestLedger (0.34s)'

describe('what a test asserted, in one line', () => {
  test('of testify', () => {
    expect(assertionIn(testify.join('\n'))).toBe('ledger_test.go:44: Not equal: expected: 12, actual: 10 (the books do not match)')
    expect(assertionIn(unexpected.join('\n'))).toBe('ledger_test.go:44: Received unexpected error: [ddl:8999]no such ledger')
  })

  test('of check.v1, and of a test that speaks itself: what ended it came last', () => {
    expect(assertionIn(checked.join('\n'))).toBe('books_test.go:39: c.Assert(n, check.Equals, 2): obtained int = 1, expected int = 2')
    expect(assertionIn(`    a_test.go:20: begins\n    a_test.go:21: assets 10, debts 12\n${failed}`)).toBe(
      'a_test.go:21: assets 10, debts 12',
    )
  })

  test('of one that said nothing there is none, and what has no end is cut', () => {
    expect(assertionIn(failed)).toBe('')
    expect(assertionIn(`        \tError:      \t${'x'.repeat(5_000)}`).length).toBeLessThan(500)
  })
})

describe('the report tells it', () => {
  const stamp = (line: string) => `[2023-02-07T10:12:58.968Z] ${line}`
  // biome-ignore format: one form, one line
  test.each([
    ['above, without the line that began the test', [...testify, failed]],
    ['above, as CI stamps it', ['=== RUN   TestLedger', ...testify, failed].map(stamp)],
    ['above, with blanks for tabs and without indent', ['ledger_test.go:44:', ...testify.slice(1).map((line) => line.replaceAll('\t', '    ')), failed]],
    ['below', [failed, ...testify]],
  ])('%s', async (_, lines) => {
    const { findings } = await reportOf(['-'], `${lines.join('\n')}\n`)
    expect(findings.map(({ explanation }) => explanation)).toEqual([
      'ledger_test.go:44: Not equal: expected: 12, actual: 10 (the books do not match)',
    ])
  })

  test.each([
    ['above', [...unexpected, failed]],
    ['below', [failed, ...unexpected]],
  ])('an error whose stack stands %s is no crash', async (_, lines) => {
    const { findings, crashes } = await reportOf(['-'], `${lines.join('\n')}\n`)
    expect(findings[0]?.explanation).toContain('Received unexpected error: [ddl:8999]no such ledger')
    expect(crashes).toEqual([])
  })

  test('but not what a test said that passed', async () => {
    const quiet = ['=== RUN   TestQuiet', '    a_test.go:30: all is well', '--- PASS: TestQuiet (0.00s)', '=== RUN   TestLast']
    const { findings } = await reportOf(['-'], `${[...testify, failed, ...quiet, '--- FAIL: TestLast (0.00s)'].join('\n')}\n`)
    expect(JSON.stringify(findings)).not.toContain('all is well')
  })
})
