import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ensureBuilt } from './testing/built.ts'

interface Step {
  readonly id?: string
  readonly shell?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

const action = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-action-'))

beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the step as a runner would, its inputs filled in. */
function run(inputs: Readonly<Record<string, string>>) {
  const gate = action.runs.steps.find(({ id }) => id === 'gate')!
  const filled = Object.entries(gate.env!).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => inputs[input] ?? ''),
  ])
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const env = {
    ...process.env,
    ...Object.fromEntries(filled),
    GITHUB_ACTION_PATH: process.cwd(),
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: output,
  }
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', gate.run!], {
    env: { ...env, NODE_ENV: 'production' },
  })
  return { status, output: readFileSync(output, 'utf8') }
}

describe('the action', () => {
  test('is a composite one, whose outputs and inputs are used as they are declared', () => {
    expect(action.runs.using).toBe('composite')
    const used = new Set([...readFileSync('action.yml', 'utf8').matchAll(/inputs\.(\w+)/g)].map(([, name]) => name!))
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort())
    for (const { run, shell } of action.runs.steps.filter((step) => step.run)) {
      expect(shell).toBe('bash')
      // What an input holds must never become part of a script.
      expect(run).not.toContain('${{')
    }
  })

  test('fails and passes a job, and tells what it found', () => {
    const sarif = join(folder, 'gate.sarif')
    const failed = run({ path: 'fixtures/test-runs/go1.26/race.txt', sarif })
    expect(failed.status).toBe(1)
    expect(failed.output).toBe(`json=${join(folder, 'tidb-triage-gate.json')}\noutcome=fail\n`)
    expect(existsSync(sarif)).toBe(true)
    const allowed = run({ path: '  fixtures/test-runs/go1.26/race.txt\n\n', args: '--allow\ntest-failure@Test*\n' })
    expect([allowed.status, allowed.output.split('\n')[1]]).toEqual([0, 'outcome=pass'])
    expect(run({ path: 'no such file; exit 0' }).status).toBe(3)
  })
})
