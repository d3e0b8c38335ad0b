import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runCases } from '../src/testing/cases.ts'
import { cpuMs } from '../src/testing/cpu.ts'
import { type DdlJob, parseDdlJobs } from './ddl-job.ts'

runCases('fixtures/grammars/ddl-job.txt', (input) => {
  const parsed = parseDdlJobs(input)
  return parsed.ok ? parsed.tree.map((job) => JSON.stringify(job, null, 1)).join('\n') : `no job: ${parsed.problems[0]!.offset}`
})

const nastyError = fc
  .array(
    fc.constantFrom(
      '<nil>',
      '[ddl:8214]Cancelled DDL job',
      ', ErrCount:',
      ', ErrCount:3',
      ', SnapshotVersion:4',
      ', Err:',
      '; ',
      ', ',
      'ID:7, Type:',
      '[',
      '\n',
      'é',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => !/, ErrCount:\d+, SnapshotVersion:\d+(; ID:|; ?$|$)/.test(text))

const number = fc.nat().map(String)
const job: fc.Arbitrary<DdlJob> = fc.record(
  {
    ID: number,
    Type: fc.constantFrom('add index', 'add primary key', 'alter table multi-schema change', 'add columns (deprecated)'),
    State: fc.constantFrom('none', 'running', 'rollback done', 'cancelled', 'queueing'),
    SchemaState: fc.constantFrom('none', 'write reorganization', 'public', 'queueing'),
    SchemaID: number,
    TableID: number,
    RowCount: number,
    ArgLen: number,
    StartTime: fc.constantFrom('2024-07-24 09:49:17.99 +0000 UTC', '2024-01-13 19:03:00.09 +0800 CST'),
    Err: nastyError,
    ErrCount: number,
    SnapshotVersion: number,
    LocalMode: fc.constantFrom('true', 'false'),
    Version: fc.constantFrom('v1', 'v2', 'unknown(9)'),
    UniqueWarnings: number,
    MultiSchemaChange: fc.constant('true'),
    Revertible: fc.constantFrom('true', 'false'),
  },
  {
    requiredKeys: [
      'ID',
      'Type',
      'State',
      'SchemaState',
      'SchemaID',
      'TableID',
      'RowCount',
      'ArgLen',
      'StartTime',
      'Err',
      'ErrCount',
      'SnapshotVersion',
    ],
  },
)

function render(one: DdlJob): string {
  const tails: [string, string | undefined][] = [
    [', LocalMode: ', one.LocalMode],
    [', Version: ', one.Version],
    [', UniqueWarnings:', one.UniqueWarnings],
    [', Multi-Schema Change:', one.MultiSchemaChange],
    [', Revertible:', one.Revertible],
  ]
  return (
    `ID:${one.ID}, Type:${one.Type}, State:${one.State}, SchemaState:${one.SchemaState}, SchemaID:${one.SchemaID}, TableID:${one.TableID}, ` +
    `RowCount:${one.RowCount}, ArgLen:${one.ArgLen}, start time: ${one.StartTime}, Err:${one.Err}, ErrCount:${one.ErrCount}, ` +
    `SnapshotVersion:${one.SnapshotVersion}${tails.map(([label, text]) => (text === undefined ? '' : label + text)).join('')}`
  )
}

test('render, then parse, gives the same jobs, whatever their errors say', () => {
  fc.assert(
    fc.property(fc.array(job, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '; '), (jobs, end) => {
      expect(parseDdlJobs(jobs.map(render).join('; ') + end)).toEqual({ ok: true, tree: jobs })
    }),
    { numRuns: 500 },
  )
})

test('an error full of look-alikes takes linear time', () => {
  const text = `ID:1, Type:a, State:b, SchemaState:c, SchemaID:1, TableID:1, RowCount:0, ArgLen:0, start time: x, Err:${', ErrCount:1, SnapshotVersion:2'.repeat(30_000)}x`
  expect(cpuMs(() => expect(parseDdlJobs(text).ok).toBe(false))).toBeLessThan(3_000)
})
