import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Outbox } from './outbox.ts'

const MEBIBYTE = 1 << 20

test('what is put comes out in pieces, in its order, however slowly they come back, and no more are under way than there are', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 3 * MEBIBYTE }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 0, max: 2 }), async (chunks, delay) => {
      const sent: Buffer[] = []
      let away = 0
      const outbox = new Outbox((piece, size) => {
        expect(++away).toBeLessThanOrEqual(4)
        sent.push(Buffer.from(piece.slice(0, size)))
        setTimeout(() => {
          away--
          outbox.back(piece)
        }, delay)
      })
      const all = chunks.map((size, i) => Buffer.alloc(size, i + 1))
      for (const chunk of all) await outbox.put(chunk)
      outbox.flush()
      outbox.flush()
      expect(Buffer.concat(sent).equals(Buffer.concat(all))).toBe(true)
      expect(sent.every(({ length }) => length > 0 && length <= MEBIBYTE)).toBe(true)
    }),
    { numRuns: 25 },
  )
})
