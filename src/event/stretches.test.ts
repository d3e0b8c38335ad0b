import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeEvents, type Timed } from './merge.ts'
import { stretches } from './stretches.ts'

const item = (line: number, ms: number | null): Timed => ({
  where: { source: 'paste.md', line },
  time: ms === null ? null : { ms, zone: 0 },
})
const run = (...times: (number | null)[]): Timed[] => times.map((ms, i) => item(i + 1, ms))
const parts = (of: readonly Timed[]): Timed[][] =>
  stretches(of.length, (i) => of[i]!.time?.ms ?? Number.NaN).map(({ from, to }) => of.slice(from, to))
const sizes = (of: readonly Timed[]): number[] => parts(of).map(({ length }) => length)

test('a second log pasted behind the first is a stretch of its own', () => {
  expect(sizes(run(0, 30_000, 60_000, null, 10_000, null, 50_000))).toEqual([4, 3])
  expect(mergeEvents([run(0, 30_000, 60_000, 10_000, 50_000)]).map(({ where }) => where.line)).toEqual([1, 4, 2, 5, 3])
})

test('a wrong clock and the disorder of threads part nothing', () => {
  expect(sizes(run(0, 10_000, 90_000, 20_000, 30_000))).toEqual([5])
  expect(sizes(run(50_000, 60_000, 0, 70_000, 80_000))).toEqual([5])
  expect(sizes(run(0, 1_000, 1_004, 999, 998, 2_000))).toEqual([6])
})

test('any number of logs in one text come out in one order', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 20, maxLength: 30 })
  const log = fc
    .tuple(fc.nat(10_000), gaps)
    .map(([from, steps]) => steps.map((_, i) => from + steps.slice(0, i + 1).reduce((a, b) => a + b, 0)))
  fc.assert(
    fc.property(fc.array(log, { minLength: 1, maxLength: 5 }), (logs) => {
      const text = run(...logs.flat())
      expect(parts(text).flat()).toEqual(text)
      const merged = mergeEvents([text]).map(({ time }) => time!.ms)
      expect(merged).toEqual([...merged].sort((a, b) => a - b))
    }),
  )
})
