import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'
import { gateJsonFaults, junitFaults, sarifFaults } from '../testing/outside-schemas.ts'

const RUNS = 'fixtures/test-runs/go1.26'
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-gate-'))
const baseline = join(folder, 'baseline.json')

beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the gate', () => {
  test('at the end of a pipe fails a run, writes what it is asked for, and passes a good one', () => {
    const files = ['junit', 'sarif', 'json'].map((name) => join(folder, name)) as [string, string, string]
    const asked = ['gate', '--junit', files[0], '--sarif', files[1], '--json', files[2]]
    const { code, out, err } = runBuilt(asked, readFileSync(`${RUNS}/race.txt`, 'utf8'))
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/^FAIL\n1 failure \(1 new\)\.\n[\s\S]*HIGH {2}Test TestShared failed\n[\s\S]*· race · new\n/)
    const [junit, sarif, json] = files.map((file) => readFileSync(file, 'utf8')) as [string, string, string]
    expect([junitFaults(junit), sarifFaults(sarif), gateJsonFaults(json)]).toEqual([[], [], []])
    expect(runBuilt(['gate'], readFileSync(`${RUNS}/pass.json`, 'utf8'))).toMatchObject({ code: 0, err: '' })
    expect(runBuilt(['gate'], '').code).toBe(3)
  })

  test('passes standard input on to the byte, and says its piece elsewhere', () => {
    const text = `${readFileSync(`${RUNS}/fail.txt`, 'utf8')}no end of line \u001b[0m`
    const { code, out, err } = runBuilt(['gate', '--tee'], text)
    expect([code, out]).toEqual([1, text])
    expect(err).toMatch(/^FAIL\n/)
    expect(runBuilt(['gate', '--tee', `${RUNS}/fail.txt`]).code).toBe(2)
    expect(runBuilt(['gate', '--tee', '--json', '-'], text).code).toBe(2)
  })

  test('fails though nobody reads what it says', async () => {
    const run = spawn(process.execPath, ['bin/run.js', 'gate', '--tee', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
    run.stdout.destroy()
    run.stdin.end(`${readFileSync(`${RUNS}/fail.txt`, 'utf8')}${'--- PASS: TestMany (0.00s)\n'.repeat(100_000)}`)
    expect((await once(run, 'close'))[0]).toBe(1)
  })

  test('tells a finding while the run goes on, and nothing of what is allowed or known', async () => {
    const start = (...args: string[]) => {
      const child = spawn(process.execPath, ['bin/run.js', 'gate', '--follow', ...args], {
        env: { ...process.env, NODE_ENV: 'production' },
      })
      const run = { child, said: '', ended: once(child, 'close') }
      child.stderr.on('data', (chunk) => {
        run.said += chunk
      })
      return run
    }
    const held = join(folder, 'followed.json')
    runBuilt(['gate', `${RUNS}/race.txt`, '--baseline', held, '--update-baseline'])
    const allowed = ['--allow', 'test-*', '--allow', 'go-race']
    const [telling, silent, knowing] = [start(), start(...allowed), start('--baseline', held, '--new-only')]
    for (const { child } of [telling, silent, knowing]) child.stdin.write(readFileSync(`${RUNS}/race.txt`))
    for (let waited = 0; telling.said === '' && waited < 20_000; waited += 20) await setTimeout(20)
    // Its input is still open.
    expect(telling.said).toContain('TestShared')
    await setTimeout(500)
    for (const { child } of [telling, silent, knowing]) child.stdin.end()
    expect([(await telling.ended)[0], (await silent.ended)[0], (await knowing.ended)[0]]).toEqual([1, 0, 0])
    expect([silent.said, knowing.said]).toEqual(['', ''])
  })

  test('lives with a baseline: taken in, known, listed, pruned', () => {
    const gate = (...args: string[]) => runBuilt(['gate', `${RUNS}/race.txt`, '--baseline', baseline, ...args])
    expect(gate().code).toBe(2)
    expect(gate('--update-baseline')).toMatchObject({ code: 0 })
    expect(gate().code).toBe(1)
    expect(gate('--new-only')).toMatchObject({ code: 0, out: expect.stringContaining('known: taken in by --update-baseline') })
    const [entry] = JSON.parse(readFileSync(baseline, 'utf8')).entries
    const named = ['--baseline', baseline]
    const add = [
      'gate',
      'baseline',
      'add',
      entry.fingerprint,
      '--reason',
      'a counter',
      '--owner',
      'ddl',
      '--expires',
      '2000-01-01',
      ...named,
    ]
    expect(runBuilt(add).code).toBe(0)
    expect(gate('--new-only')).toMatchObject({ code: 1, out: expect.stringContaining('expired: a counter (ddl, until 2000-01-01)') })
    expect(runBuilt(['gate', 'baseline', 'list', ...named]).out).toMatch(/a counter +ddl +2000-01-01 \(ran out\)/)
    expect(runBuilt(['gate', 'baseline', 'prune', ...named]).out).toContain('1 removed, 0 kept')
    expect(runBuilt(['gate', 'baseline', 'add', 'not one', '--reason', 'x', ...named]).code).toBe(2)
    runBuilt(add.slice(0, -4).concat(named))
    expect(runBuilt(['gate', 'baseline', 'prune', `${RUNS}/race.txt`, ...named]).out).toContain('0 removed, 1 kept')
    expect(runBuilt(['gate', 'baseline', 'prune', `${RUNS}/pass.txt`, ...named]).out).toContain('1 removed, 0 kept')
    expect(gate('--update-baseline', '--min-coverage', '100%').code).toBe(3)
    writeFileSync(baseline, '{')
    expect(gate().code).toBe(2)
  })

  test('tells GitHub by itself', () => {
    const summary = join(folder, 'summary.md')
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const { out } = runBuilt(['gate', `${RUNS}/race.txt`], '', env)
    expect(out).toMatch(/^::error title=high%3A Test TestShared failed::new\. /m)
    expect(readFileSync(summary, 'utf8')).toMatch(/^### tidb-triage: ❌ fail\n/)
  })

  test('never passes over a fault of its own', () => {
    const broken = join(folder, 'broken.cjs')
    writeFileSync(broken, "Date.prototype.toISOString = () => { throw new TypeError('broken') }")
    const { code, out, err } = runBuilt(['gate', `${RUNS}/pass.txt`, '--exit-zero'], '', { NODE_OPTIONS: `--require ${broken}` })
    expect([code, out]).toEqual([4, ''])
    expect(err).toContain('Please report it')
  })

  test('shows its settings, and where they come from', () => {
    const { out } = runBuilt(['config'], '', { TIDB_TRIAGE_FAIL_ON: 'high' })
    expect(out).toMatch(/^fail-on +high +TIDB_TRIAGE_FAIL_ON$/m)
    expect(out).toMatch(/^min-coverage +10% +default$/m)
    expect(runBuilt(['config'], '', { TIDB_TRIAGE_FAIL_ON: 'grave' })).toMatchObject({ code: 2, out: '' })
    expect(runBuilt(['gate', `${RUNS}/race.txt`], '', { TIDB_TRIAGE_FAIL_ON: 'critical' }).code).toBe(0)
  })
})
