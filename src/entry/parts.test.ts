import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { rangesOf } from '../source/file-pages.ts'
import type { PageSize } from '../source/page-builder.ts'
import type { Source, SourceFile } from '../source/source.ts'
import { unsure } from '../testing/wants.ts'
import { BlockStore } from './block-store.ts'
import { MAX_ENTRIES } from './gather.ts'
import { type ItemStore, ItemStore as Store } from './item-store.ts'
import { readSource } from './read.ts'
import { mergeSummaries } from './summaries.ts'
import type { ReadingSummary } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const size: PageSize = { page: 2048, line: 4096 }
const wants = {
  find: (buf: Buffer, start: number) => (buf[start] === 0x77 ? 0 : -1),
  isIdle: () => false,
  isAsked: () => false,
  tells: () => true,
  text: () => false,
  isOurs: null,
  ...unsure,
  mayBegin: (buf: Buffer, start: number) => buf[start] === 0x77,
  worth: () => true,
}

const entry = fc.record({
  ms: fc.integer({ min: 0, max: 3_000_000 }),
  level: fc.constantFrom('INFO', 'WARN'),
  message: fc.constantFrom('wanted', 'other', 'quiet'),
})
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: entry.map(({ ms }) =>
      Array.from({ length: MAX_ENTRIES + 20 }, (_, i) => headAt(ms + i * 40, 'INFO', i % 50 === 0 ? 'wanted' : 'other')),
    ),
  },
  { weight: 4, arbitrary: entry.map(({ ms, level, message }) => [headAt(ms, level, message)]) },
  { weight: 1, arbitrary: fc.constant(['panic: boom', '', 'goroutine 7 [running]:', 'main.main()', '\t/x/main.go:1 +0x1']) },
  { weight: 1, arbitrary: fc.constant(['a stray', '']) },
  { weight: 1, arbitrary: fc.constant(['[2023/12/25 11:18:48.734 +00:00] [WARN] [a.go:1] [open] [err="first', 'second"]']) },
)

function headAt(ms: number, level: string, message: string): string {
  const time = new Date(Date.UTC(2023, 11, 25) + ms).toISOString()
  return `[2023/12/25 ${time.slice(11, 23)} +00:00] [${level}] [a.go:1] ["${message}"] [pad=${'x'.repeat(ms % 90)}]`
}

function itemsOf(store: ItemStore) {
  return store.runs().map((run) => Array.from({ length: run.count }, (_, i) => ({ ...run.item(i) })))
}

async function read(
  source: Source,
  ranges: readonly ({ from: number; to: number } | null)[],
  pageSize = size,
): Promise<{ items: unknown; summary: ReadingSummary }> {
  const store = new Store(new BlockStore(folder, 512))
  const summaries: ReadingSummary[] = []
  const parts = ranges.map((_, part) => ({ source: 0, part, firstLine: 0 }))
  for (const [i, range] of ranges.entries()) {
    summaries.push(
      await readSource(source, { wants, pageSize, ...(range ? { range } : {}) }, (batch, origins) => store.add(batch, parts[i]!, origins)),
    )
    if (i + 1 < parts.length) parts[i + 1]!.firstLine = parts[i]!.firstLine + summaries[i]!.lines
  }
  return { items: itemsOf(store), summary: mergeSummaries(summaries) }
}

function fileOf(lines: readonly string[]): Source & { readonly file: SourceFile } {
  const path = join(folder, 'x.log')
  const text = `${lines.join('\n')}\n`
  writeFileSync(path, text)
  const file = { path, size: Buffer.byteLength(text) }
  return { name: 'x', node: null, packing: [], problems: [], chunks: async function* () {}, file }
}

test('a file read in stretches gives what it gives when read in one', async () => {
  let cut = 0
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 5, maxLength: 40 }), fc.integer({ min: 2, max: 6 }), async (pieces, count) => {
      const source = fileOf(pieces.flat())
      const ranges = rangesOf(source.file.path, source.file.size, count, MAX_ENTRIES, size)
      if (ranges.length > 1) cut++
      const [whole, parts] = [await read(source, [null]), await read(source, ranges)]
      expect(parts.items).toEqual(whole.items)
      expect(parts.summary).toEqual(whole.summary)
    }),
    { numRuns: 60 },
  )
  expect(cut).toBeGreaterThan(0)
})

/** How transports write line `i` of one of two streams. */
const WRAPS: readonly ((line: string, i: number, stream: number) => string)[] = [
  (line, i, stream) => JSON.stringify({ labels: { pod: `tidb-${stream}`, stream: 'stdout' }, line, timestamp: instant(i) }),
  (line, i, stream) => JSON.stringify({ log: `${line}\n`, stream: ['stdout', 'stderr'][stream], time: instant(i) }),
  (line, i, stream) => `${instant(i)} ${['stdout', 'stderr'][stream]} F ${line}`,
  (line, i, stream) => `${instant(i)} ${['stdout', 'stderr'][stream]} ${i % 997 === 0 ? 'P' : 'F'} ${line}`,
]
const instant = (i: number): string => new Date(Date.UTC(2023, 11, 25) + i * 40).toISOString()
/** Large enough for a page that is not looked at as a whole. */
const large: PageSize = { page: 540 << 10, line: 64 << 10 }

test('so does one whose lines are wrapped, whatever goes on in its streams', async () => {
  const long = fc
    .nat(3_000_000)
    .map((ms) => Array.from({ length: 3 * MAX_ENTRIES }, (_, i) => headAt(ms + i * 40, 'INFO', i % 50 === 0 ? 'wanted' : 'other')))
  const turns = fc.array(fc.tuple(fc.oneof(piece, long), fc.nat(1)), { minLength: 8, maxLength: 16 })
  await fc.assert(
    fc.asyncProperty(turns, fc.nat(WRAPS.length - 1), fc.boolean(), fc.integer({ min: 2, max: 6 }), async (pieces, wrap, down, count) => {
      const lines = pieces.flatMap(([lines, stream]) => lines.map((line) => [line, stream] as const))
      const wrapped = lines.map(([line, stream], i) => WRAPS[wrap]!(line, i, stream))
      const source = fileOf(down ? wrapped.reverse() : wrapped)
      const ranges = rangesOf(source.file.path, source.file.size, count, MAX_ENTRIES, large)
      const [whole, parts] = [await read(source, [null], large), await read(source, ranges, large)]
      expect(parts.items).toEqual(whole.items)
      expect(parts.summary).toEqual(whole.summary)
    }),
    { numRuns: 6 },
  )
})

test.each([0, 1, 2])('wrapped lines are cut between entries (%i)', (wrap) => {
  const lines = Array.from({ length: 8000 }, (_, i) => WRAPS[wrap]!(headAt(i * 40, 'INFO', 'other'), i, i % 2))
  const { path, size: bytes } = fileOf(lines).file
  expect(rangesOf(path, bytes, 2, MAX_ENTRIES, large).length).toBe(2)
})
