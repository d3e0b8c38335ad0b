import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { zipOf } from '../testing/archives.ts'
import { cuts, LOG, problemsOf, readSources, together } from '../testing/sources.ts'

describe('zip', () => {
  const members = Array.from({ length: 4 }, (_, n) => ({ name: `n${n}.log`, data: LOG.subarray(n * 30_000, n * 30_000 + 20_000) }))
  const text = Buffer.concat(members.map(({ data }) => data))

  test.each([
    ['deflated', {}],
    ['stored', { stored: true }],
    ['with sizes behind the data', { descriptor: true }],
  ])('%s, whole and cut anywhere', async (_, options) => {
    const data = zipOf(members, options)
    expect(together(await readSources(data)).equals(text)).toBe(true)
    let longest = 0
    for (const cut of cuts(data.length, 12)) {
      if (cut < 31) continue
      const all = await readSources(data.subarray(0, cut), cut % 2 === 0 ? 0 : 5000)
      const part = together(all)
      expect(text.subarray(0, part.length).equals(part)).toBe(true)
      expect(part.length).toBeGreaterThanOrEqual(longest)
      longest = part.length
      expect([cut, [...new Set(problemsOf(all))]]).toEqual([cut, ['archive-cut']])
    }
    expect(longest).toBe(text.length)
  })

  test('an encrypted member, an unknown method: said, the rest is read', async () => {
    expect(await readSources(zipOf(members, { encrypted: true }))).toMatchObject(members.map(() => ({ problems: ['archive-unsupported'] })))
    expect(problemsOf(await readSources(zipOf(members, { method: 14 })))).toEqual(members.map(() => 'archive-unsupported'))
  })

  test('a wrong checksum', async () => {
    const data = zipOf(members, { stored: true })
    data[100]! ^= 1
    const all = await readSources(data)
    expect(all.map(({ problems: codes }) => codes.join())).toEqual(['archive-damaged', '', '', ''])
    expect(together(all).length).toBe(text.length)
  })

  test('broken anywhere: no throw, no hang', async () => {
    const whole = zipOf(members)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: whole.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 12 }), async (at, junk) => {
        const data = Buffer.from(whole)
        data.set(junk.subarray(0, data.length - at), at)
        await readSources(data)
      }),
      { numRuns: 30 },
    )
  })

  test('a directory that points to nowhere', async () => {
    const data = zipOf(members)
    const end = data.length - 22
    data.writeUInt32LE(0xfffffff0, end + 16)
    expect(together(await readSources(data)).equals(text)).toBe(true)
    const zip64 = Buffer.alloc(20)
    zip64.writeUInt32LE(0x07064b50, 0)
    zip64.fill(0xff, 8, 16)
    const all = await readSources(Buffer.concat([data.subarray(0, end), zip64, data.subarray(end)]))
    expect(together(all).equals(text)).toBe(true)
    expect(problemsOf(all).length).toBe(1)
  })
})
