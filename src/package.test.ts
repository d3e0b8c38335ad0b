import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Config } from '@oclif/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from './testing/built.ts'
import { schemaFaults } from './testing/schema.ts'

const example = 'fixtures/reports/58776.md'
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-'))

beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the packed package', () => {
  const packed = (): { files: { path: string }[]; size: number } =>
    JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )[0]

  test('holds the program and its papers, no tests, no fixtures, no samples, and is small', () => {
    const { files, size } = packed()
    const paths = files.map((file) => file.path)
    const papers = [
      'LICENSE',
      'README.md',
      'gate.schema.json',
      'oclif.manifest.json',
      'package.json',
      'panics.schema.json',
      'report.schema.json',
      'signature.schema.json',
    ]
    const starters = ['bin/bundle.js', 'bin/package.json', 'bin/run.js']
    expect(paths.filter((path) => !path.startsWith('lib/')).sort()).toEqual([...papers, ...starters].sort())
    for (const name of ['main.cjs', 'engine.cjs', 'reader.cjs', 'worker.cjs', 'index.js']) expect(paths).toContain(`lib/${name}`)
    expect(paths).toContain('lib/types/src/index.d.ts')
    expect(paths.filter((path) => /\.test\.|fixtures|src\/testing|\.code$|\.log$|\.yaml$|\.map$/.test(path))).toEqual([])
    expect(size).toBeLessThan(1_200_000)
  })
})

describe('the program', () => {
  test('explains itself', () => {
    const { code, out } = runBuilt(['analyze', '--help'])
    expect(code).toBe(0)
    for (const word of ['--since', '--format', '--fail-on', 'EXAMPLES', 'kubectl logs']) expect(out).toContain(word)
  })

  test('tells its version as oclif would, without oclif', async () => {
    const { userAgent } = await Config.load(process.cwd())
    expect(runBuilt(['--version']).out).toBe(`${userAgent}\n`)
  })

  test('has its plugins where they are asked for', () => {
    expect(runBuilt(['help', 'analyze']).out).toBe(runBuilt(['analyze', '--help']).out)
    expect(runBuilt(['help']).out).toMatch(/^ {2}analyze [\s\S]*^ {2}autocomplete [\s\S]*^ {2}help /m)
    expect(runBuilt(['autocomplete', '--help']).code).toBe(0)
    expect(runBuilt(['analyse', example], 'n\n').err).toContain('is not a tidb-triage command')
  })

  test.each([
    [['analyze', '--nope', example], 2, /--nope.*\nSee tidb-triage analyze --help\.\n$/],
    [['analyze', '--format', 'xml', example], 2, /xml/],
    [['analyze', '--since', 'yesterday', example], 2, /^--since 'yesterday' is no time\.\n/],
    [['analyze', '--format', 'json', '--format', 'terminal', example], 2, /^Two formats/],
    [['analyze', '--signatures', 'no-such-folder', example], 2, /no-such-folder/],
    [['analyze', 'no-such-file.log'], 3, /no-such-file\.log/],
  ])('%j ends with %i and says why', (args, exit, said) => {
    const { code, out, err } = runBuilt(args)
    expect(err).toMatch(said)
    expect(err).not.toMatch(/\n\s+at /)
    expect(out).toBe('')
    expect(code).toBe(exit)
  })

  test('knows where it was asked for a command that does not exist', () => {
    expect(runBuilt(['analyse', example], 'n\n').code).not.toBe(0)
  })

  test('reads a file or a pipe, and prints one report to several places', () => {
    const file = join(folder, 'report.json')
    const { code, out, err } = runBuilt(['analyze', example, '--format', 'json', '--format', 'terminal', '--output', file])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^FOUND\n/)
    expect(out).not.toContain('\u001b')
    const report = JSON.parse(readFileSync(file, 'utf8'))
    expect(schemaFaults(report)).toEqual([])
    const piped = JSON.parse(runBuilt(['analyze', '--json'], readFileSync(example, 'utf8')).out)
    expect(piped.findings.map((finding: { id: string }) => finding.id)).toEqual(
      report.findings.map((finding: { id: string }) => finding.id),
    )
  })

  test('fails on findings when it is told to', () => {
    expect(runBuilt(['analyze', example, '--fail-on', 'info']).code).toBe(1)
    expect(runBuilt(['analyze', example, '--fail-on', 'info', '--exit-zero']).code).toBe(0)
  })

  test('says that it has nothing to say', () => {
    const { code, out } = runBuilt(['analyze', '-'], 'good morning\nnothing here\n')
    expect(code).toBe(3)
    expect(out).toMatch(/^INCONCLUSIVE\n/)
  })

  test('colours only where it is asked to', () => {
    expect(runBuilt(['analyze', example], '', { FORCE_COLOR: '1' }).out).toContain('\u001b[')
    expect(runBuilt(['analyze', example, '--no-color'], '', { FORCE_COLOR: '1' }).out).not.toContain('\u001b[')
    expect(runBuilt(['analyze', example, '--color'], '', { NO_COLOR: '1' }).out).toContain('\u001b[')
  })

  test('ends quietly when the reader of its pipe goes away', async () => {
    const run = spawn(process.execPath, ['bin/run.js', 'analyze', example, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
    run.stdout.destroy()
    let said = ''
    run.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(run, 'close')
    expect([code, said]).toEqual([0, ''])
  })

  test('ends with 130 when it is interrupted', async () => {
    // The program gives no sign of being ready, and a signal that comes too early meets Node's own answer: wait longer then.
    for (const patience of [700, 2000, 6000]) {
      const run = spawn(process.execPath, ['bin/run.js', 'analyze', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
      run.stdin.write('[2025/01/07 18:12:53.968 +08:00] [INFO] [a.go:1] [b]\n')
      const asking = setTimeout(() => run.kill('SIGINT'), patience)
      const [code] = await once(run, 'close')
      clearTimeout(asking)
      if (code === null) continue
      expect(code).toBe(130)
      return
    }
    expect.unreachable('the signal never met the program')
  })
})
