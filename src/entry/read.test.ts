import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import type { Source } from '../source/source.ts'
import { unsure } from '../testing/wants.ts'
import { BlockStore } from './block-store.ts'
import type { Item } from './entry.ts'
import { ItemStore } from './item-store.ts'
import { readSource } from './read.ts'

const wants = {
  find: () => 0,
  isIdle: () => false,
  isAsked: (buf: Buffer, start: number, end: number) => buf.toString('utf8', start, end).includes('checksum mismatched'),
  tells: () => true,
  text: () => true,
  isOurs: null,
  ...unsure,
  mayBegin: () => true,
  worth: () => true,
}

async function read(text: string): Promise<{ items: Item[]; summary: Awaited<ReturnType<typeof readSource>> }> {
  const store = new ItemStore(new BlockStore(tmpdir()))
  const source: Source = {
    name: 'x',
    node: null,
    packing: [],
    problems: [],
    chunks: async function* () {
      yield Buffer.from(text)
    },
  }
  const summary = await readSource(source, { wants }, (batch, origins) => store.add(batch, { source: 0, part: 0, firstLine: 0 }, origins))
  return { items: store.runs().flatMap((run) => Array.from({ length: run.count }, (_, i) => run.item(i))), summary }
}

const ENTRY = '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl.go:1068] ["start DDL job"] [category=ddl]'

test('lines of a program that a transport kept in one line of its own come apart', async () => {
  const { items, summary } = await read(
    `${JSON.stringify({ log: `${ENTRY}\n${ENTRY}\nstray\n`, stream: 'stdout', time: '2023-12-25T11:18:48Z' })}\n`,
  )
  expect(items.map((item) => item.kind)).toEqual(['entry', 'entry'])
  expect(summary).toMatchObject({ lines: 1, entries: 2, entryLines: 1, strays: 0 })
})

test('a real newline inside a field belongs to its entry, a Go report that cuts in does not', async () => {
  const open = '[2023/12/25 11:18:48.734 +00:00] [WARN] [conn.go:1] ["command dispatched failed"] [err="first'
  const { items, summary } = await read(
    [open, 'second', 'third"]', ENTRY, open, 'panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\t/x/main.go:1 +0x1', ENTRY].join(
      '\n',
    ),
  )
  expect(items.map((item) => item.kind)).toEqual(['entry', 'entry', 'entry', 'go-report', 'entry'])
  expect(items[0]?.kind === 'entry' && items[0].fields[0]?.value).toBe('first\nsecond\nthird')
  expect(summary).toMatchObject({ lines: 11, entries: 4, entryLines: 6, goReportLines: 5, strays: 0 })
})

test('pieces that a runtime cut are one line again', async () => {
  const [a, b] = [ENTRY.slice(0, 50), ENTRY.slice(50)]
  const { items } = await read(`2023-12-25T11:18:48.734+00:00 stdout P ${a}\n2023-12-25T11:18:48.735+00:00 stdout F ${b}\n`)
  expect(items.map((item) => item.kind === 'entry' && item.text)).toEqual([ENTRY])
})

test('a stray that holds a text which somebody looks for is a note, and still a stray', async () => {
  const { items, summary } = await read(`${ENTRY}\nError: checksum mismatched remote vs local\nError: another one\n`)
  expect(items.map((item) => (item.kind === 'note' ? item.text : item.kind))).toEqual([
    'entry',
    'Error: checksum mismatched remote vs local',
  ])
  expect(summary).toMatchObject({ strays: 2, notes: 1, entries: 1 })
})

test('when the last INFO was printed is known, in whatever order the lines come', async () => {
  const at = (second: number, level: string) =>
    `[2023/12/25 11:18:${second}.000 +00:00] [${level}] [conn.go:1] ["connection closed"] [conn=${'7'.repeat(60)}]`
  const lines = [...Array.from({ length: 3 }, (_, i) => at(10 + i, 'INFO')), at(30, 'DEBUG'), at(40, 'WARN'), at(41, 'ERROR')]
  const expected = { ms: Date.UTC(2023, 11, 25, 11, 18, 12), zone: 0 }
  for (const order of [lines, [...lines].reverse()]) {
    const { summary } = await read(`${order.join('\n')}\n`)
    expect(summary).toMatchObject({ lastInfo: expected, last: { ms: expected.ms + 29_000 } })
  }
  expect((await read(`${at(10, 'WARN')}\n`)).summary.lastInfo).toBeNull()
})
