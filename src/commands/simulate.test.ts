import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulate-'))
beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('logs are written that analyze takes for those of a healthy cluster', () => {
  const to = join(folder, 'logs')
  const made = runBuilt(['simulate', '--scenario', 'rolling-restart', '--era', '8.5', '-o', to])
  expect([made.code, made.err]).toEqual([0, ''])
  expect(readdirSync(to).sort()).toEqual(['tidb-0.log', 'tidb-1.log', 'tidb-2.log', 'tidb-3.log', 'truth.json'])
  const report = JSON.parse(runBuilt(['analyze', to, '--format', 'json']).out) as { status: string; jobs: { state: string }[] }
  expect([report.status, report.jobs.map(({ state }) => state)]).toEqual(['clean', ['synced']])
  expect(runBuilt(['simulate', '--scenario', 'txn', '-o', to]).err).toContain('is not empty')
})

test('without a scenario all are listed; what is not there is refused with a tip', () => {
  expect(runBuilt(['simulate']).out).toMatch(/^Scenarios\n {2}txn[\s\S]*\nFaults\n {2}drop/)
  const refused = (...args: string[]) => {
    const { code, err } = runBuilt(['simulate', '-o', join(folder, 'none'), ...args])
    expect([code, err.trim().split('\n').length]).toEqual([2, 2])
    return err
  }
  expect(refused('--scenario', 'x')).toContain('txn-merge')
  expect(refused('--scenario', 'empty-table', '--era', '6.5')).toContain('v8.5, 2026')
  expect(refused('--scenario', 'killed-node', '--nodes', '2')).toContain('3 nodes or more')
  expect(refused('--scenario', 'txn', '--nodes', '0')).toContain('from 1 to 30')
  expect(refused('--scenario', 'txn', '--loss', '120%')).toContain('share')
  expect(refused('--scenario', 'txn', '--fault', 'run-twice')).toContain('no place')
})
