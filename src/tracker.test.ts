import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { open } from './source/open.ts'
import { tarOf, zipOf } from './testing/archives.ts'
import { LOG } from './testing/sources.ts'
import { type Progress, Tracker } from './tracker.ts'
import { triage } from './triage.ts'

const folder = mkdtempSync(join(tmpdir(), 'tracker-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('bytes of all inputs are added up; members of one share theirs', () => {
  const told: Progress[] = []
  const tracker = new Tracker(
    () => 100,
    (progress) => told.push(progress),
  )
  const [a, b, c] = [tracker.meter('x!a', 'x'), tracker.meter('y', 'y', 0), tracker.meter('y', 'y', 1)]
  a.at(10, 1)
  b.at(5, 0)
  c.at(6, 2)
  a.end()
  const d = tracker.meter('x!d', 'x')
  d.at(17, 1)
  b.end()
  c.end()
  tracker.skip(3)
  d.at(18, 1)
  expect(told.map(({ bytes, goReports, source, beside }) => [bytes, goReports, source, beside])).toEqual([
    [10, 1, 'x!a', 1],
    [15, 1, 'x!a', 1],
    [21, 3, 'x!a', 1],
    [28, 4, 'y', 1],
    [29, 4, 'x!d', 0],
  ])
  expect(told.at(-1)).toMatchObject({ skipped: 3, total: 100 })
})

test('what is packed counts as it lies on disk, up to all of it', async () => {
  const members = ['m.log', 'n.log'].map((name) => ({ name, data: LOG }))
  const files = { 'a.log': LOG, 'b.log.gz': gzipSync(LOG), 'c.tar.gz': gzipSync(await tarOf(members)), 'd.zip': await zipOf(members) }
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data)
  let total: number | null = null
  let last: Progress | null = null
  const sources = open([folder], { stdin: Readable.from([]), onSize: (bytes) => (total = bytes) })
  await triage({ sources, signatures: [], version: '0', minCoverage: 0, total: () => total, onProgress: (progress) => (last = progress) })
  expect(total).toBe(Object.values(files).reduce((sum, { length }) => sum + length, 0))
  const { bytes } = last as unknown as Progress
  expect(bytes).toBeLessThanOrEqual(total!)
  expect(bytes).toBeGreaterThan(total! * 0.95)
})
