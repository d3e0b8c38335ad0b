import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseInputs } from '../src/testing/cases.ts'
import { cpuMs } from '../src/testing/cpu.ts'
import { parseDdlJobs } from './ddl-job.ts'
import { readJobsQuickly } from './ddl-job-quick.ts'

/** Where the quick reader reads a text at all, it reads what the grammar reads. @returns whether it did */
function agree(text: string): boolean {
  const jobs = readJobsQuickly(text)
  if (jobs !== null) expect({ ok: true, tree: jobs }).toEqual(parseDdlJobs(text))
  return jobs !== null
}

test('the quick reader reads most of the fixtures as the grammar does', () => {
  const inputs = caseInputs('fixtures/grammars/ddl-job.txt')
  expect(inputs.filter(agree).length).toBeGreaterThan(inputs.length / 3)
})

const number = fc.constantFrom('0', '7', '-1', '446993211166556275', '', 'x')
const words = fc.constantFrom('add index', ' none', 'é ', '', 'a;b', 'a,b', 'rollback done')
const error = fc.constantFrom('<nil>', '[kv:1]a, b', ', ErrCount:3', 'ErrCount:', 'x; ID:1, Type:y', ', Err:', '\n', '')
const tail = fc.constantFrom(
  ', LocalMode: false', ', Version: v1', ', UniqueWarnings:0', ', Multi-Schema Change:true', ', Revertible:false', ', Newer: 1', ', SnapshotVersion:1',
  ', ErrCount:2', ',UniqueWarnings:0',
) // biome-ignore format: one alphabet
const end = fc.constantFrom('', '', '', ';', '; ', ' ', '; x', '\n', ', ')

const job = fc
  .tuple(number, words, words, words, number, number, number, number, words, error, number, number, fc.array(tail, { maxLength: 4 }))
  .map(
    ([id, type, state, schema, s, t, rows, args, start, err, count, snapshot, tails]) =>
      `ID:${id}, Type:${type}, State:${state}, SchemaState:${schema}, SchemaID:${s}, TableID:${t}, RowCount:${rows}, ArgLen:${args}, ` +
      `start time: ${start}, Err:${err}, ErrCount:${count}, SnapshotVersion:${snapshot}${tails.join('')}`,
  )
const sound = fc
  .tuple(fc.nat(), fc.constantFrom('<nil>', '[kv:1]a, b'), fc.subarray([', LocalMode: true', ', Version: v2', ', UniqueWarnings:0']))
  .map(
    ([id, err, tails]) =>
      `ID:${id}, Type:add index, State:none, SchemaState:none, SchemaID:2, TableID:3, RowCount:0, ArgLen:0, ` +
      `start time: 2024-01-13 19:03:00.09 +0800 CST, Err:${err}, ErrCount:0, SnapshotVersion:0${tails.join('')}`,
  )

test('they agree on jobs sound and broken, one or several', () => {
  let quick = 0
  fc.assert(
    fc.property(fc.array(fc.oneof(job, sound, sound, sound), { minLength: 1, maxLength: 3 }), end, (jobs, last) => {
      if (agree(jobs.join('; ') + last)) quick++
    }),
    { numRuns: 2000 },
  )
  expect(quick).toBeGreaterThan(200)
})

test('an error full of look-alikes takes linear time', () => {
  const job = 'ID:1, Type:a, State:b, SchemaState:c, SchemaID:1, TableID:1, RowCount:0, ArgLen:0, start time: x, Err:'
  const took = cpuMs(() => {
    agree(`${job}${', ErrCount:1, SnapshotVersion:2'.repeat(20_000)}x`)
    agree(`${job}${', ErrCount:1, SnapshotVersion:2, LocalMode:x, Version:y'.repeat(20_000)}x`)
  })
  expect(took).toBeLessThan(5_000)
})
