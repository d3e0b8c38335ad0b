import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { generate } from './bench/generate.ts'
import type { Instant } from './entry/entry.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { Random } from './simulate/cluster/random.ts'
import { open } from './source/open.ts'
import type { Source } from './source/source.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const NODES = 2
const signatures = builtInSignatures()
const folder = mkdtempSync(join(tmpdir(), 'portion-'))
afterAll(() => rmSync(folder, { recursive: true }))

for (let node = 0; node < NODES; node++) mkdirSync(join(folder, `tidb-${node}`))
const logs = Array.from({ length: NODES }, (): Buffer[] => [])
for (const { node, data } of generate({ nodes: NODES, bytes: 9 << 20, seed: 4 })) logs[node]!.push(Buffer.from(data))
for (const [node, data] of logs.entries()) writeFileSync(join(folder, `tidb-${node}`, 'tidb.log'), Buffer.concat(data))

/** The sources as if they could only be read from beginning to end. */
async function* streamed(sources: AsyncIterable<Source>): AsyncGenerator<Source> {
  for await (const { file: _file, ...source } of sources) yield source
}

async function diagnose(paths: readonly string[], since: Instant | null, until: Instant | null, whole: boolean): Promise<Report> {
  const sources = open(paths, { stdin: Readable.from([]) })
  const report = await triage({ sources: whole ? streamed(sources) : sources, signatures, version: '0', minCoverage: 0, since, until })
  expect(schemaFaults(report)).toEqual([])
  return report
}

function told({ coverage: _coverage, sources: _sources, summary: _summary, ...rest }: Report) {
  return rest
}

test('a window is told as in a reading of the whole', async () => {
  const all = await diagnose([folder], null, null, false)
  expect(all.coverage.skipped).toEqual({ bytes: 0, sources: 0 })
  const [from, to] = [Date.parse(all.sources[0]!.firstTime!), Date.parse(all.sources[0]!.lastTime!)]
  const random = new Random(7)
  let skipped = 0
  for (let i = 0; i < 6; i++) {
    const moment = (): Instant => ({ ms: Math.round(from + random.next() * (to - from)), zone: 0 })
    const [since, until] = [moment(), moment()].sort((a, b) => a.ms - b.ms)
    const narrowed = await diagnose([folder], i === 0 ? null : since!, i === 1 ? null : until!, false)
    const whole = await diagnose([folder], i === 0 ? null : since!, i === 1 ? null : until!, true)
    expect(told(narrowed)).toEqual(told(whole))
    skipped += narrowed.coverage.skipped.bytes
    expect(narrowed.coverage.bytes + narrowed.coverage.skipped.bytes).toBe(whole.coverage.bytes)
  }
  expect(skipped).toBeGreaterThan(4 << 20)
})

test('logs of another time are left out whole, and that is said', async () => {
  const day = { ms: Date.UTC(1999, 0, 1), zone: 0 }
  const report = await diagnose([folder], null, day, false)
  expect(report.coverage).toMatchObject({ sources: NODES, bytes: 0, lines: 0, skipped: { sources: NODES } })
  expect(report.status).toBe('inconclusive')
  expect(report.summary).toMatch(/^Nothing of 2 sources lies in the time asked for: the logs go from \d.* to \d.*\./)
  expect(report.sources.map(({ lines, firstTime, lastTime }) => [lines, firstTime !== null, lastTime !== null])).toEqual([
    [0, true, true],
    [0, true, true],
  ])
})

test('a packed log is left out when its name says that it was rotated away before', async () => {
  const path = join(folder, 'tidb-2001-01-13T19-21-09.123.log.gz')
  const data = logs[0]![0]!
  writeFileSync(path, gzipSync(data))
  const since = { ms: Date.UTC(2020, 0, 1), zone: null }
  const { coverage } = await diagnose([path], since, null, false)
  expect([coverage.lines, coverage.skipped]).toEqual([0, { bytes: data.length, sources: 1 }])
  expect((await diagnose([path], { ...since, ms: Date.UTC(2001, 0, 14) }, null, false)).coverage.lines).toBeGreaterThan(0)
})
