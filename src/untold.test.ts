import { describe, expect, test } from 'vitest'
import { judge } from './gate/judge.ts'
import { plainPolicy, reportOf } from './testing/gate-runs.ts'

/** What the gate says of a run that the Go toolchain made: title, reason, line of the first evidence. */
async function told(name: string) {
  const report = await reportOf([`fixtures/test-runs/go1.26/${name}`])
  return judge(report, plainPolicy, null, '2026-11-20').findings.map(({ finding, reason }) => `${finding.title}: ${reason}`)
}

describe('what a run shows', () => {
  test.each([
    ['pass', []],
    ['fail', ['Test TestBooks/balanced failed: assertion']],
    ['race', ['Test TestShared failed: race']],
    ['leak', ['Package example.com/ledger/suite failed: leak']],
  ])('%s, is the same as text and as events', async (name, wanted) => {
    expect(await told(`${name}.txt`)).toEqual(wanted)
    expect(await told(`${name}.json`)).toEqual(wanted)
  })

  test.each([
    ['panic.txt', 'panic'],
    ['panic.json', 'panic'],
    ['panic.gotestsum.txt', 'panic'],
    ['timeout.txt', 'timeout'],
    ['timeout.json', 'timeout'],
    ['leak.gotestsum.txt', 'leak'],
    ['race.gotestsum.txt', 'race'],
    ['build-failed.txt', 'environment'],
  ])('%s, has the reason %s', async (name, reason) => {
    expect((await told(name))[0]).toMatch(new RegExp(`: ${reason}$`))
  })

  test('of gotestsum, is told once though it is printed twice', async () => {
    expect(await told('fail.gotestsum.txt')).toEqual(['Test TestBooks/balanced failed: assertion'])
  })
})
