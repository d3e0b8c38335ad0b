import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Beginnings } from './beginnings.ts'

test('the first text is found that a message begins with, among any number', () => {
  const word = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength })
  fc.assert(
    fc.property(fc.array(word(4, 7), { maxLength: 300 }), word(0, 9), (texts, message) => {
      const buf = Buffer.from(`[${message}]`)
      const expected = texts.findIndex((text) => message.startsWith(text))
      expect(new Beginnings(texts.map((text) => Buffer.from(text))).find(buf, 1, buf.length - 1)).toBe(expected)
    }),
  )
})
