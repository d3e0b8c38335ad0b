import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { rangesOf } from '../source/file-pages.ts'
import { isNewestFirst } from '../source/newest-first.ts'
import { fileOf, headAt, large, medium, piece, readParts, small, WRAPS } from '../testing/parts.ts'
import { MAX_ENTRIES } from './gather.ts'

const folder = mkdtempSync(join(tmpdir(), 'newest-first-'))
afterAll(() => rmSync(folder, { recursive: true }))

const entries = (ms: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => headAt(ms + i * 40, 'INFO', i % 50 === 0 ? 'wanted' : 'other'))
const calm = fc.nat(3_000_000).map((ms) => entries(ms, 2 * MAX_ENTRIES))
const bare = (line: string): string => line

/** As `tac` writes them, all lines the other way round; or entries alone, while what has more lines reads from top to bottom. */
function turned(pieces: readonly (readonly string[])[], whole: boolean): string[] {
  if (whole) return pieces.flat().toReversed()
  return pieces.toReversed().flatMap((lines) => (lines.every((line) => line.startsWith('[20')) ? lines.toReversed() : lines))
}

test('a file that stands newest first gives in stretches what it gives when read in one, also where it does not', async () => {
  let cut = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.oneof(piece, calm), fc.nat(9)), { minLength: 5, maxLength: 14 }),
      fc.constantFrom(bare, ...WRAPS),
      fc.boolean(),
      fc.constantFrom({ size: medium, copies: 1 }, { size: medium, copies: 1 }, { size: large, copies: 3 }),
      fc.integer({ min: 2, max: 6 }),
      async (made, wrap, whole, { size, copies }, count) => {
        const pieces = made.flatMap(([lines, odds]) => Array.from({ length: copies }, () => (odds === 0 ? lines.toReversed() : lines)))
        const lines = turned(pieces, whole)
        const source = fileOf(
          folder,
          lines.map((line, i) => wrap(line, lines.length - i, i % 2)),
        )
        const all = { from: 0, to: source.file.size, newestFirst: true }
        const ranges = rangesOf(source.file.path, all, count, MAX_ENTRIES, size)
        if (ranges.length > 1) cut++
        const [one, parts] = [await readParts(source, [all], size), await readParts(source, ranges, size)]
        expect(parts.items).toEqual(one.items)
        expect(parts.summary).toEqual(one.summary)
      },
    ),
    { numRuns: 12 },
  )
  expect(cut).toBeGreaterThan(0)
})

/** Heads are given their times later. */
const KINDS = [
  ['head'],
  ['open', 'second"]'],
  ['head', 'panic: boom', '', 'goroutine 7 [running]:', 'main.main()', '\t/x/main.go:1 +0x1'],
  ['head', 'a stray'],
]

test('a log that stands newest first gives, but for the numbers of lines, what it gives oldest first', async () => {
  let cut = 0
  const log = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom(1, 40, 90_000, 700_000), fc.integer({ min: 1, max: 2500 })), {
    minLength: 3,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(log, fc.constantFrom(...WRAPS.slice(0, 3)), fc.integer({ min: 2, max: 4 }), async (log, wrap, count) => {
      let ms = 0
      const lines = log.flatMap(([[head, ...more], silence, quiet]) => {
        const before = entries(ms + 40, quiet)
        ms += (quiet + 1) * 40 + silence
        const first = headAt(ms, 'WARN', 'other')
        return [...before, head === 'open' ? `${first} [err="first` : first, ...more]
      })
      const written = lines.map((line, i) => wrap(line, i, 0))
      const oldest = await readParts(fileOf(folder, written), [null], medium)
      const newest = fileOf(folder, written.toReversed())
      const all = { from: 0, to: newest.file.size, newestFirst: true }
      const ranges = rangesOf(newest.file.path, all, count, MAX_ENTRIES, medium)
      if (ranges.length > 1) cut++
      const read = await readParts(newest, ranges, medium)
      expect(untold(read.items)).toEqual(untold(oldest.items))
      expect({ ...read.summary, order: oldest.summary.order }).toEqual(oldest.summary)
    }),
    { numRuns: 8 },
  )
  expect(cut).toBeGreaterThan(0)
})

/** But for where they stand. */
function untold(runs: Awaited<ReturnType<typeof readParts>>['items']): unknown {
  return runs.map((items) => items.map((item) => ({ kind: item.kind, time: item.time, text: 'text' in item ? item.text : item.lines })))
}

test.each([
  ['oldest first', (lines: string[]) => lines, false],
  ['newest first', (lines: string[]) => lines.toReversed(), true],
  ['newest first, but twice', (lines: string[]) => [...lines.toReversed(), ...lines.toReversed()], false],
  ['newest first, but for its end', (lines: string[]) => [...lines.slice(4000).toReversed(), ...lines.slice(0, 4000)], false],
  ['at one time', (lines: string[]) => lines.map(() => lines[0]!), false],
])('a look at a few places tells which log stands newest first: %s', (_, order, expected) => {
  const lines = entries(0, 8000)
  for (const wrap of [bare, WRAPS[0]!]) {
    const { path, size } = fileOf(
      folder,
      order(lines).map((line, i) => wrap(line, i, 0)),
    ).file
    expect(isNewestFirst(path, { from: 0, to: size }, small)).toBe(expected)
  }
})
