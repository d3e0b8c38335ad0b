import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import { ensureBuilt } from '../testing/built.ts'

const LOCKED = 'src/knowledge/signatures/ingest-engine-lock-held-by-current-process/positive/v8.5-two-retries.log'

interface Run {
  readonly child: ChildProcess
  out: string
  err: string
  readonly ended: Promise<number | null>
}

/** Starts the built program with pipes for everything, in CI or not. */
function start(args: readonly string[]): Run {
  const child = spawn(process.execPath, ['bin/run.js', 'analyze', ...args], { env: { ...process.env, NODE_ENV: 'production' } })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const run: Run = { child, out: '', err: '', ended }
  child.stdout.on('data', (text: Buffer) => (run.out += text))
  child.stderr.on('data', (text: Buffer) => (run.err += text))
  return run
}

describe('the built program', () => {
  beforeAll(ensureBuilt, 120_000)

  test('tells findings while a pipe is open, and on Ctrl-C the report; without --follow nothing before the end', async () => {
    const args = ['--follow', '--json', '--fail-on', 'high']
    const [following, other, plain] = [start(args), start(args), start(['--json'])]
    for (const { child } of [following, other, plain]) child.stdin!.write(readFileSync(LOCKED))
    for (let waited = 0; (following.err === '' || other.err === '') && waited < 5_000; waited += 50) await setTimeout(50)
    await setTimeout(200)
    following.child.kill('SIGINT')
    other.child.kill('SIGTERM')
    plain.child.stdin!.end()
    // Who follows a log ends that with Ctrl-C: that is no interruption, and the exit code tells of the findings.
    expect([await following.ended, await other.ended, await plain.ended]).toEqual([1, 1, 0])
    expect(other.out).toBe(following.out)
    expect(following.err).toBe(
      'HIGH  A retried read-index subtask cannot open its engine again, because its own process still holds the lock ' +
        '(job 152, ingest-engine-lock-held-by-current-process, -:3, 2024-11-02 06:30:00 +00:00)\n',
    )
    expect(plain.err).toBe('')
    expect((JSON.parse(following.out) as Report).findings).toEqual((JSON.parse(plain.out) as Report).findings)
  })
})
