import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Report } from './report/report.ts'
import type { LineRow, Row } from './report/timeline/row.ts'
import { nodeName } from './source/node-name.ts'
import { open } from './source/open.ts'
import type { Source } from './source/source.ts'
import { type HealthyLog, readRuns } from './testing/healthy/write.ts'
import { type TimelineInput, timeline } from './timeline.ts'
import { triage } from './triage.ts'

const runs = readRuns()

async function* sourcesOf(logs: readonly HealthyLog[]): AsyncGenerator<Source> {
  for (const { file, text } of logs)
    yield {
      ...{ name: file, node: nodeName(file), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(text)
      },
    }
}

async function told(sources: TimelineInput['sources'], asked: Partial<TimelineInput> = {}): Promise<Row[]> {
  const rows: Row[] = []
  await timeline({ ...asked, sources, onRow: (row) => rows.push(row) })
  return rows
}

const lines = (rows: readonly Row[]): LineRow[] => rows.filter((row) => row.what !== 'gap')
const ms = (row: LineRow): number => row.time?.ms ?? Number.NaN

function textOf(...entries: readonly (readonly [time: string, rest: string])[]): Buffer {
  return Buffer.from(entries.map(([time, rest]) => `[2025/01/07 ${time} +08:00] ${rest}\n`).join(''))
}

/** Where the report says that an entity stands at the end, by `task 3`. */
function statesIn({ jobs, tasks, subtasks }: Report): Map<string, string> {
  const of = (kind: string, all: readonly { id: string; state: string | null }[]) =>
    all.flatMap(({ id, state }) => (state === null ? [] : [[`${kind} ${id}`, state] as const]))
  return new Map([...of('job', jobs), ...of('task', tasks), ...of('subtask', subtasks)])
}

test.each([
  'v6.5-txn',
  'v7.1-ingest',
  'v8.5-global-sort',
  '2026-import-into',
  'rolling-restart',
  'pause-and-resume',
  'multi-schema-change',
])('%s stands in order, and ends where the report ends, every entity of it', async (name) => {
  const logs = runs.get(name)!
  const rows = lines(await told(sourcesOf(logs)))
  const times = rows.map(ms)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  const last = new Map<string, string>()
  for (const { entity, states } of rows)
    for (const {
      machine,
      states: [state = ''],
    } of states)
      if (machine === entity?.kind) last.set(`${machine} ${entity.id}`, state)
  const report = await triage({ sources: sourcesOf(logs), signatures: [], version: '0', minCoverage: 0 })
  const ends = [...statesIn(report)].filter(([entity]) => last.has(entity))
  expect(ends.length).toBeGreaterThan(0)
  expect(ends.map(([entity]) => [entity, last.get(entity)])).toEqual(ends)
})

describe('one entity', () => {
  const logs = runs.get('killed-node')!

  test('of a job everything is told that is its own, of the rest what nodes and owners go through', async () => {
    const all = lines(await told(sourcesOf(logs)))
    const [job] = all.flatMap(({ ids }) => ids.job ?? [])
    const rows = lines(await told(sourcesOf(logs), { job: job! }))
    const own = rows.filter(({ ids }) => ids.job === job)
    expect(own.length).toBeGreaterThan(20)
    const others = rows.filter(({ ids }) => ids.job !== job)
    expect(new Set(others.map(({ entity }) => (entity?.kind === 'owner' ? entity.id : entity?.kind)))).toEqual(
      new Set(['node', '/tidb/ddl/fg/owner']),
    )
    expect(others.map(({ event }) => event)).toContain('node.down')
    expect(others.map(({ event }) => event)).not.toContain('server.config')
  })

  test('of a subtask only its own', async () => {
    const all = lines(await told(sourcesOf(logs)))
    const subtask = all.findLast(({ entity }) => entity?.kind === 'subtask')!.entity!.id
    const rows = lines(await told(sourcesOf(logs), { subtask })).filter(({ entity }) => entity?.kind !== 'node' && entity?.kind !== 'owner')
    expect(rows.length).toBeGreaterThan(1)
    expect(new Set(rows.map(({ ids }) => ids.subtask))).toEqual(new Set([subtask]))
  })
})

test('lines that change nothing are told too', async () => {
  const text = textOf(['10:00:00.000', '[INFO] [backfilling.go:1] ["split table range from PD"] [physicalTableID=104]'])
  expect(lines(await told(open(['-'], { stdin: Readable.from([text]) }))).map(({ event }) => event)).toEqual(['reorg.ranges-split'])
})

test('trouble that no table knows is told where it is of our code, or names something of ours', async () => {
  const text = textOf(
    ['10:00:00.000', '[WARN] [conn.go:1] ["command dispatched failed"] [sql="select owner from job"]'],
    ['10:00:01.000', '[WARN] [job_worker.go:1] ["a job is in trouble"]'],
    ['10:00:02.000', '[WARN] [other.go:1] ["trouble with a task"] [task-id=3]'],
  )
  const rows = lines(await told(open(['-'], { stdin: Readable.from([text]) })))
  expect(rows.map(({ message }) => message)).toEqual(['a job is in trouble', 'trouble with a task'])
})

describe('a log in which a step is missing, and time', () => {
  const subtask = '[task-id=3] [subtask-id=5]'
  const text = textOf(
    ['10:00:00.000', `[INFO] [task_executor.go:1] ["run subtask start"] ${subtask}`],
    ['10:40:00.000', `[WARN] [task_executor.go:2] ["subtask failed"] ${subtask} [error=boom]`],
    ['10:40:01.000', `[INFO] [task_executor.go:1] ["run subtask start"] ${subtask}`],
  )

  test('shows what had to be assumed, what nothing allows, and the silence', async () => {
    const rows = await told(open(['-'], { stdin: Readable.from([text]) }))
    expect(rows.map((row) => (row.what === 'gap' ? 'gap' : row.event))).toEqual([
      ...['subtask.run-started', 'gap', 'subtask.failed', 'subtask.run-started'],
    ])
    expect(lines(rows).map(({ steps }) => steps.map(({ from, to, course }) => `${from}>${to} ${course}`))).toEqual([
      ['null>running normal'],
      ['running>failed normal'],
      ['failed>running illegal'],
    ])
  })
})

test('what comes through a pipe is told while it comes, its silence at its place', async () => {
  const noise = (hour: number): string =>
    `[2025/01/07 ${hour}:00:00.000 +08:00] [INFO] [conn.go:1] ["${'nothing '.repeat(120)}"]\n`.repeat(1000)
  // More than wait for what later lines tell of them.
  const work = (hour: number): Buffer =>
    textOf(
      ...Array.from({ length: 9_000 }, () => [`${hour}:00:00.000`, '[INFO] [backfilling.go:1] ["split table range from PD"]'] as const),
    )
  async function* log(): AsyncGenerator<Buffer> {
    yield work(10)
    yield work(11)
    const megabyte = Buffer.from(noise(11))
    for (let i = 0; i < 34; i++) yield megabyte
  }
  const rows = await told(open(['-'], { stdin: Readable.from(log()) }))
  expect(rows.map((row) => (row.what === 'gap' ? 'gap' : row.count))).toEqual([9_000, 'gap', 9_000])
})
