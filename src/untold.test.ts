import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judge } from './gate/judge.ts'
import { plainPolicy, reportOf } from './testing/gate-runs.ts'

/** What the gate says of a run that the Go toolchain made: title, reason, line of the first evidence. */
async function told(name: string, version = 'go1.26') {
  const report = await reportOf([`fixtures/test-runs/${version}/${name}`])
  return judge(report, plainPolicy, null, '2026-11-20').findings.map(({ finding, reason }) => `${finding.title}: ${reason}`)
}

describe('what a run shows', () => {
  test.each([
    ['pass', []],
    ['fail', ['Test TestBooks/balanced failed: assertion']],
    ['race', ['Test TestShared failed: race']],
    ['leak', ['Package example.com/ledger/suite failed: leak']],
    ['panic', ['Test TestBooks failed: panic']],
    ['timeout', ['Test TestWait failed: timeout']],
  ])('%s, is the same as text and as events, whatever the version of Go', async (name, wanted) => {
    for (const version of ['go1.22', 'go1.26']) {
      expect(await told(`${name}.txt`, version)).toEqual(wanted)
      expect(await told(`${name}.json`, version)).toEqual(wanted)
    }
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
    // an older Go runs nothing where a package is missing
    const versions = name === 'build-failed.txt' ? ['go1.26'] : ['go1.22', 'go1.26']
    for (const version of versions) expect((await told(name, version))[0]).toMatch(new RegExp(`: ${reason}$`))
  })

  const recapOf = (name: string): string => readFileSync(`fixtures/test-runs/go1.26/${name}.gotestsum.txt`, 'utf8')
  /** A run that is printed while it goes on, and its recap, which then begins without the package's line. */
  const twice = (name: string): string => {
    const recap = recapOf(name)
    return readFileSync(`fixtures/test-runs/go1.26/${name}.txt`, 'utf8') + recap.slice(recap.indexOf('\n') + 1)
  }

  test.each([
    ['fail', ['Test TestBooks/balanced failed: assertion'], 0],
    ['race', ['Test TestShared failed: race'], 1],
    ['panic', ['Test TestBooks failed: panic'], 1],
    ['timeout', ['Test TestWait failed: timeout'], 1],
  ])('%s of gotestsum, is told once whether it is printed at the end or twice', async (name, wanted, crashes) => {
    for (const text of [recapOf(name), twice(name)]) {
      const report = await reportOf(['-'], text)
      const { findings } = judge(report, plainPolicy, null, '2026-11-20')
      expect(findings.map(({ finding, reason }) => `${finding.title}: ${reason}`)).toEqual(wanted)
      expect(report.crashes).toHaveLength(crashes)
    }
  })

  test('of a second run, is not taken for the end of the first', async () => {
    const { crashes } = await reportOf(['-'], twice('race') + twice('race'))
    expect(crashes.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })
})
