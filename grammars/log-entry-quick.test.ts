import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseInputs } from '../src/testing/cases.ts'
import { cpuMs } from '../src/testing/cpu.ts'
import { parseLogEntry } from './log-entry.ts'
import { readQuickly } from './log-entry-quick.ts'

/** Where the quick reader reads a text at all, it reads what the grammar reads. @returns whether it did */
function agree(text: string): boolean {
  const parts = readQuickly(text)
  if (parts === null) return false
  const parsed = parseLogEntry(text)
  if (!parsed.ok) throw new Error(`the grammar refuses ${JSON.stringify(text)}`)
  const { file, line, message, fields } = parsed.tree
  const read = Array.from({ length: parts.count }, (_, i) => ({ key: parts.key(i).text, value: parts.value(i) }))
  expect({ file: parts.file, line: parts.line, message: parts.message, fields: read }).toEqual({ file, line, message, fields })
  for (const [i, { value }] of fields.entries()) {
    expect(parts.value(i, 7)).toBe(value.slice(0, 7))
    expect(parts.costly(i)?.length ?? 401).toBeGreaterThan(400)
  }
  return true
}

const HEAD = '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl_worker.go:253] '

describe('the quick reader and the grammar agree', () => {
  test('on every fixture line', () => {
    const quick = caseInputs('fixtures/grammars/log-entry.txt').filter(agree)
    expect(quick.length).toBeGreaterThan(5)
  })

  test('on the lines of the reports and of healthy runs, nearly all of which it reads', () => {
    const files = ['fixtures/reports', ...readdirSync('fixtures/benign').map((name) => `fixtures/benign/${name}`)].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true }).flatMap((file) => (file.isFile() ? [`${folder}/${file.name}`] : [])),
    )
    const entries = files.flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => /^\[20\d\d\/\d\d\/\d\d /.test(line))
    const quick = entries.filter(agree)
    expect(entries.length).toBeGreaterThan(500)
    expect(quick.length).toBeGreaterThan(entries.length * 0.95)
  })

  test('on entries whose time or level an envelope keeps', () => {
    for (const head of ['[a.go:1]', '[INFO] [a.go:1]', '[2023/12/25 11:18:48.734 +00:00] [a.go:1]'])
      expect(agree(`${head} ["msg"] [error="http: Server closed"]`), head).toBe(true)
  })

  test('on entries cut anywhere', () => {
    const text = `${HEAD}["a \\"b\\""] [jobs="x; y"] ["a key"=1] [] [b=] [c="d\\n"]`
    for (let cut = 0; cut <= text.length; cut++) agree(text.slice(0, cut))
  })

  test('on fields as they are written, and as nobody should write them', () => {
    const piece = fc.constantFrom(
      ' [job=125]', ' ["batch count"=1]', ' []', ' [e=]', ' [a="b c"]', ' [a="\\"x\\"\\n"]', ' [a="one] [two"]', ' [a="say "hi" there"]', '[a=b]',
      ' [""=1]', ' [=1]', ' ["q"]', ' [x]', ' [a=b\\n]', ' [a\\n=b]', ' ["a\\"b"=1]', ' [a=“b”]', ' [a="x=“y”"]', '  [a=1]', '\n[a=1]', ' ', '\n', ']',
      '[', '"', '"]', '\\', '=', '“', 'x', ' x', 'é', ' [k=é]', ' [a="', ' [a=b', ` [s="${'f\\n\\t'.repeat(100)}"]`, ` [${'k'.repeat(200)}=1]`,
      ` [${'k'.repeat(201)}=1]`, ` ["${'k'.repeat(200)}"=1]`,
    ) // biome-ignore format: one alphabet
    const message = fc.constantFrom(
      '["msg"]',
      '[msg]',
      '["a \\"b\\""]',
      '["a "b" c"]',
      '[“msg”]',
      '[\\"msg\\"]',
      '[a]b]',
      'msg',
      '[]',
      '[""]',
      '["',
    )
    let quick = 0
    fc.assert(
      fc.property(message, fc.array(piece, { maxLength: 12 }), (first, pieces) => {
        if (agree(HEAD + first + pieces.join(''))) quick++
      }),
      { numRuns: 3000 },
    )
    expect(quick).toBeGreaterThan(250)
  })

  test('on heads', () => {
    const heads = fc.tuple(
      fc.constantFrom('[2023/12/25 11:18:48.734 +00:00]', '[2023-12-25 11:18:48.734 +00:00]', '[2023/12/25 1x:18:48.734 +00:00]', '[]', ''),
      fc.constantFrom(' ', '  ', ''),
      fc.constantFrom('[INFO]', '[Info]', '[FATAL]', '[NONE]', ''),
      fc.constantFrom(' ', ''),
      fc.constantFrom(
        '[a.go:1]',
        '[a/b@v1/c.go:007]',
        '[<unknown>]',
        '[.go:1]',
        '[a.rs:2]',
        '[a.go:1234567890]',
        '[a b.go:1]',
        '[a.go.go:9]',
      ),
    )
    fc.assert(
      fc.property(heads, (head) => void agree(`${head.join('')} ["msg"] [a=1]`)),
      { numRuns: 1000 },
    )
  })
})

test('what a reader keeps of names is bounded, and names stay themselves', () => {
  const wrong: number[] = []
  for (let i = 0; i < 12_000; i++) {
    const parts = readQuickly(`${HEAD}[m] [k${i}=1] ["k ${i}"=2]`)!
    if (parts.key(0).text !== `k${i}` || parts.key(1).text !== `k ${i}`) wrong.push(i)
  }
  expect(wrong).toEqual([])
})

describe('hostile lines take linear time', () => {
  test.each([
    ['quotes that never close a bracket', `${HEAD}[m]${' [a="b"]z'.repeat(60_000)}`],
    ['quotes inside values', `${HEAD}[m] [a="${'x"] y'.repeat(100_000)}"]`],
    ['open quotes', `${HEAD}[m]${' [a="b'.repeat(60_000)}`],
    ['bare brackets', `${HEAD}[m]${' [a=b]z'.repeat(60_000)}`],
    ['escapes', `${HEAD}[m]${' [a="\\""]'.repeat(60_000)}`],
    ['escapes among wide characters', `${HEAD}[m]${' [a="\\"界"]'.repeat(60_000)}`],
    ['blanks', `${HEAD}[m]${' '.repeat(400_000)}[a=1]`],
    ['one key', `${HEAD}[m] [${'k'.repeat(400_000)}`],
    ['empty brackets', `${HEAD}[m]${' []'.repeat(100_000)}`],
  ])('%s', (_, text) => {
    expect(cpuMs(() => readQuickly(text))).toBeLessThan(3_000)
  })
})
