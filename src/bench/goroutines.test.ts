import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { panics } from '../panics.ts'
import { open } from '../source/open.ts'
import { dumpOf, GROUPS, LOCKS } from './goroutines.ts'

/** Larger than what is looked at as a whole, so that pages end inside of goroutines. */
const GOROUTINES = 9_000

test.each([1, 2])('a dump of many goroutines has as many groups as it was made with, and loses none: seed %i', async (seed) => {
  const chunks = [...dumpOf(GOROUTINES, seed)].map((text) => Buffer.from(text))
  const { crashes, coverage } = await panics({ sources: open(['-'], { stdin: Readable.from(chunks) }), version: '0' })
  expect(crashes).toHaveLength(1)
  const [crash] = crashes
  expect([crash?.goroutines, crash?.buckets.length, crash?.complete]).toEqual([GOROUTINES, GROUPS, true])
  const ids = crash?.buckets.flatMap((bucket) => bucket.ids) ?? []
  expect(new Set(ids).size).toBe(GOROUTINES)
  expect(crash?.blockedOn.flatMap(({ lock }) => lock ?? []).sort()).toEqual([...LOCKS].sort())
  const lines = chunks.reduce((sum, chunk) => sum + chunk.toString().split('\n').length - 1, 0)
  expect(coverage).toMatchObject({ lines, goReports: 1 })
})

test('the same seed makes the same dump', () => {
  expect([...dumpOf(50, 3)]).toEqual([...dumpOf(50, 3)])
  expect([...dumpOf(50, 3)]).not.toEqual([...dumpOf(50, 4)])
})
