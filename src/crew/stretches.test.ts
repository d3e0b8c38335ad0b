import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Stretches } from './stretches.ts'

test('every stretch is read once, and given in its order, whoever is slow', async () => {
  const waits = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(waits, fc.nat(3), async (slow, threads) => {
      const read: number[] = []
      let apart = 0
      const stretches = new Stretches(slow.length, threads, async (i, isApart) => {
        read.push(i)
        if (isApart) expect(++apart).toBeLessThanOrEqual(threads)
        await setTimeout(slow[i])
        if (isApart) apart--
        return i
      })
      for (let i = 0; i < slow.length; i++) {
        expect(await stretches.take(i)).toBe(i)
        expect(read.length).toBeLessThanOrEqual(i + 8)
      }
      expect(read.toSorted((a, b) => a - b)).toEqual(slow.map((_, i) => i))
      expect(stretches.left()).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('a stretch that cannot be read is told to whoever takes it', async () => {
  const stretches = new Stretches(3, 1, async (i) => {
    if (i === 1) throw new Error('broken')
    return i
  })
  expect(await stretches.take(0)).toBe(0)
  await expect(stretches.take(1)).rejects.toThrow('broken')
})
