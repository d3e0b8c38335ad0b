import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLogEntry } from '../../grammars/log-entry.ts'
import { type LogEntryParts, ReadParts } from '../../grammars/log-entry-parts.ts'
import { readQuickly } from '../../grammars/log-entry-quick.ts'
import { spreadFields } from './spread.ts'

const HEAD = '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl_worker.go:253] ["run DDL job"]'
const JOB =
  'ID:125, Type:add index, State:running, SchemaState:write only, SchemaID:2, TableID:123, RowCount:7, ArgLen:0, ' +
  'start time: 2023-12-25 11:18:48.709 +0000 UTC, Err:[kv:1]a, b, ErrCount:3, SnapshotVersion:0, UniqueWarnings:0'
const STACK = 'boom\\n\\tat x.go:1 \\"q\\" \\u00e9'.repeat(300)

function quick(text: string): LogEntryParts {
  return readQuickly(text)!
}

function read(text: string): LogEntryParts {
  const parsed = parseLogEntry(text)
  if (!parsed.ok) throw new Error(text)
  const { file, line, message, fields } = parsed.tree
  return new ReadParts(file!, line!, message, fields)
}

describe('fields spread from the line and from the grammar are the same', () => {
  test('whatever keys come, in whatever order, as often as they like', () => {
    const field = fc.constantFrom(
      ' [jobID=125]', ' ["job ID"=126]', ' [jobID=]', ' [task-id=0]', ' [taskKey=ddl/backfill/1]', ` [job="${JOB}"]`, ` [jobs="${JOB}; ${JOB}; "]`,
      ' [job=none]', ' [dispatcher="task_id: 7, task_type: backfill, server_id: a:4000, constructor: x"]', ' [error="a \\"b\\""]', ` [error="${STACK}"]`,
      ` [stack="${STACK}"]`, ` [job.Err="${STACK}"]`, ' [stack=]', ' [constructor=x]', ' [__proto__=x]', ' [job.ID=9]', ' [=1]', ' [version=44]',
    ) // biome-ignore format: one alphabet
    fc.assert(
      fc.property(fc.array(field, { maxLength: 7 }), fc.option(fc.constantFrom(JOB, `${JOB}; ${JOB}`, 'x')), (fields, trailing) => {
        const text = HEAD + fields.join('')
        const [fast, slow] = [spreadFields(quick(text), trailing), spreadFields(read(text), trailing)]
        expect(fast.map(({ ids, fields }) => ({ ids, fields: { ...fields } }))).toEqual(
          slow.map(({ ids, fields }) => ({ ids, fields: { ...fields } })),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('a value that waits to be unescaped', () => {
  test('is a field like any other', () => {
    const { fields } = spreadFields(quick(`${HEAD} [a=1] [stack="${STACK}"]`), null)[0]!
    expect(Object.keys(fields)).toEqual(['a', 'stack'])
    expect(structuredClone(fields)).toEqual({ ...fields })
    expect(fields.stack).toHaveLength(4_000)
    expect(fields.stack).toMatch(/^boom\n\tat x\.go:1 "q" é/)
  })

  test('can be put over before it was read', () => {
    const { fields } = spreadFields(quick(`${HEAD} [stack="${STACK}"]`), null)[0]!
    fields.stack = 'short'
    expect({ ...fields }).toEqual({ stack: 'short' })
  })

  test('does not mix with those of other lines', () => {
    const all = ['x', 'y', 'z'].map((mark) => spreadFields(quick(`${HEAD} [stack="${mark}${STACK}"]`), null)[0]!.fields)
    expect(all.map(({ stack }) => stack![0])).toEqual(['x', 'y', 'z'])
  })
})

test('a name that every object has is no field', () => {
  const { fields } = spreadFields(quick(`${HEAD} [constructor=x] [toString=y] [a=1]`), null)[0]!
  expect({ ...fields }).toEqual({ a: '1' })
})
