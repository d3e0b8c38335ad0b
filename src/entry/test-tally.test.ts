import { describe, expect, test } from 'vitest'
import { joinTests } from './join-tests.ts'
import { readTestLine } from './test-line.ts'
import { TestLogs } from './test-log.ts'
import type { TestOutcome } from './test-outcomes.ts'
import { type TestSummary, TestTally } from './test-tally.ts'

function tallied(text: string, first = 1): TestSummary {
  const tally = new TestTally()
  const logs = new TestLogs()
  for (const [i, line] of text.split('\n').entries()) tally.see(line, first + i, logs)
  return tally.summary()
}

const told = ({ package: name, test, passed, failed, skipped }: TestOutcome): string =>
  `${name} ${test}: ${passed} passed, ${failed} failed, ${skipped} skipped`

describe('a line of a test runner', () => {
  test.each([
    ['    --- FAIL: TestBooks/balanced (0.00s)', { what: 'test', test: 'TestBooks/balanced', outcome: 'failed' }],
    ['--- SKIP: TestBooks', { what: 'test', test: 'TestBooks', outcome: 'skipped' }],
    ['=== RUN   TestBooks', { what: 'run', test: 'TestBooks' }],
    ['=== FAIL: pkg/ddl TestBooks (0.00s)', { what: 'summary', package: 'pkg/ddl', test: 'TestBooks' }],
    ['=== FAIL: pkg/ddl  (0.00s)', { what: 'noise' }],
    ['ok  \texample.com/a\t0.1s', { what: 'package', package: 'example.com/a', outcome: 'passed' }],
    ['FAIL\texample.com/a [build failed]', { what: 'package', package: 'example.com/a', outcome: 'failed' }],
    ['✖  pkg/ddl (4ms)', { what: 'package', package: 'pkg/ddl', outcome: 'failed' }],
    ['==================== Test output for //pkg/ddl:ddl_test (shard 5 of 15):', { what: 'label', package: '//pkg/ddl:ddl_test' }],
    ['//pkg/ddl:ddl_test     FLAKY, failed in 1 out of 3 in 2.0s', { what: 'target', package: '//pkg/ddl:ddl_test', passed: 2, failed: 1 }],
    ['//pkg/ddl:ddl_test     FAILED in 2 out of 15 in 45.2s', { what: 'target', package: '//pkg/ddl:ddl_test', passed: 0, failed: 1 }],
    ['//pkg/ddl:ddl_test     (cached) PASSED in 3.4s', { what: 'target', package: '//pkg/ddl:ddl_test', passed: 1, failed: 0 }],
    ['{"Action":"skip","Package":"a","Test":"TestB"}', { what: 'event', package: 'a', test: 'TestB', action: 'skipped' }],
    [
      '{"Action":"fail","Package":"a","FailedBuild":"a [a.test]"}',
      { what: 'event', package: 'a', test: '', action: 'failed', isUnbuilt: true },
    ],
    [
      '<testcase name="A&lt;B" classname="a" time="0.1"/>',
      {
        what: 'elements',
        elements: [
          { what: 'case', package: 'a', test: 'A<B' },
          { what: 'case-end', outcome: 'passed' },
        ],
      },
    ],
  ])('%j is understood', (line, wanted) => {
    expect(readTestLine(line)).toEqual(wanted)
  })

  test.each([
    '',
    '--- a/file.go',
    '---',
    '=====',
    '{"level":"info"}',
    '{"Action":"pass","Package":',
    'okay',
    '// a comment',
    'FAILED to connect',
    '<html>',
  ])('%j is none', (line) => {
    expect(readTestLine(line)).toBeNull()
  })
})

const run = [
  '=== RUN   TestA',
  '--- PASS: TestA (0.00s)',
  'ok  \texample.com/a\t0.1s',
  '=== RUN   TestB',
  '--- FAIL: TestB (0.00s)',
  '=== RUN   TestB',
  '--- PASS: TestB (0.00s)',
  'FAIL\texample.com/b\t0.1s',
  '=== RUN   TestC',
]

describe('the tests of a run', () => {
  test('belong to the package whose end stands below them', () => {
    const { outcomes, running } = tallied(run.join('\n'))
    expect(outcomes.map(told)).toEqual([
      'example.com/a TestA: 1 passed, 0 failed, 0 skipped',
      'example.com/a : 1 passed, 0 failed, 0 skipped',
      'example.com/b TestB: 1 passed, 1 failed, 0 skipped',
      'example.com/b : 0 passed, 1 failed, 0 skipped',
    ])
    expect(outcomes.map(({ line, from }) => [line, from])).toEqual([
      [null, null],
      [null, null],
      [5, null],
      [8, 4],
    ])
    expect(running).toEqual(['TestC'])
  })

  test('are the same when the run is read in two parts, wherever it is cut', () => {
    const whole = tallied(run.join('\n'))
    for (let cut = 1; cut < run.length; cut++) {
      const [a, b] = [run.slice(0, cut), run.slice(cut)].map((lines) => tallied(lines.join('\n')))
      const joined = joinTests(a!, b!, cut)
      expect(new Set(joined.outcomes.map(told))).toEqual(new Set(whole.outcomes.map(told)))
      expect([joined.tail, joined.running]).toEqual([whole.tail, whole.running])
    }
  })

  test('belong to the target whose output they stand in', () => {
    const output = ['//a:a_test', '//b:b_test'].map(
      (label) => `==================== Test output for ${label}:\n--- FAIL: TestA (0.00s)\n================================\n`,
    )
    const { outcomes, tail } = tallied(output.join(''))
    expect([...outcomes, ...tail].map(told)).toEqual([
      '//a:a_test TestA: 0 passed, 1 failed, 0 skipped',
      '//b:b_test TestA: 0 passed, 1 failed, 0 skipped',
    ])
  })

  test('of a JUnit file are told by its elements, once though the output tells them too', () => {
    const file = [
      '<testsuite name="a">',
      '<testcase name="TestA" classname="a" time="0.1"></testcase>',
      '<testcase name="TestB" classname="a" time="0.1">',
      '<system-out>',
      '--- FAIL: TestB (0.00s)',
      '</system-out>',
      '<failure message="no"/>',
      '</testcase>',
      '</testsuite>',
    ]
    expect(tallied(file.join('\n')).outcomes.map(told)).toEqual([
      'a TestA: 1 passed, 0 failed, 0 skipped',
      'a TestB: 0 passed, 1 failed, 0 skipped',
    ])
  })

  test('are counted from the events where there are any, not from the text in them too', () => {
    const events = [
      '--- PASS: TestA (0.00s)',
      '{"Action":"run","Package":"a","Test":"TestA"}',
      '{"Action":"pass","Package":"a","Test":"TestA"}',
    ]
    expect(tallied(events.join('\n')).outcomes.map(told)).toEqual(['a TestA: 1 passed, 0 failed, 0 skipped'])
  })
})

test('a failure that an event tells of is said as people know it', () => {
  const events = [
    '{"Action":"fail","Package":"a","Elapsed":0,"FailedBuild":"a [a.test]"}',
    '{"Action":"fail","Package":"b","Test":"TestB"}',
  ]
  expect(tallied(events.join('\n')).outcomes.map(({ said }) => said)).toEqual(['FAIL\ta [build failed]', '--- FAIL: TestB'])
})
