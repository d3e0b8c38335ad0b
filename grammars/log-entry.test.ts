import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseInputs, runCases } from '../src/testing/cases.ts'
import { cpuMs } from '../src/testing/cpu.ts'
import { type LogEntryTree, parseLogEntry } from './log-entry.ts'
import { unescapeText } from './log-escape.ts'
import { lookHeader } from './log-header.ts'

const FILE = 'fixtures/grammars/log-entry.txt'

runCases(FILE, (input) => {
  const parsed = parseLogEntry(input)
  return parsed.ok ? print(parsed.tree) : 'no entry'
})

function print(tree: LogEntryTree): string {
  const caller = tree.file === null ? '-' : `${tree.file}:${tree.line}`
  const head = `${tree.time ?? '-'} | ${tree.level ?? '-'} | ${caller} | ${JSON.stringify(tree.message)}`
  return [head, ...tree.fields.map(({ key, value }) => `  ${JSON.stringify(key)} = ${JSON.stringify(value)}`)].join('\n')
}

/** What both looks say of a text, in one shape. */
function agree(text: string): void {
  const look = lookHeader(text)
  const parsed = parseLogEntry(text)
  const quick = look && {
    time: look.time,
    level: look.level,
    file: look.file,
    line: look.line,
    message: message(text.slice(look.messageStart, look.messageEnd)),
  }
  const thorough = parsed.ok && {
    time: parsed.tree.time,
    level: parsed.tree.level,
    file: parsed.tree.file ?? '',
    line: parsed.tree.line ?? 0,
    message: message(parsed.tree.message),
  }
  expect(thorough || null).toEqual(quick)
}

/** Escapes aside: the look leaves them, and a transport may have added a layer that only the grammar takes off. */
function message(text: string): string {
  return unescapeText(unescapeText(text)).replace(/[\\“”]/g, '"')
}

/** `zap`'s text encoder as TiDB uses it: quotes and escapes where a token would be ambiguous. */
function encode(text: string): string {
  if (text !== '' && !/[\s"=[\]\\]|[^ -~]/.test(text)) return text
  return JSON.stringify(text)
}

const key = fc.oneof(fc.constantFrom('task-id', 'job ID', 'error', 'start key', 'len(jobs)'), fc.string({ minLength: 1, maxLength: 12 }))
const value = fc.oneof(
  fc.constantFrom('', '[245]', 'a] [b', '"] [c="d"]', '\\', 'x"]', '&{1 [0xc0] [] public}', 'two\nlines'),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
)
const caller = fc.constantFrom('ddl_worker.go:253', 'v3@v3.5.10/retry_interceptor.go:62')
const entry = fc.record({
  time: fc.constantFrom('2023/12/25 11:18:48.734 +00:00', '2024-01-13 19:21:09.480 +08:00'),
  level: fc.constantFrom('INFO', 'Warn', 'ERROR', 'debug'),
  caller,
  message: fc.oneof(fc.constantFrom('onNextStage', 'run DDL job'), fc.string({ minLength: 1, maxLength: 30 })),
  fields: fc.array(fc.tuple(key, value), { maxLength: 6 }),
})

describe('entries as the writer prints them', () => {
  test('render, then parse, gives the same entry', () => {
    fc.assert(
      fc.property(entry, (one) => {
        const fields = one.fields.map(([k, v]) => ` [${encode(k)}=${v === '' ? '' : encode(v)}]`).join('')
        const text = `[${one.time}] [${one.level}] [${one.caller}] [${encode(one.message)}]${fields}`
        const parsed = parseLogEntry(text)
        expect(parsed).toMatchObject({ ok: true, tree: { time: one.time, level: one.level, message: one.message } })
        if (parsed.ok) expect(parsed.tree.fields).toEqual(one.fields.map(([name, content]) => ({ key: name, value: content })))
        agree(text)
      }),
    )
  })

  test('cut anywhere behind the head, it is still an entry, and nothing but the last field is lost', () => {
    const text = caseInputs(FILE)[8]!
    const whole = parseLogEntry(text)
    const head = text.indexOf('] ["') + 2
    for (let cut = head; cut < text.length; cut++) {
      const parsed = parseLogEntry(text.slice(0, cut))
      if (!parsed.ok || !whole.ok) throw new Error(`no entry when cut at ${cut}`)
      const keyed = parsed.tree.fields.filter((field) => field.key !== '')
      expect(keyed).toEqual(whole.tree.fields.slice(0, keyed.length))
      expect(parsed.tree.fields.length - keyed.length).toBeLessThanOrEqual(1)
    }
  })
})

describe('the look and the grammar', () => {
  test('agree on every fixture line', () => {
    for (const input of caseInputs(FILE)) agree(input)
  })

  test('agree on every line of the reports, with and without what stands around the entries', () => {
    for (const name of readdirSync('fixtures/reports'))
      for (const line of readFileSync(`fixtures/reports/${name}`, 'utf8').split('\n')) {
        agree(line)
        for (let at = line.search(/[[{]/); at > 0 && at < 200; at = line.indexOf('[', at + 1)) agree(line.slice(at))
      }
  })

  test('agree on pieces of headers in any order', () => {
    const piece = fc.constantFrom(
      '[2023/12/25 11:18:48.734 +00:00]', '[INFO]', '[warn]', '[x.go:1]', '["msg"]', '[msg]', '[]', '[a=b]', '["a b"="c"]', ' ', ' ', '"', ']', '[',
      '\\"', '“', '”', '2019/10/09 11:21:05.123 ', 'ddl.go:1: ', '{"level":"warn"', ',"ts":1.5', ',"ts":"t"', ',"caller":"a/b.go:2"', ',"msg":"m"', '}',
      ',"k":[1]', 'x', '\n', '(http://y)', '=',
    ) // biome-ignore format: one alphabet
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => agree(pieces.join(''))),
      { numRuns: 3000 },
    )
  })
})

describe('hostile lines', () => {
  test.each([
    ['open quotes', `[x.go:1] [m]${' [a="b'.repeat(60_000)}`],
    ['quotes that never close a bracket', `[x.go:1] [m]${' [a="b"]z'.repeat(60_000)}`],
    ['bare brackets', `[x.go:1] [m]${'[a]z'.repeat(60_000)}`],
    ['opening brackets', `[x.go:1] ${'['.repeat(400_000)}`],
    ['white space', `[x.go:1] [m] [a="${'"] '.repeat(100_000)}${' '.repeat(200_000)}`],
    ['blanks', `[x.go:1] [m]${'] '.repeat(100_000)}`],
    ['JSON', `{"level":"a","ts":1,"msg":"m"${',"k":['.repeat(60_000)}`],
  ])('%s take linear time', (_, text) => {
    const took = cpuMs(() => {
      parseLogEntry(text)
      lookHeader(text)
    })
    expect(took).toBeLessThan(3_000)
  })
})
