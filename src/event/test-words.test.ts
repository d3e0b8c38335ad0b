import { expect, test } from 'vitest'
import { wordsOf } from './test-words.ts'

/** What each test said, by name; lines are numbered from 1. */
function said(text: string, above?: string): Record<string, string> {
  const lines = text.trim().length === 0 ? [] : text.slice(1, -1).split('\n')
  const words = wordsOf({ lines, at: lines.map((_, i) => i + 1), where: { source: 'x', line: 1 }, ...(above && { above }) })
  return Object.fromEntries(words.map(({ name, where, text: own }) => [name, `${where.line}: ${own.replaceAll('\n', ' | ')}`]))
}

test('with -v a test speaks above the line that says that it failed, for all that it is made of', () => {
  expect(
    said(`
    a_test.go:21: assets 10, debts 12
--- FAIL: TestNested (0.00s)
    --- FAIL: TestNested/inner (0.00s)
    a_test.go:28:
        \tError:      \tNot equal:
--- FAIL: TestRequire (0.00s)
FAIL\texample.com/gt\t0.010s
`),
  ).toEqual({
    TestNested: '1:     a_test.go:21: assets 10, debts 12 | --- FAIL: TestNested (0.00s)',
    'TestNested/inner': '1:     a_test.go:21: assets 10, debts 12 |     --- FAIL: TestNested/inner (0.00s)',
    TestRequire: '4:     a_test.go:28: |         \tError:      \tNot equal: | --- FAIL: TestRequire (0.00s)',
  })
})

test('tests that passed beside it say nothing', () => {
  const beside = `
    a_test.go:7: differ
--- FAIL: TestMany (0.00s)
    --- PASS: TestMany/a (0.01s)
    --- FAIL: TestMany/b (0.01s)
    --- SKIP: TestMany/c (0.01s)
`
  expect(said(beside)).toEqual({
    TestMany: '1:     a_test.go:7: differ | --- FAIL: TestMany (0.00s)',
    'TestMany/b': '1:     a_test.go:7: differ |     --- FAIL: TestMany/b (0.01s)',
  })
})

test('what the runner says is of one of several tests is said of no other, but of what that one is part of', () => {
  const beside = `
    a_test.go:7: differ
--- FAIL: TestMany (0.00s)
    --- FAIL: TestMany/a (0.01s)
    --- FAIL: TestMany/b (0.01s)
    a_test.go:9: gone
--- FAIL: TestOther (0.00s)
`
  expect(said(beside, '=== NAME  TestMany/b')).toEqual({
    TestMany: '1:     a_test.go:7: differ | --- FAIL: TestMany (0.00s)',
    'TestMany/a': '3:     --- FAIL: TestMany/a (0.01s)',
    'TestMany/b': '1:     a_test.go:7: differ |     --- FAIL: TestMany/b (0.01s)',
    TestOther: '5:     a_test.go:9: gone | --- FAIL: TestOther (0.00s)',
  })
})

test('without -v it speaks below, and so does a test of check.v1', () => {
  expect(
    said(`
--- FAIL: TestNested (0.00s)
    --- FAIL: TestNested/inner (0.00s)
        a_test.go:21: assets 10, debts 12
--- FAIL: TestRequire (0.00s)
    a_test.go:28: 1 is not 2
`),
  ).toEqual({
    TestNested: '1: --- FAIL: TestNested (0.00s)',
    'TestNested/inner': '2:     --- FAIL: TestNested/inner (0.00s) |         a_test.go:21: assets 10, debts 12',
    TestRequire: '4: --- FAIL: TestRequire (0.00s) |     a_test.go:28: 1 is not 2',
  })
  expect(
    said(`
FAIL: a_test.go:37: suite.TestChecked
a_test.go:39:
... obtained int = 1
--- FAIL: Test (0.00s)
`),
  ).toEqual({
    'suite.TestChecked': '1: FAIL: a_test.go:37: suite.TestChecked | a_test.go:39: | ... obtained int = 1',
    Test: '4: --- FAIL: Test (0.00s)',
  })
})
