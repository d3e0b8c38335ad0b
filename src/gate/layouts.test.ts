import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { zipOf } from '../testing/archives.ts'
import { plainPolicy, reportOf } from '../testing/gate-runs.ts'
import { judge } from './judge.ts'

const RUNS = 'fixtures/test-runs/go1.26'
const [passing, failing, racing, leaking] = ['pass', 'fail', 'race', 'leak'].map((name) => readFileSync(`${RUNS}/${name}.txt`, 'utf8')) as [
  string,
  string,
  string,
  string,
]
/** A test binary run by itself, as Bazel does: no line about the package. */
const alone = (text: string): string => text.replace(/^(?:ok {2}|FAIL)\t.*\n(?:FAIL\n)?/gm, '')
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-ci-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes the artifacts of a run, and judges them. */
async function gate(name: string, files: Readonly<Record<string, string | Buffer>>, wish = {}) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true })
    writeFileSync(join(folder, name, path), text)
  }
  const judgement = judge(await reportOf([join(folder, name)]), { ...plainPolicy, ...wish }, null, '2026-11-20')
  const tests = judgement.findings.map(({ finding, reason }) => `${finding.entities.map(({ id }) => id).join(' ')}: ${reason}`)
  return { outcome: judgement.outcome, tests, flaky: judgement.flaky, judgement }
}

const bazelHead = (label: string): string =>
  `exec \${PAGER:-/usr/bin/less} "$0" || exit 1\nExecuting tests from ${label}\n${'-'.repeat(77)}\n`
const stamped = (text: string, stamp: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `${stamp}${line}\n`)
    .join('')

describe('artifacts of CI', () => {
  test('Bazel: shards and attempts; what failed in one attempt and passed in the next is flaky', async () => {
    const files = {
      'bazel-testlogs/pkg/ledger/ledger_test/shard_1_of_2/test.log':
        bazelHead('//pkg/ledger:ledger_test') + alone(passing).replaceAll('TestBooks', 'TestOther'),
      'bazel-testlogs/pkg/ledger/ledger_test/shard_2_of_2/test_attempts/attempt_1.log':
        bazelHead('//pkg/ledger:ledger_test') + alone(racing),
      'bazel-testlogs/pkg/ledger/ledger_test/shard_2_of_2/test_attempts/attempt_2.log':
        bazelHead('//pkg/ledger:ledger_test') + alone(racing),
      'bazel-testlogs/pkg/ledger/ledger_test/shard_2_of_2/test.log': bazelHead('//pkg/ledger:ledger_test') + alone(passing),
    }
    const { outcome, tests, flaky } = await gate('bazel', files)
    expect([outcome, tests]).toEqual(['fail', ['TestShared: race', 'TestShared: race']])
    expect(flaky).toEqual([{ package: '//pkg/ledger:ledger_test', test: 'TestShared', passed: 2, failed: 2 }])
    expect((await gate('bazel', {}, { allowFlaky: true })).outcome).toBe('pass')
  })

  test("Bazel's console", async () => {
    const summary =
      '//pkg/ddl:ddl_test    FLAKY, failed in 1 out of 3 in 45.2s\n//pkg/meta:meta_test   (cached) PASSED in 0.4s\n//pkg/kv:kv_test  FAILED TO BUILD\n'
    const { outcome, tests, flaky, judgement } = await gate('console', {
      'console.log': `INFO: Analyzed 3 targets\n==================== Test output for //pkg/ddl:ddl_test (shard 5 of 15):\n${alone(failing)}${'='.repeat(80)}\n${summary}`,
    })
    expect([outcome, tests]).toEqual(['fail', ['//pkg/kv:kv_test: environment', 'TestBooks/balanced TestBooks: assertion']])
    expect(flaky).toEqual([{ package: '//pkg/ddl:ddl_test', test: '', passed: 2, failed: 1 }])
    expect(judgement.findings.map(({ flake }) => flake)).toEqual([null, { passed: 2, failed: 1 }])
  })

  test('Prow', async () => {
    const entrypoint =
      '{"component":"entrypoint","file":"k8s.io/test-infra/prow/entrypoint/run.go:84","func":"main","level":"info","msg":"started","time":"2024-01-13T19:21:09Z"}\n'
    expect(await gate('prow', { 'artifacts/junit/empty.txt': '', 'build-log.txt': entrypoint + leaking })).toMatchObject({
      outcome: 'fail',
      tests: [expect.stringContaining('example.com/ledger/suite')],
    })
    const killed = `${passing}=== RUN   TestLost\n{"component":"entrypoint","level":"error","msg":"Process did not finish before 2h0m0s timeout"}\n`
    expect(await gate('prow-killed', { 'build-log.txt': killed })).toMatchObject({
      outcome: 'unclear',
      judgement: { doubts: [{ code: 'unfinished', detail: expect.stringContaining('TestLost') }] },
    })
    expect((await gate('prow-good', { 'build-log.txt': entrypoint + passing })).outcome).toBe('pass')
  })

  test("Jenkins' console, with and without times", async () => {
    const head = 'Started by user admin\n[Pipeline] sh\n+ go test ./...\n'
    expect(await gate('jenkins', { 'consoleText.txt': head + failing })).toMatchObject({
      outcome: 'fail',
      tests: ['TestBooks/balanced TestBooks: assertion'],
    })
    const timed = stamped(head + racing, '[2024-01-13T19:21:09.123Z] ')
    expect(await gate('jenkins-timed', { 'console.log': timed })).toMatchObject({ outcome: 'fail', tests: ['TestShared: race'] })
    expect((await gate('jenkins-good', { 'console.log': stamped(head + passing, '[2024-01-13T19:21:09.123Z] ') })).outcome).toBe('pass')
  })

  test('GitHub Actions', async () => {
    const step = (text: string): string =>
      stamped(`##[group]Run go test ./...\ngo test ./...\n##[endgroup]\n${text}`, '2024-01-13T19:21:09.1234567Z ')
    const files = { 'logs/1_test.txt': step(failing), 'logs/test/3_Run go test.txt': step(failing) }
    expect(await gate('actions', files)).toMatchObject({ outcome: 'fail', tests: ['TestBooks/balanced TestBooks: assertion'] })
    const archive = zipOf(Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(text) })))
    expect(await gate('actions-zip', { 'logs_123.zip': archive })).toMatchObject({
      outcome: 'fail',
      tests: ['TestBooks/balanced TestBooks: assertion'],
    })
    expect((await gate('actions-good', { 'logs/1_test.txt': step(passing) })).outcome).toBe('pass')
  })

  test('JUnit XML', async () => {
    const suite = (inside: string): string =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="a" tests="2">\n${inside}</testsuite>\n</testsuites>\n`
    const good = '<testcase name="TestGood" classname="example.com/a" time="0.1"></testcase>\n'
    const bad = `<testcase name="TestBad" classname="example.com/a" time="0.1">\n<failure message="Failed" type="">    a_test.go:7: want 1, got 2</failure>\n<system-out>=== RUN   TestBad\n</system-out>\n</testcase>\n`
    expect(await gate('junit', { 'junit.xml': suite(good + bad) })).toMatchObject({ outcome: 'fail', tests: ['TestBad: assertion'] })
    expect((await gate('junit-good', { 'junit.xml': suite(good) })).outcome).toBe('pass')
    const out = `<testcase name="TestShared" classname="a">\n<failure message="race"/>\n<system-out><![CDATA[${racing}]]></system-out>\n</testcase>\n`
    expect(await gate('junit-out', { 'junit.xml': suite(out) })).toMatchObject({ outcome: 'fail', tests: ['TestShared: race'] })
  })
})
