import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasZstd, streamOf, zstdOf } from '../testing/archives.ts'
import { cuts, LOG } from '../testing/sources.ts'
import { streamBytes } from './file.ts'
import { Ledger } from './ledger.ts'
import { unzstd, type ZstdEngine } from './zstd.ts'

describe('zstd', () => {
  const engines: ZstdEngine[] = hasZstd() ? ['program', 'script'] : ['script']
  const data = hasZstd() ? execFileSync('zstd', ['-qc', '--check'], { input: LOG }) : zstdOf(LOG)

  async function unpackBy(engine: ZstdEngine, packedData: Buffer, piece = 1000) {
    const ledger = new Ledger()
    const chunks: Buffer[] = []
    const out = unzstd(streamBytes(streamOf(packedData, piece), ledger), engine)
    for await (const chunk of out) chunks.push(Buffer.from(chunk))
    await out.close()
    return { text: Buffer.concat(chunks), problems: ledger.take('x').map(({ code }) => code) }
  }

  test.each(engines)('by %s: frames in a row, a skippable one among them', async (engine) => {
    const skippable = Buffer.from('5a2a4d1803000000616263', 'hex')
    const { text, problems: codes } = await unpackBy(engine, Buffer.concat([skippable, data, skippable, zstdOf(LOG)]), 777)
    expect(text.equals(Buffer.concat([LOG, LOG]))).toBe(true)
    expect(codes).toEqual([])
  })

  test.each(engines)('by %s: cut anywhere gives a prefix and is said', async (engine) => {
    const whole = zstdOf(LOG, 3000)
    for (const cut of cuts(whole.length, engine === 'program' ? 2 : 15)) {
      if (cut < 4) continue
      const { text, problems: codes } = await unpackBy(engine, whole.subarray(0, cut))
      expect(LOG.subarray(0, text.length).equals(text)).toBe(true)
      expect([cut, codes]).toEqual([cut, ['archive-cut']])
    }
  })

  test.each(engines)('by %s: damage is said and nothing hangs', async (engine) => {
    const broken = Buffer.from(data)
    broken.fill(0xff, 200, 260)
    expect((await unpackBy(engine, broken)).problems.length).toBe(1)
    expect((await unpackBy(engine, Buffer.concat([data, Buffer.from('what is this')]))).problems).toEqual(['archive-damaged'])
  })

  test.each(engines)('by %s: a reader that stops', async (engine) => {
    const out = unzstd(streamBytes(streamOf(zstdOf(Buffer.alloc(5_000_000, 'abc\n'), 100_000), 65536), new Ledger()), engine)
    expect((await out.next())?.length).toBeGreaterThan(0)
    await out.close()
    expect(await out.next()).toBeNull()
  })

  test.runIf(process.platform !== 'win32')('without the program, with one that dies, with one that does nothing', async () => {
    const path = process.env.PATH
    const folder = mkdtempSync(join(tmpdir(), 'bin-'))
    const big = zstdOf(Buffer.alloc(400_000, 'abc\n'), 100_000)
    try {
      process.env.PATH = folder
      expect(await unpackBy('program', big)).toMatchObject({ text: { length: 400_000 }, problems: [] })
      for (const [script, codes] of [
        ['kill -9 $$', ['archive-damaged']],
        ['exit 3', ['archive-damaged']],
        ['read -r line; exit 1', ['archive-damaged']],
      ] as const) {
        writeFileSync(join(folder, 'zstd'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
        expect((await unpackBy('program', big)).problems).toEqual(codes)
      }
    } finally {
      process.env.PATH = path
      rmSync(folder, { recursive: true })
    }
  })
})
