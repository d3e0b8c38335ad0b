import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringEnd, textEnd } from '../envelope/plain-end.ts'
import { unsure } from '../testing/wants.ts'
import { RowKernel } from './row-kernel.ts'

const kernel = new RowKernel({ ...unsure } as never)
const piece = fc.constantFrom(
  'a',
  'plain text of some length',
  '\\"',
  '\\\\',
  '\\/',
  '\\t',
  '\\n',
  '\\u003c',
  '\\u003e',
  '\\u0026',
  '\\u00',
  '"',
  '\x01',
  '\t',
  '&',
  '“',
  'é',
  '€',
  '\n',
)

test('ends of text are found as without it, wherever they lie', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(20), fc.nat(9), (pieces, before, behind) => {
      const text = Buffer.from(pieces.join(''))
      const buf = kernel.pages.subarray(before, before + text.length + behind)
      buf.fill(0x20)
      text.copy(buf)
      expect(kernel.holds(buf)).toBe(true)
      const view = new DataView(buf.buffer, buf.byteOffset, buf.length)
      const origin = buf.byteOffset
      for (let from = 0; from < text.length; from += 3) {
        expect(kernel.stringEnd(origin + from, origin + buf.length) - origin).toBe(stringEnd(view, from))
        expect(kernel.textEnd(origin + from, origin + buf.length) - origin).toBe(textEnd(view, from))
      }
    }),
    { numRuns: 1000 },
  )
})
