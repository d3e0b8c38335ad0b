import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

const example = 'fixtures/benign/killed-node'

beforeAll(ensureBuilt, 120_000)

describe('timeline', () => {
  test('explains itself', () => {
    const { code, out } = runBuilt(['timeline', '--help'])
    expect(code).toBe(0)
    for (const word of ['--since', '--subtask', '--format', 'table|json|jsonl', 'EXAMPLES', 'less -S']) expect(out).toContain(word)
  })

  test('prints the same rows as a table, as JSON and as lines of JSON', () => {
    const asked = [example, '--subtask', '30106']
    const list = JSON.parse(runBuilt(['timeline', ...asked, '--json']).out)
    const lines = runBuilt(['timeline', ...asked, '-f', 'jsonl'])
      .out.trimEnd()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(list)
    const { code, out, err } = runBuilt(['timeline', ...asked])
    expect([code, err]).toEqual([0, ''])
    expect(out.trimEnd().split('\n')).toHaveLength(list.length + 2)
    expect(out).toMatch(/subtask 30106 +→ succeed/)
  })

  test('reads a pipe, and colours only where it is asked to', () => {
    const line = '[2025/01/07 18:12:53.968 +08:00] [INFO] [task_executor.go:1] ["run subtask start"] [task-id=3] [subtask-id=5]\n'
    const plain = runBuilt(['timeline'], line, { NO_COLOR: '1' })
    expect(plain.out).toMatch(/^time.*\n2025-01-07 \+08:00\n18:12:53\.968 {2}subtask 5 {2}→ running {2}run-started\n$/)
    const painted = runBuilt(['timeline', '-'], line, { FORCE_COLOR: '1' }).out
    expect(painted).toContain('\u001b[')
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(plain.out)
  })

  test.each([
    [['no-such-file.log'], 3, /no-such-file\.log/],
    [['--since', 'yesterday', example], 2, /^--since 'yesterday' is no time/],
    [['--format', 'xml', example], 2, /xml/],
    [['--json', '--format', 'table', example], 2, /--format/],
  ])('%j ends with %i and says why', (args, exit, said) => {
    const { code, out, err } = runBuilt(['timeline', ...args])
    expect(err).toMatch(said)
    expect([code, out]).toEqual([exit, ''])
  })

  test('says that there is nothing to tell', () => {
    const { code, out, err } = runBuilt(['timeline', '-'], 'good morning\n')
    expect([code, out]).toEqual([0, ''])
    expect(err).toMatch(/^Nothing was found/)
    expect(runBuilt(['timeline', '-', '--json'], 'good morning\n').out).toBe('[]\n')
  })

  test('ends quietly when the reader of its pipe goes away', async () => {
    const run = spawn(process.execPath, ['bin/run.js', 'timeline', example], { stdio: ['ignore', 'pipe', 'pipe'] })
    run.stdout.destroy()
    let said = ''
    run.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(run, 'close')
    expect([code, said]).toEqual([0, ''])
  })
  test('tells what was read until it was interrupted, and that it was', async () => {
    const line = '[2025/01/07 18:12:53.968 +08:00] [INFO] [task_executor.go:1] ["run subtask start"] [task-id=3] [subtask-id=5]\n'
    // The program gives no sign of being ready, and a signal that comes too early meets Node's own answer: wait longer then.
    for (const patience of [1500, 4000, 12_000]) {
      const run = spawn(process.execPath, ['bin/run.js', 'timeline', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
      run.stdin.write(line)
      let said = ''
      for (const stream of [run.stdout, run.stderr])
        stream.on('data', (chunk) => {
          said += chunk
        })
      const asking = setTimeout(() => run.kill('SIGINT'), patience)
      const [code] = await once(run, 'close')
      clearTimeout(asking)
      if (code === null) continue
      expect(code).toBe(130)
      expect(said).toMatch(/Interrupted after \d+ bytes/)
      return
    }
    expect.unreachable('the signal never met the program')
  })
})
