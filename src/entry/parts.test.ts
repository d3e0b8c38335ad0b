import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { rangesOf } from '../source/file-pages.ts'
import { fileOf, headAt, large, piece, readParts, small, WRAPS } from '../testing/parts.ts'
import { MAX_ENTRIES } from './gather.ts'

const folder = mkdtempSync(join(tmpdir(), 'parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a file read in stretches gives what it gives when read in one', async () => {
  let cut = 0
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 5, maxLength: 40 }), fc.integer({ min: 2, max: 6 }), async (pieces, count) => {
      const source = fileOf(folder, pieces.flat())
      const ranges = rangesOf(source.file.path, { from: 0, to: source.file.size }, count, MAX_ENTRIES, small)
      if (ranges.length > 1) cut++
      const [whole, parts] = [await readParts(source, [null]), await readParts(source, ranges)]
      expect(parts.items).toEqual(whole.items)
      expect(parts.summary).toEqual(whole.summary)
    }),
    { numRuns: 60 },
  )
  expect(cut).toBeGreaterThan(0)
})

test('so does one whose lines are wrapped, whatever goes on in its streams', async () => {
  const long = fc
    .nat(3_000_000)
    .map((ms) => Array.from({ length: 3 * MAX_ENTRIES }, (_, i) => headAt(ms + i * 40, 'INFO', i % 50 === 0 ? 'wanted' : 'other')))
  const turns = fc.array(fc.tuple(fc.oneof(piece, long), fc.nat(1)), { minLength: 8, maxLength: 16 })
  await fc.assert(
    fc.asyncProperty(turns, fc.nat(WRAPS.length - 1), fc.boolean(), fc.integer({ min: 2, max: 6 }), async (pieces, wrap, down, count) => {
      const lines = pieces.flatMap(([lines, stream]) => lines.map((line) => [line, stream] as const))
      const wrapped = lines.map(([line, stream], i) => WRAPS[wrap]!(line, i, stream))
      const source = fileOf(folder, down ? wrapped.reverse() : wrapped)
      const ranges = rangesOf(source.file.path, { from: 0, to: source.file.size }, count, MAX_ENTRIES, large)
      const [whole, parts] = [await readParts(source, [null], large), await readParts(source, ranges, large)]
      expect(parts.items).toEqual(whole.items)
      expect(parts.summary).toEqual(whole.summary)
    }),
    { numRuns: 6 },
  )
})

test.each([0, 1, 2])('wrapped lines are cut between entries (%i)', (wrap) => {
  const lines = Array.from({ length: 8000 }, (_, i) => WRAPS[wrap]!(headAt(i * 40, 'INFO', 'other'), i, i % 2))
  const { path, size: bytes } = fileOf(folder, lines).file
  expect(rangesOf(path, { from: 0, to: bytes }, 2, MAX_ENTRIES, large).length).toBe(2)
})
