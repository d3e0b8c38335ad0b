import { describe, expect, test } from 'vitest'
import type { Message } from '../knowledge/contract.ts'
import { messages } from '../knowledge/index.ts'
import { entryOf } from '../testing/entries.ts'
import type { Event } from './event.ts'
import { createRecogniser } from './recognise.ts'

const recogniser = createRecogniser(messages)
const read = (text: string): readonly Event[] => recogniser.recognise(entryOf(text))
const JOB =
  'ID:125, Type:add index, State:running, SchemaState:write only, SchemaID:2, TableID:123, RowCount:7, ArgLen:0, ' +
  'start time: 2023-12-25 11:18:48.709 +0000 UTC, Err:[kv:1]a, b, ErrCount:3, SnapshotVersion:0, UniqueWarnings:0'
const HEAD = '[2023/12/25 11:18:48.747 +00:00]'

describe('every row of the tables', () => {
  test('is recognised as its kind where its line carries its fields', () => {
    const wrong = messages.filter((row) => read(sample(row)).some((event) => event.row?.kind !== row.kind || event.row.text !== row.text))
    expect(wrong.map(({ text, kind }) => `${kind}: ${text}`)).toEqual([])
  })

  function sample({ text, level, files, fields, needs }: Message): string {
    const keys = [...new Set([...(needs ?? []), ...fields])].filter((key) => !/[[\]]/.test(key))
    return `${HEAD} [${level}] [${files[0] ?? 'x.go'}:1] [${JSON.stringify(text)}]${keys.map((key) => ` [${JSON.stringify(key)}=1]`).join('')}`
  }
})

describe('ids and fields', () => {
  test('the spellings of an id are one; the job string is spread', () => {
    const [event] = read(
      `${HEAD} [INFO] [ddl_worker.go:1000] ["[ddl] run DDL job"] [worker="worker 2, tp add index"] [jobID=125] [job="${JOB}"]`,
    )
    expect(event).toMatchObject({ kind: 'job.step-start', ids: { job: '125' }, inferred: [], level: 'INFO', file: 'ddl_worker.go' })
    expect(event!.fields).toMatchObject({
      job: '125',
      'job.State': 'running',
      'job.SchemaState': 'write only',
      'job.Err': '[kv:1]a, b',
      'job.ErrCount': '3',
    })
    expect(event!.fields['job-string']).toBeUndefined()
  })

  test.each([
    ['in a word', ', SchemaSt\nate:write only'],
    ['behind a comma', ',\nSchemaState:write only'],
    ['behind a blank', ', \nSchemaState:write only'],
  ])('a job string that a terminal wrapped %s is read all the same', (_, piece) => {
    const wrapped = JOB.replace(', SchemaState:write only', piece)
    const [event] = read(`${HEAD} [INFO] [ddl_worker.go:1000] ["[ddl] run DDL job"] [job="${wrapped}"]`)
    expect(event).toMatchObject({ ids: { job: '125' }, fields: { 'job.SchemaState': 'write only', 'job.Err': '[kv:1]a, b' } })
  })

  test('several jobs on one line give an event each', () => {
    const found = read(
      `${HEAD} [INFO] [ddl_worker.go:253] ["add DDL jobs"] ["batch count"=2] [jobs="${JOB}; ${JOB.replace('ID:125', 'ID:126')}; "]`,
    )
    expect(found.map(({ kind, ids }) => [kind, ids.job])).toEqual([
      ['job.created', '125'],
      ['job.created', '126'],
    ])
  })

  test('the loggers of v7.3 hold an identity in one string', () => {
    const [event] = read(
      `${HEAD} [WARN] [dispatcher.go:1] ["generate plan failed"] [dispatcher="task_id: 7, task_type: backfill, server_id: a:4000"] [error=x]`,
    )
    expect(event).toMatchObject({ kind: 'task.plan-failed', ids: { task: '7' }, fields: { 'task-type': 'backfill', 'exec-id': 'a:4000' } })
  })

  test('TiDB 2 and 3 print the job behind the text', () => {
    const [event] = read(`2019/10/09 11:21:05.123 ddl_worker.go:1: [info] [ddl] run DDL job ${JOB}`)
    expect(event).toMatchObject({ kind: 'job.step-start', ids: { job: '125' }, fields: { 'job.State': 'running' } })
  })

  test('a value that is no id is none', () => {
    const [event] = read(`${HEAD} [INFO] [ddl.go:1] ["DDL job is finished"] [jobID="[1 2]"]`)
    expect(event!.ids).toEqual({})
  })
})

describe('texts that several rows share', () => {
  const near = (file: string, fields: string): Event[] => [...read(`${HEAD} [WARN] [${file}:1] ["close session error"] ${fields}`)]

  test('a short text that another part of TiDB prints is not taken for ours', () => {
    expect(near('backend.go', '[error=x]')[0]).toMatchObject({ kind: 'flush-lock.session-close-failed' })
    expect(near('conn.go', '[error=x]')[0]).toMatchObject({ kind: 'unrecognised', row: null })
  })

  test('fields tell the framework and IMPORT INTO apart', () => {
    const rows = ['[subtaskID=1] [step=a]', '[subtask-id=1] [step=a]'].map(
      (fields) => read(`${HEAD} [INFO] [task_executor.go:1] ["run subtask start"] [task-id=3] ${fields}`)[0],
    )
    expect(rows.map((event) => event?.ids)).toEqual([
      { task: '3', subtask: '1' },
      { task: '3', subtask: '1' },
    ])
    expect(rows[0]!.row).not.toBe(rows[1]!.row)
  })
})

describe('what no row knows', () => {
  test('is an event from WARN on', () => {
    const line = (level: string) => read(`${HEAD} [${level}] [x.go:1] ["something new"] [task-id=5]`)
    expect(line('INFO')).toEqual([])
    expect(line('Warn')).toMatchObject([{ kind: 'unrecognised', row: null, ids: { task: '5' } }])
  })

  test('a harness that logs what a job does gives a note', () => {
    const [event] = read(`${HEAD} [INFO] [add_index.go:312] ["jobId: 471, job type: add index /* ingest */, state: queueing"]`)
    expect(event).toMatchObject({
      kind: 'note.job',
      entity: { kind: 'job', id: '471' },
      fields: { 'job.State': 'queueing', 'job.Type': 'add index', 'job.Comment': 'ingest' },
    })
    expect(event!.time).not.toBeNull()
  })
})
