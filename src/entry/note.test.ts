import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runCases } from '../testing/cases.ts'
import { cpuMs } from '../testing/cpu.ts'
import { NoteReader, type Pasted } from './note.ts'

runCases('fixtures/grammars/note.txt', (input) => notesOf(input.split('\n')).map(print).join('\n') || 'nothing')

function notesOf(lines: readonly string[]): Pasted[] {
  const reader = new NoteReader()
  return lines.flatMap((line) => reader.read(line))
}

function print(note: Pasted): string {
  if (note.what === 'version') return `version ${note.version} ${note.gitHash} ${note.goVersion}`
  return `${note.what} ${note.fields.map(({ key, value }) => `${key}=${JSON.stringify(value)}`).join(' ')}`
}

const row = fc.record({
  JOB_ID: fc.nat().map(String),
  TABLE_NAME: fc.stringMatching(/^[a-z]{1,12}$/),
  STATE: fc.constantFrom('running', 'rollback done', 'synced'),
  ROW_COUNT: fc.nat().map(String),
})

describe('one job table in all its shapes', () => {
  const names = ['JOB_ID', 'TABLE_NAME', 'STATE', 'ROW_COUNT'] as const
  const expected = (job: { readonly [k in (typeof names)[number]]: string }) => [
    { key: 'job.ID', value: job.JOB_ID },
    { key: 'table', value: job.TABLE_NAME },
    { key: 'job.State', value: job.STATE },
    { key: 'job.RowCount', value: job.ROW_COUNT },
  ]
  const bars = (cells: readonly string[]) => `| ${cells.map((cell) => cell.padEnd(12)).join(' | ')} |`

  test('bars, bars upside down, and tabs give the same jobs', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (jobs) => {
        const border = '+------+------+'
        const cells = jobs.map((job) => names.map((name) => job[name]))
        const table = [border, bars(names), border, ...cells.map(bars), border, `${jobs.length} rows in set`]
        const wanted = jobs.map(expected)
        const fields = (lines: readonly string[]) => notesOf(lines).map((note) => (note.what === 'version' ? [] : note.fields))
        expect(fields(table)).toEqual(wanted)
        expect(fields([...table].reverse())).toEqual([...wanted].reverse())
        expect(fields([names, ...cells].map((line) => line.join('\t')))).toEqual(wanted)
        const vertical = jobs.flatMap((job) => ['******** 1. row ********', ...names.map((name) => `${name.padStart(14)}: ${job[name]}`)])
        expect(fields(vertical).filter((job) => job.length === names.length)).toEqual(wanted)
      }),
      { numRuns: 50 },
    )
  })
})

test('the reports give their versions and the states of their jobs, and nothing more', () => {
  const found = readdirSync('fixtures/reports').map((name) => {
    const notes = notesOf(
      readFileSync(`fixtures/reports/${name}`, 'utf8')
        .split('\n')
        .filter((line) => !/^`?\[\d{4}\/|log=|^\{/.test(line)),
    )
    return [name, ...notes.map(print)]
  })
  expect(found).toMatchInlineSnapshot(`
    [
      [
        "47902.md",
        "job job.ID="561" job.Type="add index" job.Comment="ingest" job.State="running" now="2023-10-19 17:35:56"",
        "job job.ID="561" job.Type="add index" job.Comment="ingest" job.State="running" query="alter table sbtest1 add index index_test_1697704548745 (c)" now="2023-10-19 17:35:56"",
        "version v7.5.0-alpha null null",
        "version v7.5.0-alpha 4cd4d5f703e0043c00c36689ae6c50354bae7b6a null",
        "version v7.5.0-alpha 4cd4d5f703e0043c00c36689ae6c50354bae7b6a go1.21.3",
      ],
      [
        "49265.md",
        "version null 8dac7568ee59d6028db00ebfa6877f97d22b0295 null",
      ],
      [
        "49770.md",
        "job job.ID="125" db="test" table="xxx" job.Type="add index" job.Comment="ingest cloud" job.SchemaState="write reorganization" job.SchemaID="2" job.TableID="123" job.RowCount="0" job.CreateTime="2023-12-25 11:18:48" job.StartTime="2023-12-25 11:18:48" job.State="running"",
        "version null cb7d2b7df71ce588c898995e2bfa6b04bda720 null",
      ],
      [
        "50417.md",
        "job job.ID="491" job.Type="add index" job.Comment="ingest cloud" job.State="rollback done" now="2024-01-13 19:21:28"",
        "job job.ID="491" job.Type="add index" job.Comment="ingest cloud" job.State="rollback done" query="alter table sbtest1 add index index_test_1705143780092 (c)" now="2024-01-13 19:21:28"",
        "version v7.6.0 null null",
        "version v7.6.0 2df8bd1fc0fb5100bddf94f6bebe4e43878becc2 null",
        "version v7.6.0 2df8bd1fc0fb5100bddf94f6bebe4e43878becc2 go1.21.5",
      ],
      [
        "58776.md",
        "version v9.0.0-alpha-59-gc199ddf null null",
        "version v9.0.0-alpha-59-gc199ddf c199ddfcdf9e1f88a243c2b7847d8f3224446004 null",
        "version v9.0.0-alpha-59-gc199ddf c199ddfcdf9e1f88a243c2b7847d8f3224446004 go1.23.4",
      ],
    ]
  `)
})

test('prose and code give nothing, whatever stands in them', () => {
  const word = fc.constantFrom(
    'job',
    'jobId:',
    'job_id',
    'state',
    'running',
    '561',
    'Release',
    'Version',
    'v7.5.0',
    '|',
    'the',
    'is',
    ',',
    'select',
    'from',
    'hash',
    'a1b2c3d4e5f6a7b8c9d0',
  )
  fc.assert(
    fc.property(
      fc.array(
        fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
        { maxLength: 6 },
      ),
      (lines) => {
        expect(
          notesOf(lines.filter((line) => !/^(?:jobId: 561|v7.5.0)$/.test(line))).filter(
            (note) => note.what === 'version' || note.fields.length > 1,
          ),
        ).toEqual([])
      },
    ),
    { numRuns: 500 },
  )
})

test('a long hostile line takes linear time', () => {
  const reader = new NoteReader()
  const took = cpuMs(() => {
    for (const piece of ['| ', '\t', 'select job_id, ', 'jobId: 1, job type: ', 'Release Version: ', '`', ' ', 'git commit hash '])
      reader.read(piece.repeat(19_000 / piece.length))
  })
  expect(took).toBeLessThan(1_500)
})
