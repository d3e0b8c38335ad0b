import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generate } from './bench/generate.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { open } from './source/open.ts'
import { ensureBuilt } from './testing/built.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const folder = mkdtempSync(join(tmpdir(), 'interrupt-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = Buffer.concat([...generate({ nodes: 1, bytes: 12 << 20, seed: 3 })].map(({ data }) => Buffer.from(data)))
const path = join(folder, 'tidb-0.log')
writeFileSync(path, log)

/** Diagnoses until so many bytes were read. */
async function diagnose(paths: readonly string[], stdin: Readable, until: number): Promise<Report> {
  const [stop, giveUp] = [new AbortController(), new AbortController()]
  const report = await triage({
    sources: open(paths, { stdin, stop: stop.signal }),
    signatures: builtInSignatures(),
    version: '0',
    minCoverage: 0,
    interrupt: { stop: stop.signal, giveUp: giveUp.signal },
    onProgress: ({ bytes }) => {
      if (bytes >= until) stop.abort()
    },
  })
  expect(schemaFaults(report)).toEqual([])
  return report
}

describe('what was read until the interruption is reported, and that it was one', () => {
  test('of a file', async () => {
    const { status, summary, coverage, sources, jobs } = await diagnose([path], Readable.from([]), 5 << 20)
    expect(coverage.bytes).toBeGreaterThanOrEqual(5 << 20)
    expect(coverage.bytes).toBeLessThan(9 << 20)
    expect(coverage.interrupted).toEqual({ bytes: coverage.bytes, total: null })
    expect([status, sources[0]?.truncated]).toEqual(['inconclusive', true])
    expect(summary).toMatch(/^Interrupted after \d\.\d MiB, \d+ lines: /)
    expect(jobs.length).toBeGreaterThan(0)
  })

  test('of a stream that goes on for ever', async () => {
    const stdin = new PassThrough()
    stdin.write(log.subarray(0, 7 << 20))
    const { coverage } = await diagnose(['-'], stdin, 1)
    expect(coverage.interrupted).not.toBeNull()
    expect(coverage.bytes).toBeGreaterThan(1 << 20)
    expect(coverage.problems).toEqual([])
  })

  test('a run that was not interrupted says nothing of it', async () => {
    const { coverage, status } = await diagnose([path], Readable.from([]), Number.POSITIVE_INFINITY)
    expect([coverage.interrupted, coverage.bytes, status]).toEqual([null, log.length, 'clean'])
  })
})

describe('the built program', () => {
  beforeAll(ensureBuilt, 120_000)

  /** Starts an analysis of a stream that stays open. */
  function start(args: readonly string[]): ChildProcess & { out: string } {
    const child = spawn(process.execPath, ['bin/run.js', 'analyze', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder, NODE_ENV: 'production' },
    })
    const kept = Object.assign(child, { out: '' })
    child.stdout!.on('data', (text: Buffer) => {
      kept.out += text.toString()
    })
    return kept
  }

  function ended(child: ChildProcess): Promise<number | null> {
    return new Promise((resolve) => child.once('close', resolve))
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  test('tells on Ctrl-C what it has seen though its input stays open, and leaves nothing behind', async () => {
    const before = readdirSync(folder)
    const child = start(['--format', 'json', '--max-memory', '1'])
    child.stdin!.on('error', () => undefined)
    child.stdin!.write(log)
    await pause(3000)
    child.kill('SIGINT')
    expect(await ended(child)).toBe(130)
    const { summary, coverage } = JSON.parse(child.out) as Report
    expect(summary).toMatch(/^Interrupted after /)
    expect(coverage.lines).toBeGreaterThan(10_000)
    expect(readdirSync(folder)).toEqual(before)
  })

  test('ends at once on a second Ctrl-C', async () => {
    const child = start([])
    child.stdin!.on('error', () => undefined)
    child.stdin!.write(log.subarray(0, 1 << 20))
    await pause(2000)
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await ended(child)).toBe(130)
  })
})
