import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AnyWord } from './any-word.ts'

test('a word is found where it stands, and nowhere else', () => {
  const letters = fc.oneof(...[6, 14].map((maxLength) => fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 2, maxLength })))
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 40 }),
      fc.nat(5),
      (words, text, cut) => {
        const buf = Buffer.from(text)
        const [start, end] = [Math.min(cut, buf.length), Math.max(Math.min(cut, buf.length), buf.length - cut)]
        const bytes = buf.toString('latin1', start, end)
        const expected = words.some((word) => bytes.includes(Buffer.from(word).toString('latin1')))
        expect(new AnyWord(words).standsIn(buf, start, end)).toBe(expected)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('words must be long enough to be judged by', () => {
  expect(() => new AnyWord(['job', 'a'])).toThrow(RangeError)
})
