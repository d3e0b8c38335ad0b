import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LogfmtField, parseLogfmt } from '../../grammars/logfmt.ts'
import { lineOf, textOf } from '../testing/lines.ts'
import { takePayload } from './escapes.ts'
import { eachField } from './logfmt-fields.ts'

/** The fields as the walk over bytes sees them, null when it refuses the text. */
function walked(text: string): readonly LogfmtField[] | null {
  const whole = lineOf(text)
  const fields: LogfmtField[] = []
  const isLogfmt = eachField(whole.buf, whole.start, whole.end, ({ keyStart, keyEnd, valueStart, valueEnd, escape: firstEscape }) => {
    const value = lineOf(text)
    takePayload(value, valueStart, valueEnd, firstEscape)
    fields.push({ key: whole.buf.toString('utf8', keyStart, keyEnd), value: textOf(value) })
    return true
  })
  return isLogfmt ? fields : null
}

function parsed(text: string): readonly LogfmtField[] | null {
  const result = parseLogfmt(text)
  return result.ok ? result.tree : null
}

const piece = fc.oneof(
  fc.constantFrom(
    'log=',
    'a=b',
    'a==',
    'pod="tc-tidb-0"',
    'x="',
    '"',
    '\\',
    '\\"',
    '\\n',
    '\\u00e9',
    '\\ud83d\\ude00',
    '\\ud83d',
    '\\x1b',
    '\\xff',
    '\\u12',
    '=',
    ' ',
    '\t',
    '\n',
    '\r',
    '索引',
    '😀',
  ),
  fc.string({ maxLength: 4 }),
)
const nearLogfmt = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
const key = fc.stringMatching(/^[a-z_]{1,8}$/)
const field = fc.oneof(
  fc.tuple(key, fc.string({ unit: 'binary', maxLength: 20 })).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  fc.tuple(key, fc.stringMatching(/^[\w=.:-]{0,8}$/)).map(([name, value]) => `${name}=${value}`),
)
const realLogfmt = fc.array(field, { maxLength: 5 }).chain((fields) => fc.constantFrom(' ', '\t', '  ').map((gap) => fields.join(gap)))

test('the walk over bytes and the grammar see the same fields', () => {
  fc.assert(
    fc.property(fc.oneof(nearLogfmt, realLogfmt, fc.string({ unit: 'binary' })), (text) => {
      expect(walked(text)).toEqual(parsed(text))
    }),
    { numRuns: 600 },
  )
})

test('both read what JSON wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(walked(`log=${JSON.stringify(value)}`)).toEqual([{ key: 'log', value }])
    }),
  )
})

test.each([
  [
    'log="a \\"b\\" c\\n" pod=tc-tidb-0',
    [
      { key: 'log', value: 'a "b" c\n' },
      { key: 'pod', value: 'tc-tidb-0' },
    ],
  ],
  ['', []],
  ['a=', [{ key: 'a', value: '' }]],
  ['just some words', null],
  ['a="b"c=d', null],
  ['a="unterminated\\"', null],
])('%s', (text, want) => expect(parsed(text)).toEqual(want))
