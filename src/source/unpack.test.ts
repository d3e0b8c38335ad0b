import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packed, streamOf, type TestPacking, tarOf, zipOf } from '../testing/archives.ts'
import { LOG, problemsOf, readSources } from '../testing/sources.ts'
import { open } from './open.ts'

describe('nesting', () => {
  test('any nesting, from a file or a stream, gives the same bytes', async () => {
    const packings = fc.array(fc.constantFrom<TestPacking>('gzip', 'tar', 'zip', 'zstd'), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(packings, fc.constantFrom(0, 1000, 65536), fc.integer({ min: 0, max: LOG.length }), async (layers, piece, size) => {
        const plain = LOG.subarray(0, Math.max(1, size))
        let data: Buffer = plain
        for (const layer of layers) data = await packed(layer, data)
        const all = await readSources(data, piece)
        expect(all.map(({ packing }) => packing)).toEqual([layers.toReversed().join(' ')])
        expect(all[0]?.data.equals(plain)).toBe(true)
        expect(problemsOf(all)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test('members keep their order and say where they lay', async () => {
    const inner = gzipSync(
      await tarOf([
        { name: 'd/c.log', data: LOG },
        { name: 'b.log', data: Buffer.from('b\n') },
      ]),
    )
    const all = await readSources(
      zipOf([
        { name: 'z.tar.gz', data: inner },
        { name: 'a.log', data: LOG },
        { name: 'a.log', data: LOG },
      ]),
      500,
    )
    expect(all.map(({ name }) => name)).toEqual(['-!z.tar.gz!d/c.log', '-!z.tar.gz!b.log', '-!a.log', '-!a.log#2'])
  })

  test('a zip in a stream leaves no temporary file, read whole or not', async () => {
    const before = process.env.TMPDIR
    const folder = mkdtempSync(join(tmpdir(), 'spooled-'))
    process.env.TMPDIR = folder
    try {
      for await (const source of open(['-'], {
        stdin: streamOf(
          zipOf([
            { name: 'a.log', data: LOG },
            { name: 'b.log', data: LOG },
          ]),
        ),
      })) {
        expect(readdirSync(folder)).toEqual([])
        if (source.name.endsWith('b.log')) break
      }
      expect(readdirSync(folder)).toEqual([])
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
      rmSync(folder, { recursive: true })
    }
  })
})
