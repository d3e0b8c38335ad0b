import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { readStraight } from './straight-yaml.ts'

const home = new URL('../knowledge/signatures/', import.meta.url)
const builtIn = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(new URL(`${name}/signature.yaml`, home), 'utf8'))

/** What a file may hold that means something to YAML, in odd places too. */
const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b: ', 'key: ', '- ', '\n', '\n  ', '\n    ', '\n- ', 'x y', ' ') },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '{ ',
      ' }',
      '[',
      ']',
      ', ',
      '"',
      "'",
      "''",
      '\\"',
      '\\n',
      '>-\n  ',
      '|\n  ',
      '|-\n  ',
      '>\n  ',
      '# ',
      ' #',
      ':',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['null', 'true', 'False', '~', '12', '0', '007', '1.5', '.5', '+3', '-4', '0x1f', '0o7', '1e3', '.inf', '.nan', '8-a', '1_000'],
      ...[
        '&a ',
        '*a',
        '!!str ',
        '!x ',
        '<<: ',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '? ',
        '@',
        '`',
        '\t',
        '\r\n',
        '\u00a0',
        '\ufeff',
        '\u2028',
      ],
      ...[
        'é',
        '注意',
        '😀',
        '\ud800',
        '__proto__: ',
        'constructor: ',
        '"q r": ',
        '>2\n  ',
        '|+\n  ',
        '\\u0041',
        '\\x41',
        '\n\n',
        '\n \n',
        'a:b',
      ],
    ),
  },
)
const anything = fc.array(part, { maxLength: 40 }).map((parts) => `${parts.join('')}\n`)
/** A file of ours with something put into it, or a stretch of it taken out or put elsewhere. */
const mangled = fc
  .tuple(fc.constantFrom(...builtIn), fc.nat(), fc.nat(12), fc.array(part, { maxLength: 2 }), fc.nat())
  .map(([text, at, length, parts, to]) => {
    const from = at % text.length
    const rest = text.slice(0, from) + parts.join('') + text.slice(from + length)
    const place = to % rest.length
    return to % 3 === 0 ? rest.slice(0, place) + text.slice(from, from + length) + rest.slice(place) : rest
  })
/** A key, and below or behind it what may stand there. */
const lines = fc
  .array(fc.tuple(fc.constantFrom('', '  ', '   ', '    ', '- ', '  - '), fc.array(part, { maxLength: 5 })), { minLength: 1, maxLength: 8 })
  .map((rows) => rows.map(([indent, parts]) => `${indent}k: ${parts.join('')}\n`).join(''))

/** How editors leave a file. */
const ends = {
  'with an end of line': (text: string) => text,
  'without one': (text: string) => text.slice(0, -1),
  'as on Windows': (text: string) => text.replaceAll('\n', '\r\n'),
  'as on Windows, without one': (text: string) => text.replaceAll('\n', '\r\n').slice(0, -2),
}

function agrees(text: string): boolean {
  const read = readStraight(text)
  if (read === null) return false
  const document = parseDocument(text)
  expect(document.errors, JSON.stringify(text)).toEqual([])
  // vitest's own comparison stumbles over a key named constructor.
  expect(isDeepStrictEqual(read.value, document.toJS({ maxAliasCount: 20 })), JSON.stringify(text)).toBe(true)
  return true
}

describe('what is read quickly, the library reads the same', () => {
  test.each(Object.entries(ends))('all files of ours are, %s', (_, ending) =>
    expect(builtIn.filter((text) => !agrees(ending(text)))).toEqual([]),
  )

  test.each([
    'a: b\n',
    'a:\n- b\n- c: d\n  e: [f, "g: h", { i: 1 }]\nj: k # l\n',
    "# about\na: 'it''s'\n\nb: >\n  one\n  two\n\n  three\nc: |\n  x\n    y\n# end\n",
    'a:\n    b:\n     c: 注意 é 😀\n    d: null\n',
    'a: { "b c": true, d: {} }\n',
    'a: |\n  b\n  c',
  ])('%j', (text) => expect(agrees(text)).toBe(true))

  test('whatever it is', () => {
    const end = fc.constantFrom(...Object.values(ends))
    fc.assert(
      fc.property(fc.oneof(anything, lines, mangled), end, (text, ending) => void agrees(ending(text))),
      { numRuns: 1_000 },
    )
  })
})

test.each([
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !!str 12\n'],
  ['a key twice', 'a: 1\na: 2\n'],
  ['a key twice on a line', 'a: { b: 1, b: 2 }\n'],
  ['a second document', 'a: b\n---\nc: d\n'],
  ['a text over several lines', 'a: b\n  c\n'],
  ['a tab', 'a:\tb\n'],
  ['what may be a number', 'a: 1.50\n'],
  ['a list that goes on', 'a: [b,\n  c]\n'],
])('%s is left to the library', (_, text) => expect(readStraight(text)).toBeNull())
