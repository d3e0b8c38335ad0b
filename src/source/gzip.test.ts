import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cuts, LOG, LOG_LINES, problemsOf, readSources, together } from '../testing/sources.ts'

describe('gzip', () => {
  test('several members and padding', async () => {
    const data = Buffer.concat([gzipSync(LOG), gzipSync(Buffer.alloc(0)), gzipSync(LOG), Buffer.alloc(1000)])
    for (const piece of [0, 61, 4096]) {
      const all = await readSources(data, piece)
      expect(together(all).equals(Buffer.concat([LOG, LOG]))).toBe(true)
      expect(problemsOf(all)).toEqual([])
    }
  })

  test('cut anywhere: a prefix, as long as can be, and said', async () => {
    const data = Buffer.concat([gzipSync(LOG.subarray(0, 60_000)), gzipSync(LOG.subarray(60_000))])
    let longest = 0
    for (const cut of cuts(data.length, 20)) {
      const all = await readSources(data.subarray(0, cut), cut % 3 === 0 ? 0 : 1 + (cut % 977))
      const text = together(all)
      if (cut < 3) continue
      expect(LOG.subarray(0, text.length).equals(text)).toBe(true)
      const boundary = cut === gzipSync(LOG.subarray(0, 60_000)).length
      expect([cut, problemsOf(all)]).toEqual([cut, boundary ? [] : ['archive-cut']])
      expect(text.length).toBeGreaterThanOrEqual(longest)
      longest = text.length
    }
    expect(longest).toBe(LOG.length)
  })

  test('a wrong checksum or length keeps nothing back', async () => {
    for (const back of [1, 6]) {
      const data = gzipSync(LOG)
      data[data.length - back]! ^= 0x55
      const all = await readSources(data)
      expect(together(all).equals(LOG)).toBe(true)
      expect(problemsOf(all)).toEqual(['archive-damaged'])
    }
  })

  test('damage anywhere: no throw, no hang, and said', async () => {
    const whole = gzipSync(LOG)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 18, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const data = Buffer.from(whole)
        data[at]! ^= bits
        expect(problemsOf(await readSources(data)).length).toBeGreaterThan(0)
      }),
      { numRuns: 30 },
    )
  })

  test('damage in the middle of something large: what came before is there', async () => {
    const text = Buffer.concat(Array.from({ length: 20 }, (_, n) => Buffer.from(LOG_LINES.map((line) => `${n} ${line}`).join(''))))
    const data = gzipSync(text)
    const half = data.length >> 1
    data.fill(0xff, half, half + 64)
    const all = await readSources(data)
    expect(problemsOf(all)).toEqual(['archive-damaged'])
    expect(together(all).length).toBeGreaterThan(text.length * 0.3)
  })

  test('something else behind it is said', async () => {
    expect(await readSources(Buffer.concat([gzipSync(LOG), Buffer.from('\nend of file\n')]))).toMatchObject([
      { problems: ['archive-damaged'] },
    ])
  })
})
