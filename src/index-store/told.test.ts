import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { generate } from '../bench/generate.ts'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import type { Asked } from '../scope.ts'
import { filesOf, open } from '../source/open.ts'
import { triage } from '../triage.ts'
import { IndexWriter } from './index-file.ts'
import { Recall } from './recall.ts'
import type { IndexNote } from './run-index.ts'
import { Shelf } from './shelf.ts'

const root = mkdtempSync(join(tmpdir(), 'index-told-'))
afterAll(() => rmSync(root, { recursive: true }))

const notes: IndexNote[] = []
const onNote = (note: IndexNote): number => notes.push(note)
const signatures = builtInSignatures()
let cases = 0

function written(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(root, String(cases++))
  mkdirSync(folder)
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data)
  return folder
}

async function run(folder: string, asked: Asked, isIndexed = true): Promise<{ report: Report; isRead: boolean }> {
  let isRead = false
  async function* sources() {
    isRead = true
    yield* open([folder], { stdin: Readable.from([]) })
  }
  const index = isIndexed ? { files: await filesOf([folder]), cacheFolder: join(root, 'cache'), program: 'a', onNote } : null
  const report = await triage({ sources: sources(), signatures, version: '0', minCoverage: 0, ...asked, index })
  return { report, isRead }
}

/** @returns the report from the index that a first run made, and whether the input was read for it; it is what a run without index tells */
async function again(folder: string, asked: Asked): Promise<{ report: Report; isRead: boolean }> {
  await run(folder, {})
  const told = await run(folder, asked)
  expect(JSON.stringify(told.report)).toBe(JSON.stringify((await run(folder, asked, false)).report))
  return told
}

const HEAD = (second: number, zone = ' +08:00'): string => `[2025/01/07 18:00:${String(second).padStart(2, '0')}.000${zone}]`
const jobText = (id: number): string =>
  `ID:${id}, Type:add index, State:running, SchemaState:write only, SchemaID:2, TableID:104, RowCount:0, ArgLen:0, start time: 2025-01-07 18:00:00.000 +0800 CST, Err:<nil>, ErrCount:0, SnapshotVersion:0, LocalMode: false`
const runOf = (id: number): string => `[INFO] [ddl_worker.go:1118] ["[ddl] run DDL job"] [jobID=${id}] [job="${jobText(id)}"]`
const RUN = runOf(101)

describe('of one job is told', () => {
  test('a panic that was recovered, whoever it was of', async () => {
    const stack =
      'goroutine 7 [running]:\\nruntime.gopanic()\\n\\t/go/panic.go:1\\ngithub.com/pingcap/tidb/pkg/ddl.run()\\n\\t/x/ddl.go:2 +0x1\\n'
    const folder = written({
      'a.log': `${HEAD(1)} ${RUN}\n${HEAD(2)} [ERROR] [ddl.go:9] ["panic in ddl worker"] [r="invalid memory address"] [stack="${stack}"]\n`,
    })
    const { report, isRead } = await again(folder, { job: '102' })
    expect([isRead, report.crashes.length, report.jobs.length]).toEqual([false, 1, 0])
  })

  test('a line that is of two jobs', async () => {
    const folder = written({
      'a.log': `${HEAD(1)} [INFO] [ddl_worker.go:253] ["add DDL jobs"] ["batch count"=2] [jobs="${jobText(101)}; ${jobText(102)}; "]\n`,
    })
    for (const job of ['101', '102']) {
      const { report, isRead } = await again(folder, { job })
      expect([isRead, report.jobs.map(({ id }) => id)]).toEqual([false, [job]])
    }
  })

  test('nothing that only another job needs', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => {
      const id = i < 1_500 ? 101 : 102
      return `${HEAD(Math.floor(i / 50))} ${runOf(id)}\n`
    })
    const folder = written({ 'a.log.gz': gzipSync(lines.join('')) })
    const blocks = async (asked: Asked): Promise<number> => {
      const isWhole = vi.spyOn(Recall.prototype, 'isWhole')
      await again(folder, asked)
      const recall = isWhole.mock.contexts.at(-1) as unknown as { blocks: readonly unknown[] }
      isWhole.mockRestore()
      return recall.blocks.length
    }
    const all = await blocks({})
    expect(all).toBeGreaterThan(4)
    expect(await blocks({ job: '101' })).toBe(all / 2)
    const since = { ms: Date.UTC(2025, 0, 7, 10, 2), zone: 0 }
    expect(await blocks({ since })).toBe(0)
  })
})

function between({ sources: [source] }: Report, share: number) {
  const [from, to] = [Date.parse(source!.firstTime!), Date.parse(source!.lastTime!)]
  return { ms: from + share * (to - from), zone: 0 }
}

describe('the input is read again', () => {
  test('for one node, when times without zone would be read in that of another', async () => {
    const bare = `${HEAD(3, '')} [WARN] [ddl.go:1] ["ddl job slow"] [job="${jobText(101)}"]\n`
    const zoned = `${HEAD(1)} ${RUN}\n`
    expect((await again(written({ 'tidb-0.log': bare, 'tidb-1.log': zoned }), { node: 'tidb-0' })).isRead).toBe(true)
    expect((await again(written({ 'tidb-0.log': zoned, 'tidb-1.log': zoned }), { node: 'tidb-0' })).isRead).toBe(false)
  })

  test('for a part of the time that a log leaves out by its name', async () => {
    const folder = written({
      'tidb-2001-01-13T19-21-09.123.log.gz': gzipSync(`${HEAD(1)} ${RUN}\n`),
    })
    expect((await again(folder, { since: { ms: Date.UTC(2020, 0, 1), zone: 0 } })).isRead).toBe(true)
    expect((await again(folder, { since: { ms: Date.UTC(2000, 0, 1), zone: 0 } })).isRead).toBe(false)
  })

  test('for a part of the time of a plain log in order, of which only a stretch is read', async () => {
    const log = [...generate({ nodes: 1, bytes: 9 << 20, seed: 4 })].map(({ data }) => data)
    const folder = written({ 'tidb.log': Buffer.concat(log) })
    const { report } = await run(folder, {})
    const { isRead, report: part } = await again(folder, { since: between(report, 0.9) })
    expect([isRead, part.coverage.skipped.bytes > 0]).toEqual([true, true])
    expect((await again(folder, { since: between(report, 0) })).isRead).toBe(false)
  })
})

test('a full disk ends the index, not the run, and leaves nothing', async () => {
  const folder = written({ 'a.log': `${HEAD(1)} ${RUN}\n` })
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write', code: 'ENOSPC' })
  const block = vi.spyOn(IndexWriter.prototype, 'block').mockImplementation(() => {
    throw full
  })
  const { report } = await run(folder, {})
  block.mockRestore()
  expect(report.jobs.map(({ id }) => id)).toEqual(['101'])
  expect(notes.splice(0)).toEqual([{ code: 'not-written', detail: 'ENOSPC: no space left on device' }])
  expect(readdirSync(folder)).toEqual(['a.log'])
})

test('what a run left behind that was killed goes after a day', () => {
  const folder = written({ 'a.log': '' })
  const content = { paths: [join(folder, 'a.log')], size: 0, mode: 0o666, print: '' }
  const kept = join(folder, '.tidb-triage', 'index')
  mkdirSync(kept, { recursive: true })
  for (const [name, days] of [
    ['old.part', 2],
    ['new.part', 0.5],
    ['old.index', 400],
  ] as const) {
    writeFileSync(join(kept, name), '')
    utimesSync(join(kept, name), new Date(), Date.now() / 1000 - days * 86_400)
  }
  const draft = new Shelf(content, join(folder, 'cache')).begin()
  draft.publish()
  draft.drop()
  expect(readdirSync(kept).filter((name) => name.startsWith('old') || name.startsWith('new'))).toEqual(['new.part', 'old.index'])
})
