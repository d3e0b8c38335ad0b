import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columns, cut, harmlessJson, printable } from './escape.ts'

const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('\u001b[2J', '\u009b31m', '\u202e', '\ud800', '\n', '表', 'é'),
  ),
})

test('nothing that moves, paints or reverses survives printing', () => {
  expect(printable('a\u001b]0;title\u0007b\nc\td\u202ee\ud800')).toBe('a\\x1b]0;title\\x07b\\nc d\\u202ee\ufffd')
  fc.assert(
    fc.property(hostile, (text) => {
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test('plain text is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(printable(text)).toBe(text)
    }),
  )
})

test('a cut text fits, ends in an ellipsis only when it was cut, and splits no character', () => {
  fc.assert(
    fc.property(hostile.map(printable), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const shown = cut(text, width)
      expect(columns(shown)).toBeLessThanOrEqual(width)
      if (columns(text) <= width) expect(shown).toBe(text)
      else expect(text.startsWith(shown.slice(0, -1)) && shown.endsWith('…')).toBe(true)
      expect(shown).not.toMatch(/[\ud800-\udfff]/u)
    }),
  )
})

test('JSON made harmless is the same value and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const json = harmlessJson(JSON.stringify({ text }))
      expect(JSON.parse(json)).toEqual({ text })
      expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})
