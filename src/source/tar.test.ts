import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tarOf } from '../testing/archives.ts'
import { cuts, LOG, problemsOf, readSources, together } from '../testing/sources.ts'

describe('tar', () => {
  const members = Array.from({ length: 5 }, (_, n) => ({
    name: `node-${n}/tidb.log`,
    data: LOG.subarray(n * 20_000, n * 20_000 + 10_000 + n),
  }))
  const text = Buffer.concat(members.map(({ data }) => data))

  test('long names, not only ASCII', async () => {
    const long = `${'very-long-folder-name/'.repeat(12)}日志.log`
    expect(await readSources(await tarOf([{ name: long, data: LOG }]))).toMatchObject([{ name: `-!${long}`, problems: [] }])
  })

  test.runIf(process.platform === 'linux')('as GNU tar writes it: all formats, folders and links left out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gnu-'))
    const long = `${'n'.repeat(120)}.log`
    writeFileSync(join(folder, long), LOG)
    symlinkSync(long, join(folder, 'link.log'))
    for (const format of ['gnu', 'pax', 'oldgnu', 'posix']) {
      const all = await readSources(execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', '-', '.'], { maxBuffer: 1e8 }))
      expect(all.map(({ name }) => name)).toEqual([`-!${long}`])
      expect(together(all).equals(LOG)).toBe(true)
      expect(problemsOf(all)).toEqual([])
    }
    rmSync(folder, { recursive: true })
  })

  test('cut anywhere, plain or in gzip: a prefix, said once', async () => {
    const tar = await tarOf(members)
    for (const [data, from] of [
      [tar, 600],
      [gzipSync(tar), 3],
    ] as const) {
      let longest = 0
      for (const cut of cuts(data.length, 20)) {
        const all = await readSources(data.subarray(0, cut), cut % 2 === 0 ? 0 : 500 + (cut % 1999))
        if (cut < from) continue
        const read_ = together(all.filter(({ name }) => name.includes('!')))
        expect(text.subarray(0, read_.length).equals(read_)).toBe(true)
        expect(read_.length).toBeGreaterThanOrEqual(longest)
        longest = read_.length
        if (data !== tar || cut < tar.length - 1024) expect([cut, problemsOf(all)]).toEqual([cut, ['archive-cut']])
      }
      expect(longest).toBe(text.length)
    }
  })

  test('a broken header: the members before it are read', async () => {
    const tar = await tarOf(members)
    tar.fill(0x41, 512 + 10_240, 512 + 10_240 + 200)
    const all = await readSources(tar)
    expect(all.map(({ name, problems: codes }) => [name, ...codes])).toEqual([['-!node-0/tidb.log'], ['-', 'archive-damaged']])
  })

  test('a wrong checksum of the gzip around it', async () => {
    const data = gzipSync(await tarOf(members))
    data[data.length - 5]! ^= 1
    const all = await readSources(data)
    expect(together(all).equals(text)).toBe(true)
    expect(problemsOf(all)).toEqual(['archive-damaged'])
  })
})
