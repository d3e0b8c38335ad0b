import { describe, expect, test } from 'vitest'
import { reportOf } from './testing/gate-runs.ts'

const entry = (level: string, message: string): string =>
  `[2025/01/07 18:12:58.968 +08:00] [${level}] [memory.go:12] ["${message}"] [used=443]`

const run = [
  entry('ERROR', 'before the run'),
  '=== RUN   TestGood',
  entry('ERROR', 'of one that passes'),
  '--- PASS: TestGood (0.00s)',
  '=== RUN   TestBad',
  entry('INFO', 'a matter of course'),
  ...Array.from({ length: 9 }, (_, i) => entry('WARN', `warning ${i}`)),
  entry('ERROR', 'it breaks'),
  '=== RUN   TestBad/inner',
  entry('WARN', 'innermost'),
  '    a_test.go:21: assets 10, debts 12',
  '--- FAIL: TestBad (0.00s)',
  '    --- FAIL: TestBad/inner (0.00s)',
  '=== RUN   TestAlso',
  entry('FATAL', 'gone for good'),
  '    a_test.go:30: no answer',
  '--- FAIL: TestAlso (0.00s)',
  'FAIL',
  'FAIL\texample.com/gt\t0.010s',
]

/** By test, the text of its finding's evidence, what TiDB logged as its message alone. */
async function shown(lines: readonly string[]) {
  const { findings } = await reportOf(['-'], `${lines.join('\n')}\n`)
  return new Map(
    findings.map(({ entities, evidence }) => [
      entities.find(({ kind }) => kind === 'test')?.id,
      evidence.map(({ role, text }) => (role === 'log of the test' ? text.split('"')[1] : role)),
    ]),
  )
}

describe('a failing test carries what TiDB logged while it ran', () => {
  test('the gravest first that there is room for, in their order, behind its failure', async () => {
    const found = await shown(run.filter((line) => !line.includes('inner')))
    expect(found.get('TestBad')).toEqual(['failed', ...[0, 1, 2, 3, 4].map((i) => `warning ${i}`), 'it breaks'])
    expect(found.get('TestAlso')).toEqual(['failed', 'gone for good'])
    expect([...found.keys()]).toEqual(['TestAlso', 'TestBad'])
  })

  test('as events, too, whatever stands between that nobody wants', async () => {
    const plain = Array.from({ length: 12_000 }, () => entry('INFO', 'a matter of course, and of no interest to anybody'))
    const said = ['=== RUN   TestLong', entry('ERROR', 'early'), ...plain, '    a_test.go:9: no answer', '--- FAIL: TestLong (9.00s)']
    const events = said.map((line) =>
      JSON.stringify({ Action: 'output', Package: 'example.com/gt', Test: 'TestLong', Output: `${line}\n` }),
    )
    const failed = '{"Action":"fail","Package":"example.com/gt","Test":"TestLong"}'
    expect((await shown([...events, failed])).get('TestLong')).toEqual(['failed', 'early'])
    expect((await shown(said)).get('TestLong')).toEqual(['failed', 'early'])
  })

  test('one within another its own', async () => {
    expect((await shown(run)).get('TestBad/inner')).toEqual(['failed', 'innermost'])
  })

  test('also through a runner that prints events, of two packages that write in turns', async () => {
    const events = run.flatMap((line, i) =>
      ['b', 'a'].map((name) =>
        JSON.stringify({
          Time: '2025-01-07T10:12:58Z',
          Action: 'output',
          Package: `example.com/${name}`,
          Test: name === 'a' ? (i < 4 ? 'TestGood' : i > 18 ? 'TestAlso' : 'TestBad') : 'TestOther',
          Output: `${name === 'a' ? line : entry('ERROR', 'of the other package')}\n`,
        }),
      ),
    )
    const found = await shown(events)
    expect(found.get('TestAlso')).toEqual(['failed', 'gone for good'])
    expect([...found.values()].flat()).not.toContain('of the other package')
  })

  test('also when it never ended, since its package did', async () => {
    const late = ['panic: test timed out after 2s', '\trunning tests:', '\t\tTestEnd (2s)', '', 'goroutine 5 [running]:']
    const stack = ['testing.(*M).startAlarm.func1()', '\ttesting/testing.go:2802 +0x354', 'FAIL\texample.com/gt\t2.010s']
    const found = await shown(['=== RUN   TestEnd', entry('ERROR', 'no space left'), ...late, ...stack])
    expect(found.get('TestEnd')).toEqual(['crash', 'no space left'])
  })

  test('also where a long run is wrapped by what kept it', async () => {
    const noise = Array.from({ length: 2_700 }, () => entry('INFO', 'a matter of course'))
    const wrapped = [
      ...noise,
      '=== RUN   TestBad',
      ...noise,
      entry('ERROR', 'it breaks'),
      ...noise.slice(0, 90),
      '--- FAIL: TestBad (0.00s)',
    ]
    const found = await shown(wrapped.map((line) => `2025-01-07T10:12:58.968000000Z stderr F ${line}`))
    expect(found.get('TestBad')).toEqual(['failed', 'it breaks'])
  })

  test('and a run that passes none', async () => {
    const passed = run.map((line) => line.replace('--- FAIL', '--- PASS').replace('FAIL\t', 'ok  \t')).filter((line) => line !== 'FAIL')
    expect([...(await shown(passed)).values()].flat()).not.toContain('it breaks')
  })
})
