import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Line } from '../envelope/envelope.ts'
import { isLineHead } from './line-head.ts'
import { unwrap as unwrapLines } from './unwrap.ts'

const ENTRY =
  '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl_worker.go:253] ["add DDL jobs"] [category=ddl] [jobs="ID:125, Type:add index, State:queueing, SchemaState:none, SchemaID:2, TableID:123, RowCount:0, start time: 2023-12-25 11:18:48.709 +0000 UTC"] [table=true]'
const CRI =
  '2023-10-19T16:36:49.461985137+08:00 stderr F \t/home/jenkins/agent/workspace/build-common/go/src/github.com/pingcap/tidb/pkg/ddl/index.go:2127 +0xf1'
const LOKI = `{"pod":"tc-tidb-0","container":"tidb","log":${JSON.stringify(CRI)},"namespace":"endless-ha-test-add-index"}`
const SHORT = '[2023/12/25 11:18:48.768 +00:00] [INFO] [domain.go:873] [short] [jobID=125]'

function lines(texts: readonly string[]): Line[] {
  return texts.map((text, i) => {
    const buf = Buffer.from(text)
    return {
      ...{ buf, start: 0, end: buf.length, line: i + 1, span: 1, column: 0, time: Number.NaN, zone: null },
      node: null,
      container: null,
      stream: null,
      partial: false,
    }
  })
}

const unwrap = (lines: readonly Line[]) => unwrapLines(lines, (line) => isLineHead(line.buf, line.start, line.end))

function texts(lines: readonly Line[]): string[] {
  return lines.map((line) => line.buf.toString('utf8', line.start, line.end))
}

function wrapped(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text) => {
    const characters = [...text]
    const pieces: string[] = []
    for (let at = 0; at === 0 || at < characters.length; at += width) pieces.push(characters.slice(at, at + width).join(''))
    return pieces
  })
}

const whole = [ENTRY, SHORT, CRI, LOKI, ENTRY.replace('125', '126'), SHORT, LOKI, CRI, ENTRY]

test.each([80, 100, 120, 150, 200])('lines cut at %i columns are whole again', (width) => {
  expect(texts(unwrap(lines(wrapped(whole, width))))).toEqual(whole)
})

test('so are lines cut twice', () => {
  expect(texts(unwrap(lines(wrapped(wrapped(whole, 200), 120))))).toEqual(whole)
})

test('and lines cut, then turned round as a whole', () => {
  expect(texts(unwrap(lines(wrapped(whole, 120).reverse())))).toEqual(whole)
})

test('lines turned round, then cut, keep their order', () => {
  expect(texts(unwrap(lines(wrapped([...whole].reverse(), 120))))).toEqual([...whole].reverse())
})

test('a blank trimmed at the width comes back', () => {
  const cut = wrapped(whole, 100).map((piece) => piece.trimEnd())
  expect(texts(unwrap(lines(cut)))).toEqual(whole)
})

test('each physical line is counted in the line that it went into', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...whole, '', 'prose', '| a | b |'), { maxLength: 20 }),
      fc.integer({ min: 60, max: 220 }),
      (texts, width) => {
        const cut = wrapped(texts, width)
        expect(unwrap(lines(cut)).reduce((sum, line) => sum + line.span, 0)).toBe(cut.length)
      },
    ),
  )
})

test('tables and lines of equal length stay as they are', () => {
  const table = [
    '+--------------------------------------------------+',
    '| JOB_ID | DB_NAME | TABLE_NAME | JOB_TYPE | STATE  |',
    '| 125    | test    | xxx        | add index| running|',
  ]
  expect(texts(unwrap(lines(table)))).toEqual(table)
  const same = [SHORT, SHORT, SHORT]
  expect(texts(unwrap(lines(same)))).toEqual(same)
})

test('entries of one length that stand above other lines are whole, and in their order', () => {
  const crash = ['panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\t/x/main.go:1 +0x1', 'exit status 2']
  const log = [3, 4, 5, 6, 7].flatMap((s) => [`[2025/02/18 16:26:0${s}.000 +08:00] [INFO] [printer.go:41] ["Welcome to TiDB."]`, ...crash])
  expect(texts(unwrap(lines(log)))).toEqual(log)
})
