import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../errors.ts'
import { readSignature } from './document.ts'
import { compileCatalogue, readSignatures } from './load.ts'
import { signatureJsonSchema } from './schema.ts'

const good = `id: sample
title: A sample
category: stuck
severity: high
status: draft
per: job
selections:
  failed:
    event: subtask.run-failed
    fields: { error: lock held, step: { matches: '^read' } }
  retried: { event: [subtask.retryable-error] }
condition: count(failed) >= 2 within 10m or failed then retried
explanation: What happened.
remedy: What to do.
falsePositives: []
notToBeConfusedWith: []
mayAccompany: []
knownIssue: null
`
const problems = (text: string): string[] => {
  const read = readSignature(text, 'f')
  return read.ok ? [] : read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}
const changed = (from: string, to: string): string => {
  expect(good).toContain(from)
  return good.replace(from, () => to)
}

test('a good file is read', () => {
  const read = readSignature(good, 'f')
  expect(read).toMatchObject({
    ok: true,
    signature: { id: 'sample', per: 'job', selections: { retried: { event: ['subtask.retryable-error'] } } },
  })
})

describe('what is wrong is said with its place', () => {
  test.each([
    [
      'an unknown key',
      ['severity: high', 'severty: high'],
      ['4:1 unknown key "severty"; did you mean "severity"?', '1:1 "severity" is missing'],
    ],
    ['an unknown key below', ['    event: subtask.run', '    evnt: subtask.run'], ['9:5 unknown key "evnt"; did you mean "event"?']],
    ['a wrong value', ['severity: high', 'severity: major'], ['4:11 severity: "major" is none of critical, high, medium, low, info']],
    [
      'a misspelt value',
      ['severity: high', 'severity: hgih'],
      ['4:11 severity: "hgih" is none of critical, high, medium, low, info; did you mean "high"?'],
    ],
    [
      'a misspelt word',
      [' or failed then retried', ' or failed thenn retried'],
      ['12:52 expected "and", "or", "then", "before" or the end of the condition, found "thenn"; did you mean "then"?'],
    ],
    ['a count in other words', ['count(failed) >= 2', 'count(failed) > 2'], ['12:26 cannot read ">"; a count is written ">= 3"']],
    ['a second signature', ['knownIssue: null\n', 'knownIssue: null\n---\nid: b\n'], ['19:1 a second document begins here']],
    ['a missing selection', ['failed then', 'faild then'], ['12:45 there is no selection "faild"; did you mean "failed"?']],
    ['a condition that cannot be read', [' or failed then retried', ' or failed then'], ['12:56 expected a selection']],
    [
      'words for a selection that is none',
      ['explanation: What', 'says:\n  faild: it failed\nexplanation: What'],
      ['14:10 there is no selection "faild"; did you mean "failed"?'],
    ],
    ['an unused selection', [' or failed then retried', ''], ['11:12 no condition uses the selection "retried"']],
    [
      'a hostile expression',
      ["'^read'", "'(a+)+$'"],
      ['10:50 selections.failed.fields.step.matches: this regular expression is refused: a group that repeats'],
    ],
    ['a nameless count', ['count(failed) >= 2 within 10m or', 'count(failed) >= 0 or'], ['12:12 a count must be between']],
    [
      'a condition that always holds',
      ['count(failed) >= 2 within 10m or failed then retried', 'not failed and not retried'],
      ['12:12 this condition holds although nothing was found'],
    ],
    [
      'an order of what has no time',
      ['failed then retried', '(not failed) then retried'],
      ['12:46 "then" needs parts that happen at a time'],
    ],
    [
      'a text for every line',
      ['{ event: [subtask.retryable-error] }', '{ text: lock }'],
      ['11:20 selections.retried.text: a text to look for'],
    ],
    [
      'a mixed selection',
      ['{ event: [subtask.retryable-error] }', '{ event: x, crash: { root: y } }'],
      ['11:12 selections.retried: selects either'],
    ],
    ['a test of nothing', ["{ matches: '^read' }", '{}'], ['10:39 selections.failed.fields.step: tests nothing']],
    ['broken YAML', ['title: A sample', 'title: [A sample'], ['3:1 ']],
    ['a key twice', ['title: A sample', 'title: A sample\ntitle: B'], ['3:1 Map keys must be unique']],
    ['another shape altogether', [good, '- just a list\n'], ['1:1 a signature is a map with keys such as id']],
    ['nothing', [good, ''], ['1:1 ']],
  ] as const)('%s', (_, [from, to], expected) => {
    const found = problems(changed(from, to))
    for (const start of expected)
      expect(
        found.some((problem) => problem.startsWith(start)),
        found.join('\n'),
      ).toBe(true)
  })

  test('all at once, in the order of the file', () => {
    const found = problems(
      good.replace('severity: high', 'severity: major').replace('status: draft', 'status: done').replace('per: job', 'per: region'),
    )
    expect(found.map((problem) => problem.split(' ')[0])).toEqual(['4:11', '5:9', '6:6'])
  })
})

test('that a file is read quickly changes nothing of what is said of it', () => {
  const words = good.split(/(?<=[^\w-])|(?=[^\w-])/)
  // A tab is left to the library that reads YAML, and in a comment at the end it is nothing.
  const carefully = (text: string) => readSignature(`${text}#\t\n`, 'f')
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(words.length - 1), fc.constantFrom('', '\n', ...words)), { maxLength: 3 }), (changes) => {
      const text = changes.reduce((all, [at, word]) => all.with(at, word), words).join('')
      const [read, careful] = [readSignature(text, 'f'), carefully(text)]
      // Where something is wrong, the comment may be too.
      expect(read.ok ? read : { ok: false }).toEqual(careful.ok ? careful : { ok: false })
    }),
    { numRuns: 150 },
  )
  expect(readSignature(good, 'f')).toEqual(carefully(good))
})

describe('hostile files are refused', () => {
  test('a bomb of aliases', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.replace(
      /./g,
      (name) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${String.fromCharCode(name.charCodeAt(0) - 1)}`)
          .join(', ')}]\n`,
    )}`
    expect(problems(bomb)).toHaveLength(1)
    expect(problems(bomb)[0]).toContain('Excessive alias count')
  })
  test('size and depth', () => {
    expect(problems(`${good}# ${'x'.repeat(300_000)}`)).toEqual(['1:1 larger than 256 KB'])
    expect(problems(changed('failed then retried', `${'('.repeat(60)}failed${')'.repeat(60)}`))).toEqual([
      expect.stringContaining('nested deeper'),
    ])
    expect(problems(`id: ${'{ a: '.repeat(5_000)}x${' }'.repeat(5_000)}`)).toEqual([expect.stringMatching(/^1:\d+ nested too deep$/)])
  })
  test('no more is said of one than can be read', () => {
    const found = problems('['.repeat(300))
    expect(found).toHaveLength(51)
    expect(found.at(-1)).toMatch(/^1:\d+ and \d+ more problems from here on$/)
  })
})

describe('folders', () => {
  const dir = mkdtempSync(join(tmpdir(), 'signatures-'))
  const put = (id: string, text: string): void => {
    mkdirSync(join(dir, id), { recursive: true })
    writeFileSync(join(dir, id, 'signature.yaml'), text)
  }
  const refusal = (read: () => unknown): UserError => {
    try {
      read()
    } catch (error) {
      if (error instanceof UserError) return error
    }
    throw new Error('was not refused')
  }
  beforeAll(() => put('sample', good))
  afterAll(() => rmSync(dir, { recursive: true }))

  test('a folder is read by id', () => {
    put('other', good.replace('id: sample', 'id: other'))
    expect(readSignatures([dir]).map(({ id }) => id)).toEqual(['other', 'sample'])
    expect(refusal(() => readSignatures([dir, dir])).message).toContain('"other"')
    rmSync(join(dir, 'other'), { recursive: true })
  })

  test('all problems of all files are named, with what to do', () => {
    put('misnamed', good)
    put('bad', good.replace('severity: high', 'severity: major'))
    const { message, tip, exit } = refusal(() => compileCatalogue(dir))
    expect(message).toContain('bad/signature.yaml:4:11: severity')
    expect(message).toContain('the id is "sample" but the folder is "misnamed"')
    expect([tip === '', exit]).toEqual([false, 2])
    for (const id of ['misnamed', 'bad']) rmSync(join(dir, id), { recursive: true })
  })

  test('a folder that is not there, and one without signatures', () => {
    expect(refusal(() => readSignatures([join(dir, 'nowhere')])).message).toContain('ENOENT')
    expect(refusal(() => readSignatures([join(dir, 'sample')])).message).toContain('No signature')
  })
})

describe('the JSON Schema for editors', () => {
  const published = JSON.parse(readFileSync(new URL('../../signature.schema.json', import.meta.url), 'utf8'))

  test('is the one that the files are checked with', () => expect(published).toEqual(JSON.parse(JSON.stringify(signatureJsonSchema()))))

  test('accepts the built-in signatures and refuses a misspelt key', () => {
    const check = new Ajv2020({ strict: false }).compile(published)
    for (const { trees, ...written } of compileCatalogue(new URL('../knowledge/signatures', import.meta.url).pathname)) {
      expect(check(written), written.id).toBe(true)
      expect(trees, written.id).toHaveLength(1 + (written.weaker?.length ?? 0))
    }
    expect(check({ id: 'x', severty: 'high' })).toBe(false)
  })
})
