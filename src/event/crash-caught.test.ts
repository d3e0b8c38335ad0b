import { expect, test } from 'vitest'
import { readText } from '../testing/crashes.ts'

/** The crashes of a text: message, tests, frame to blame, whether the process ended. */
function told(text: string): readonly unknown[] {
  return readText(text).crashes.map(({ message, tests, rootFrame, endedProcess }) => [message, tests, rootFrame?.func, endedProcess])
}

const stack = (indent: string): string =>
  [
    'goroutine 10 [running]:',
    'runtime/debug.Stack()',
    '\t/go/src/runtime/debug/stack.go:26 +0x5e',
    'github.com/stretchr/testify/suite.failOnPanic(0x1, {0x2, 0x3})',
    '\t/go/pkg/mod/github.com/stretchr/testify@v1.10.0/suite/suite.go:89 +0x37',
    'panic({0x823b80?, 0xc06930?})',
    '\t/go/src/runtime/panic.go:860 +0x13a',
    'example.com/ledger.(*Books).TestClosed(0x0?)',
    '\t/src/books_test.go:17 +0x28',
    'reflect.Value.Call({0x1?, 0x2?, 0x0?}, {0x3?, 0x0?, 0x754?})',
    '\t/go/src/reflect/value.go:369 +0xb9',
  ]
    .map((line) => indent + line)
    .join('\n')

test('a panic that a suite caught is of the test whose method is on its stack, whether it is printed above or below', () => {
  const said = '    suite.go:87: test panicked: assignment to entry in nil map'
  const failed = ['    --- FAIL: TestBooks/TestOpened (0.00s)', '    --- FAIL: TestBooks/TestClosed (0.00s)']
  const wanted = [['assignment to entry in nil map', ['TestBooks/TestClosed'], 'example.com/ledger.(*Books).TestClosed', false]]
  expect(told([said, stack('        '), '--- FAIL: TestBooks (0.00s)', ...failed, 'FAIL'].join('\n'))).toEqual(wanted)
  expect(told(['--- FAIL: TestBooks (0.00s)', ...failed, `    ${said}`, stack('            '), 'FAIL'].join('\n'))).toEqual(wanted)
})

test('what a program says above a stack that it prints is the message', () => {
  for (const line of [
    '2026/11/30 14:39:25 panic: lost',
    'E1130 14:39:25.123456 1 runtime.go:79] Observed a panic: lost',
    'recovered: lost',
    'lost',
  ])
    expect(told(`begun\n${line}\n${stack('')}`)).toEqual([['lost', [], 'example.com/ledger.(*Books).TestClosed', false]])
})

test('a word about a panic without a stack is none', () => {
  expect(told('--- FAIL: TestBooks (0.00s)\n    a_test.go:12: panic: only said\nFAIL')).toEqual([])
})
