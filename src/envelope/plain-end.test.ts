import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unescaped } from './escapes.ts'
import { closingQuote, nextLine, stringEnd, textEnd } from './plain-end.ts'

/** Room behind what is looked at, as a page has it. */
const BEHIND = 'x'.repeat(8)

function viewOf(text: string): DataView {
  const bytes = Uint8Array.from(Buffer.from(`${text}${BEHIND}`))
  return new DataView(bytes.buffer)
}

const piece = fc.constantFrom(
  'a',
  'bcd',
  '\\"',
  '\\\\',
  '\\t',
  '\\/',
  '\\u003c',
  '\\u003E',
  '\\n',
  '\\u0026',
  '"',
  '\x01',
  '\t',
  '&',
  '“',
  'é',
  '#',
  ']',
)
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => `${pieces.join('')}\n`)

test('a string is plain up to its closing quote, or to what may make it more than one line', () => {
  fc.assert(
    fc.property(text, fc.nat(3), (inner, shift) => {
      const before = 'y'.repeat(shift)
      const plain = /^(?:[^\\"&\x00-\x1f“]|\\["\\/t]|\\u003[ce])*/.exec(inner)![0]
      expect(stringEnd(viewOf(before + inner), shift)).toBe(shift + Buffer.byteLength(plain))
    }),
    { numRuns: 500 },
  )
})

test('text is plain up to the end of its line, tabs and all', () => {
  fc.assert(
    fc.property(text, (inner) => {
      const plain = /^[^&\x00-\x08\x0a-\x1f“]*/.exec(inner)![0]
      expect(textEnd(viewOf(inner), 0)).toBe(Buffer.byteLength(plain))
    }),
    { numRuns: 500 },
  )
})

test('the closing quote stands behind no backslash of its own', () => {
  fc.assert(
    fc.property(text, (inner) => {
      const found = /^(?:[^\\"]|\\["\\/bfnrtu])*"/.exec(inner)
      expect(closingQuote(viewOf(inner.trimEnd()), 0)).toBe(found === null ? -1 : Buffer.byteLength(found[0]) - 1)
    }),
    { numRuns: 500 },
  )
})

test('what is written without its escapes is what JSON makes of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), fc.nat(3), (meant, escapesAll, shift) => {
      const usual = JSON.stringify(meant).slice(1, -1)
      const all = [...meant].flatMap((char) => char.split('')).map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      const buf = Buffer.from(`${'"'.repeat(shift)}${escapesAll ? all.join('') : usual}"`)
      unescaped.write(buf, shift, buf.length - 1)
      expect(unescaped.bytes.toString()).toBe(Buffer.from(meant).toString())
    }),
    { numRuns: 500 },
  )
})

test('lines end with a newline, or a CR before it', () => {
  expect(['\n', '\r\n', 'a\n', '\r\r\n', '\ra'].map((end) => nextLine(viewOf(end), 0))).toEqual([1, 2, -1, -1, -1])
})
