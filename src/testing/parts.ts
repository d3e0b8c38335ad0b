import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { BlockStore } from '../entry/block-store.ts'
import { MAX_ENTRIES } from '../entry/gather.ts'
import { ItemStore } from '../entry/item-store.ts'
import { readSource } from '../entry/read.ts'
import { mergeSummaries } from '../entry/summaries.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import type { Range } from '../source/file-pages.ts'
import type { PageSize } from '../source/page-builder.ts'
import type { Source, SourceFile } from '../source/source.ts'
import { wantsW as wants } from './wants.ts'

/** So small that a few lines are several pages. */
export const small: PageSize = { page: 2048, line: 4096 }

const entry = fc.record({
  ms: fc.integer({ min: 0, max: 3_000_000 }),
  level: fc.constantFrom('INFO', 'WARN'),
  message: fc.constantFrom('wanted', 'other', 'quiet'),
})
/** Some lines of a log: entries, many or one, or something else. */
export const piece = fc.oneof(
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

/** An entry so many milliseconds after the log began. */
export function headAt(ms: number, level: string, message: string): string {
  const time = new Date(Date.UTC(2023, 11, 25) + ms).toISOString()
  return `[2023/12/25 ${time.slice(11, 23)} +00:00] [${level}] [a.go:1] ["${message}"] [pad=${'x'.repeat(ms % 90)}]`
}

function itemsOf(store: ItemStore) {
  return store.runs().map((run) => Array.from({ length: run.count }, (_, i) => ({ ...run.item(i) })))
}

/** Reads stretches of a source, each by itself, and puts together what they give. */
export async function readParts(
  source: Source,
  ranges: readonly (Range | null)[],
  pageSize = small,
): Promise<{ items: ReturnType<typeof itemsOf>; summary: ReadingSummary }> {
  const texts = new BlockStore(tmpdir(), 512)
  const store = new ItemStore(texts)
  const summaries: ReadingSummary[] = []
  const newestFirst = ranges[0]?.newestFirst
  const parts = ranges.map((_, i) => ({ source: 0, part: newestFirst ? ranges.length - i : i, firstLine: 0 }))
  for (const [i, range] of ranges.entries()) {
    summaries.push(
      await readSource(source, { wants, pageSize, ...(range ? { range } : {}) }, (batch, origins) => store.add(batch, parts[i]!, origins)),
    )
    if (i + 1 < parts.length) parts[i + 1]!.firstLine = parts[i]!.firstLine + summaries[i]!.lines
  }
  const items = itemsOf(store)
  texts.close()
  return { items, summary: mergeSummaries(summaries, newestFirst) }
}

/** A source of these lines. */
export function fileOf(folder: string, lines: readonly string[]): Source & { readonly file: SourceFile } {
  const path = join(folder, 'x.log')
  const text = `${lines.join('\n')}\n`
  writeFileSync(path, text)
  const file = { path, size: Buffer.byteLength(text) }
  return { name: 'x', node: null, packing: [], problems: [], chunks: async function* () {}, file }
}

/** How transports write line `i` of one of two streams. */
export const WRAPS: readonly ((line: string, i: number, stream: number) => string)[] = [
  (line, i, stream) => JSON.stringify({ labels: { pod: `tidb-${stream}`, stream: 'stdout' }, line, timestamp: instant(i) }),
  (line, i, stream) => JSON.stringify({ log: `${line}\n`, stream: ['stdout', 'stderr'][stream], time: instant(i) }),
  (line, i, stream) => `${instant(i)} ${['stdout', 'stderr'][stream]} F ${line}`,
  (line, i, stream) => `${instant(i)} ${['stdout', 'stderr'][stream]} ${i % 997 === 0 ? 'P' : 'F'} ${line}`,
]
const instant = (i: number): string => new Date(Date.UTC(2023, 11, 25) + i * 40).toISOString()
/** Large enough for a page that ends with as many entries as must stand before a cut. */
export const medium: PageSize = { page: 128 << 10, line: 16 << 10 }
/** Large enough for a page that is not looked at as a whole. */
export const large: PageSize = { page: 540 << 10, line: 64 << 10 }
