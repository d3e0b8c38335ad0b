import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StreamPlaces } from './stream-places.ts'

const BATCH = 64

/** Batches of numbers: mostly rising by one, now and then a step back, a jump, the same again, or a place that is another stream's. */
const batches = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 200 }),
    steps: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.constantFrom(0, -1, -3, 5) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      { maxLength: BATCH - 1 },
    ),
  }),
  { maxLength: 12 },
)

test('the order is that of the numbers, and of coming where they are equal', () => {
  fc.assert(
    fc.property(batches, fc.array(fc.nat(), { maxLength: 20 }), (made, asked) => {
      const places = new StreamPlaces()
      const items: { readonly place: number; readonly seq: number }[] = []
      for (const [batch, { start, steps }] of made.entries()) {
        let seq = start
        for (const [i, step] of steps.entries()) {
          if (step === null) continue
          seq += step
          const item = { place: batch * BATCH + i, seq }
          places.add(item.place, seq)
          items.push(item)
        }
      }
      const expected = items.toSorted((a, b) => a.seq - b.seq).map(({ place }) => place)
      const seqs = new Map(items.map(({ place, seq }) => [place, seq]))
      const sorted = places.inOrder((place) => seqs.get(place)!)
      expect(Array.from({ length: sorted.count }, (_, i) => sorted.at(i))).toEqual(expected)
      if (items.length > 0) for (const n of asked) expect(sorted.at(n % items.length)).toBe(expected[n % items.length])
      expect(places.first).toBe(Math.min(Number.POSITIVE_INFINITY, ...items.map(({ seq }) => seq)))
    }),
    { numRuns: 500 },
  )
})
