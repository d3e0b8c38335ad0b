import { expect, test } from 'vitest'
import { reportOf } from './testing/gate-runs.ts'

/** A run of `go test -json`: of each line, the test that printed it. Of the outermost test the end is told last. */
function events(lines: readonly (readonly [test: string, output: string])[]): string {
  return lines
    .flatMap(([test, output]) => {
      const about = { Time: '2026-11-20T16:41:06Z', Package: 'example.com/gt', Test: test }
      const ended = output.startsWith('--- FAIL') && test.includes('/') ? [{ ...about, Action: 'fail' }] : []
      return [{ ...about, Action: 'output', Output: `${output}\n` }, ...ended]
    })
    .concat({ Time: '2026-11-20T16:41:06Z', Package: 'example.com/gt', Test: 'TestA', Action: 'fail' })
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('')
}

const failed = (name: string) => [name, `--- FAIL: ${name} (0.00s)`] as const

/** A panic of `TestA` under the runner. @param ran the function that the runner called; null where another goroutine panicked */
function panicked(ran: string | null): readonly (readonly [string, string])[] {
  const called =
    ran === null ? ['example.com/gt.worker()', '\t/src/a.go:3 +0x1'] : [`example.com/gt.${ran}(0xc1)`, '\t/src/a_test.go:9 +0x1']
  const runner = ran === null ? [] : ['testing.tRunner(0xc1, 0x2)', '\t/go/src/testing/testing.go:1689 +0xfb']
  return ['panic: x', '', 'goroutine 9 [running]:', ...called, ...runner].map((line) => ['TestA', line] as const)
}

async function told(text: string): Promise<readonly string[]> {
  const { findings } = await reportOf(['-'], text)
  return findings.map(({ entities }) => entities.map(({ id }) => id).join(' '))
}

test('a subtest that panicked is one finding, in events as in text', async () => {
  for (const version of ['go1.22', 'go1.26']) {
    const runs = await Promise.all(['panic.json', 'panic.txt'].map((name) => reportOf([`fixtures/test-runs/${version}/${name}`])))
    for (const { findings, crashes } of runs) {
      expect(findings.map(({ entities, evidence }) => [entities.map(({ id }) => id), evidence.length])).toEqual([
        [['TestBooks', 'TestBooks/closed'], 1],
      ])
      expect(crashes.map(({ tests }) => tests)).toEqual([['TestBooks', 'TestBooks/closed']])
    }
  }
})

test('a subtest that failed before the one that panicked keeps its own finding', async () => {
  const earlier = [['TestA/early', '    a_test.go:3: differ'] as const, failed('TestA/early')]
  const run = [...earlier, failed('TestA/late/deep'), failed('TestA/late'), failed('TestA')]
  expect(await told(events([...run, ...panicked('TestA.func2.1')]))).toEqual(['TestA TestA/late TestA/late/deep', 'TestA/early TestA'])
  expect(await told(events([...earlier, failed('TestA'), ...panicked('TestA')]))).toEqual(['TestA', 'TestA/early TestA'])
  expect(await told(events([...earlier, ...panicked(null)]))).toEqual(['', 'TestA/early TestA'])
})
