import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { scopeOf } from '../scope.ts'
import type { Range } from '../source/file-pages.ts'
import { newlinesIn } from '../source/newlines.ts'
import type { PageSize } from '../source/page-builder.ts'
import type { Source } from '../source/source.ts'
import { wantsW as wants } from '../testing/wants.ts'
import { BlockStore } from './block-store.ts'
import type { Instant, Item } from './entry.ts'
import { MAX_ENTRIES } from './gather.ts'
import { ItemStore } from './item-store.ts'
import { narrow } from './narrow.ts'
import { readSource } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'narrow-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'x.log')
const size: PageSize = { page: 4096, line: 8192 }
const START = Date.UTC(2023, 11, 25)
const MINUTE = 60_000

function head(ms: number, message: string, zone = 480): string {
  const time = new Date(START + ms + zone * MINUTE).toISOString().replace('T', ' ').replaceAll('-', '/').slice(0, 23)
  return `[${time} +${String(zone / 60).padStart(2, '0')}:00] [INFO] [a.go:1] ["${message}"] [pad=${'x'.repeat(ms % 90)}]`
}

/** Lines of a log: calm stretches, disorder within the margin, crashes between entries, entries over several lines. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ count: fc.integer({ min: 1, max: MAX_ENTRIES * 2 }), step: fc.integer({ min: 1, max: 20_000 }) })
      .map(({ count, step }) => (ms: number) => ({
        ms: ms + count * step,
        lines: Array.from({ length: count }, (_, i) => head(ms + i * step, i % 40 === 0 ? 'wanted' : 'other')),
      })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: MINUTE }).map((back) => said((ms) => [head(Math.max(0, ms - back), 'wanted late')])) },
  { weight: 1, arbitrary: fc.constant(said(() => ['panic: boom', '', 'goroutine 7 [running]:', 'main.main()', '\t/x/main.go:1 +0x1'])) },
  { weight: 1, arbitrary: fc.constant(said((ms) => [`${head(ms, 'wanted long').slice(0, -1)}="first`, 'second"]'])) },
)

function said(lines: (ms: number) => readonly string[]) {
  return (ms: number) => ({ ms: ms + 1, lines: lines(ms) })
}

function write(pieces: readonly ((ms: number) => { ms: number; lines: readonly string[] })[]): { path: string; size: number; ms: number } {
  const lines = [head(0, 'wanted first')]
  let at = 0
  for (const made of pieces) {
    const more = made(at)
    at = more.ms
    lines.push(...more.lines)
  }
  const text = `${lines.join('\n')}\n`
  writeFileSync(path, text)
  return { path, size: text.length, ms: at }
}

async function itemsIn(file: { path: string; size: number }, range: Range, firstLine: number): Promise<Item[]> {
  const texts = new BlockStore(folder)
  const store = new ItemStore(texts)
  const source: Source = { name: 'x', node: null, packing: [], problems: [], chunks: async function* () {}, file }
  const part = { source: 0, part: 0, firstLine }
  await readSource(source, { wants, pageSize: size, range }, (batch, origins) => store.add(batch, part, origins))
  return store.runs().flatMap((run) => Array.from({ length: run.count }, (_, i) => ({ ...run.item(i) })))
}

test('what lies in the time is the same as in a reading of the whole, line numbers included', async () => {
  let skipped = 0
  const moment = fc.option(fc.tuple(fc.double({ min: -0.1, max: 1.1, noNaN: true }), fc.boolean()), { freq: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 4, maxLength: 30 }), moment, moment, async (pieces, since, until) => {
      const file = write(pieces)
      const instant = (asked: typeof since): Instant | null => {
        if (asked === null) return null
        const ms = Math.round(START + asked[0] * file.ms)
        return asked[1] ? { ms, zone: 60 } : { ms: ms + 480 * MINUTE, zone: null }
      }
      const scope = scopeOf({ since: instant(since), until: instant(until) })
      const narrowed = scope.side && narrow(file, scope.side, size)
      if (!narrowed) return
      const { range } = narrowed
      skipped += file.size - (range.to - range.from)
      const whole = await itemsIn(file, { from: 0, to: file.size }, 0)
      const part = await itemsIn(file, range, await newlinesIn(path, { from: 0, to: range.from }))
      expect(part.filter(scope.item)).toEqual(whole.filter(scope.item))
    }),
    { numRuns: 60 },
  )
  expect(skipped).toBeGreaterThan(100_000)
})

describe('of a log over ten hours', () => {
  const calm = (_: unknown, hour: number) =>
    said(() => Array.from({ length: 1200 }, (_, i) => head((hour * 60 + i / 20) * MINUTE, 'wanted')))
  const asked = (since: number, until: number) =>
    scopeOf({ since: { ms: START + since, zone: 0 }, until: { ms: START + until, zone: 0 } }).side!

  test('an hour is a tenth', () => {
    const file = write(Array.from({ length: 10 }, calm))
    const { range, first, last } = narrow(file, asked(300 * MINUTE, 360 * MINUTE), size)!
    expect(range.to - range.from).toBeGreaterThan(file.size / 10)
    expect(range.to - range.from).toBeLessThan(file.size / 6)
    expect([first, last]).toEqual([
      { ms: START, zone: 480 },
      { ms: START + 600 * MINUTE - 3000, zone: 480 },
    ])
  })

  test('the day before and the day after are nothing', () => {
    const file = write(Array.from({ length: 10 }, calm))
    for (const hours of [-24, 24]) {
      const { range } = narrow(file, asked(hours * 60 * MINUTE, (hours + 1) * 60 * MINUTE), size)!
      expect(range.from).toBe(range.to)
    }
  })

  test.each([
    ['of times that fall', [8, 3]],
    ['of another kind of line in the middle', [5]],
    ['of another zone', [6]],
  ])('whole when it holds something %s', (what, hours) => {
    const others: Record<string, () => string[]> = {
      'of times that fall': () => [],
      'of another kind of line in the middle': () => Array.from({ length: 4000 }, (_, i) => `{"log":"line ${i}"}`),
      'of another zone': () => Array.from({ length: 1000 }, (_, i) => head((360 + i / 20) * MINUTE, 'wanted', 540)),
    }
    const pieces = Array.from({ length: 10 }, calm)
    const [a, b] = hours as [number, number?]
    if (b === undefined) pieces.splice(a, 0, said(others[what]!))
    else [pieces[a], pieces[b]] = [pieces[b]!, pieces[a]!]
    expect(narrow(write(pieces), asked(300 * MINUTE, 360 * MINUTE), size)).toBeNull()
  })

  test('whole when its first line is no entry', () => {
    const file = write(Array.from({ length: 10 }, calm))
    writeFileSync(path, `# pasted\n`, { flag: 'r+' })
    expect(narrow(file, asked(0, MINUTE), size)).toBeNull()
  })
})
