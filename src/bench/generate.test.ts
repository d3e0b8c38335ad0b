import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { createWants } from '../event/wants.ts'
import { messages } from '../knowledge/index.ts'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import { Matcher } from '../signature/match.ts'
import { Random } from '../simulate/cluster/random.ts'
import { open } from '../source/open.ts'
import { triage } from '../triage.ts'
import { toNewestFirst } from './forms/newest-first.ts'
import { toGzip, toTarGzip } from './forms/packed.ts'
import { toCri, toLoki } from './forms/transport.ts'
import { generate, type Wanted } from './generate.ts'
import { literals } from './literals.ts'
import { noiseMessages } from './noise.ts'

const MEBIBYTE = 1_048_576
const signatures = builtInSignatures()
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The logs of all nodes, whole. */
function logs(wanted: Wanted): readonly Buffer[] {
  const pieces = [...generate(wanted)]
  return Array.from({ length: wanted.nodes }, (_, i) => Buffer.concat(pieces.filter(({ node }) => node === i).map(({ data }) => data)))
}

function written(name: string, data: Buffer): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, data)
  return path
}

function diagnose(paths: readonly string[]): Promise<Report> {
  return triage({ sources: open(paths, { stdin: Readable.from([]) }), signatures, version: '0', minCoverage: 0.1 })
}

function shareOf(lines: readonly string[], mark: RegExp): number {
  return lines.filter((line) => mark.test(line)).length / lines.length
}

const one = logs({ nodes: 1, bytes: MEBIBYTE, seed: 1 })[0] as Buffer
const plain = written('tidb-0.log', one)

describe('a made log', () => {
  test('is as large as asked for, and the same for the same seed', () => {
    expect(Math.abs(one.length - MEBIBYTE)).toBeLessThan(40_000)
    expect(logs({ nodes: 1, bytes: MEBIBYTE, seed: 1 })[0]?.equals(one)).toBe(true)
    expect(logs({ nodes: 1, bytes: MEBIBYTE, seed: 2 })[0]?.equals(one)).toBe(false)
  })

  test('is in order, with noise, trouble and long lines as they are in real ones', () => {
    const lines = one.toString().trimEnd().split('\n')
    const times = lines.map((line) => line.slice(1, 24))
    expect(times).toEqual(times.toSorted())
    expect(one.length / lines.length).toBeGreaterThan(280)
    expect(one.length / lines.length).toBeLessThan(370)
    expect(shareOf(lines, /^.{32} \[(?:WARN|ERROR)\]/)).toBeGreaterThan(0.01)
    expect(shareOf(lines, /^.{32} \[(?:WARN|ERROR)\]/)).toBeLessThan(0.03)
    const longest = Math.max(...lines.map((line) => line.length))
    expect(longest).toBeGreaterThan(4_000)
    expect(longest).toBeLessThan(24_000)
  })

  test.each([1, 2, 3])('is clean, and as much of it matters as it should: seed %i', async (seed) => {
    const report = await diagnose([written(`seed-${seed}.log`, logs({ nodes: 1, bytes: MEBIBYTE, seed })[0] as Buffer)])
    expect(report.findings).toEqual([])
    expect(report.status).toBe('clean')
    const { coverage, jobs } = report
    expect([coverage.strays, coverage.goReports]).toEqual([0, 0])
    expect(coverage.recognised / coverage.lines).toBeGreaterThan(0.04)
    expect(coverage.recognised / coverage.lines).toBeLessThan(0.06)
    expect(jobs.length).toBeGreaterThan(0)
    expect(jobs.map(({ state }) => state)).toEqual(jobs.map(() => 'synced'))
  })

  test('of several nodes tells one story', async () => {
    const paths = logs({ nodes: 3, bytes: MEBIBYTE, seed: 4 }).map((log, i) => written(`three/tidb-${i}.log`, log))
    const archive = join(folder, 'three.tar.gz')
    await toTarGzip(paths, archive)
    const report = await diagnose([archive])
    expect([report.status, report.findings]).toEqual(['clean', []])
    expect(report.sources.map(({ name }) => name)).toHaveLength(3)
    expect(new Set(report.subtasks.flatMap(({ nodes }) => nodes)).size).toBeGreaterThan(1)
  })
})

test('noise is none of our messages', () => {
  const wants = createWants(messages, { literals: new Matcher(signatures).literals, idle: [], telling: [], callers: null })
  for (let seed = 1; seed < 20; seed++) expect(noiseMessages(new Random(seed)).filter((message) => wants.text(message))).toEqual([])
})

test('a search looks for all that we know at INFO, and all that is graver', () => {
  const all = literals()
  expect(all.length).toBeGreaterThan(300)
  for (const text of ['run DDL job', '[WARN]', '[ERROR]', '[FATAL]']) expect(all).toContain(text)
  expect(all.every((text) => text !== '' && !text.includes('\n'))).toBe(true)
})

test('and so it finds the lines that we look at, no more and no less', async () => {
  const all = literals()
  const lines = one.toString().trimEnd().split('\n')
  const found = lines.filter((line) => all.some((text) => line.includes(text))).length
  const { coverage } = await diagnose([plain])
  const grave = lines.filter((line) => /^.{32} \[(?:WARN|ERROR)\]/.test(line)).length
  expect(Math.abs(found - coverage.recognised - grave) / lines.length).toBeLessThan(0.001)
})

describe('every form holds the same log', async () => {
  const bare = await diagnose([plain])
  const forms: readonly (readonly [name: string, make: (to: string) => Promise<void> | void])[] = [
    ['tidb-0.log.gz', (to) => toGzip(plain, to)],
    ['tidb-0.jsonl', (to) => toLoki(plain, to, 'tc-tidb-0')],
    ['tidb-0.cri', (to) => toCri(plain, to)],
    ['newest-first.log', (to) => toNewestFirst(plain, to)],
  ]
  test.each(forms)('%s', async (name, make) => {
    const path = join(folder, name)
    await make(path)
    const { status, coverage, jobs } = await diagnose([path])
    expect(status).toBe('clean')
    expect([coverage.entries, coverage.recognised, coverage.strays]).toEqual([bare.coverage.entries, bare.coverage.recognised, 0])
    expect(jobs.map(({ id }) => id)).toEqual(bare.jobs.map(({ id }) => id))
  })

  test('newest first turns the lines round, whatever the block', () => {
    const [from, to] = [written('small.log', Buffer.from('a\nbb\n\nccc\n')), join(folder, 'turned.log')]
    toNewestFirst(from, to)
    expect(readFileSync(to, 'utf8')).toBe('ccc\n\nbb\na\n')
    toNewestFirst(join(folder, 'newest-first.log'), to)
    expect(readFileSync(to).equals(one)).toBe(true)
  })
})
