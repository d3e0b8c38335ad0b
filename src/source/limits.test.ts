import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { streamOf, tarOf, zipOf } from '../testing/archives.ts'
import { readSources } from '../testing/sources.ts'
import { open } from './open.ts'

const LOG = Buffer.from('[2024/01/01 00:00:00.000 +00:00] [INFO] [ddl.go:1] ["start DDL"]\n'.repeat(50))

describe('what a file holds', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'binary'],
    ['a program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(4000, 3)]), 'binary'],
    ['gzip of a picture', gzipSync(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), 'binary'],
    ['gzip of nothing', gzipSync(Buffer.alloc(0)), 'empty'],
    ['an xz archive', Buffer.from('fd377a585a000004e6d6b446', 'hex'), 'archive-unsupported'],
    ['a 7z archive', Buffer.from('377abcaf271c0004', 'hex'), 'archive-unsupported'],
    ['a bzip2 archive', Buffer.from('BZh91AY&SY1234'), 'archive-unsupported'],
    ['an lz4 archive', Buffer.from('04224d1864a7', 'hex'), 'archive-unsupported'],
  ])('%s: no bytes and a problem', async (_, data, code) => {
    expect(await readSources(data)).toMatchObject([{ data: Buffer.alloc(0), problems: [code] }])
  })
})

describe('archives', () => {
  test('members may be left unread', async () => {
    const names = ['a.log', 'b.log', 'c.log']
    const big = Buffer.alloc(3_000_000, 'line of text\n')
    const tar = await tarOf(names.map((name) => ({ name, data: big })))
    for (const data of [tar, gzipSync(tar), zipOf(names.map((name) => ({ name, data: big })))]) {
      const seen: string[] = []
      for await (const source of open(['-'], { stdin: streamOf(data) })) {
        seen.push(source.name.split('!')[1] ?? '')
        if (source.name.endsWith('b.log')) {
          for await (const chunk of source.chunks()) {
            expect(chunk.subarray(0, 4).toString()).toBe('line')
            break
          }
        }
      }
      expect(seen).toEqual(names)
    }
  })

  test('one may stop after the first source', async () => {
    const data = gzipSync(await tarOf([1, 2].map((n) => ({ name: `${n}.log`, data: LOG }))))
    for await (const source of open(['-'], { stdin: streamOf(data) })) {
      expect(source.name).toContain('1.log')
      break
    }
  })

  test('a member that climbs out is only a name', async () => {
    const tar = await tarOf([
      { name: '../../etc/cron.d/x', data: LOG },
      { name: '/abs/y.log', data: LOG },
    ])
    expect((await readSources(tar)).map(({ name }) => name)).toEqual(['-!etc/cron.d/x', '-!abs/y.log'])
    const zip = zipOf([{ name: '..\\..\\evil\u0007.log', data: LOG }])
    expect((await readSources(zip)).map(({ name }) => name)).toEqual(['-!evil_.log'])
  })

  test('too deep, too many members, too large', async () => {
    let deep: Buffer = LOG
    for (let turn = 0; turn < 9; turn++) deep = gzipSync(deep)
    expect(await readSources(deep)).toMatchObject([{ data: Buffer.alloc(0), problems: ['archive-limit'] }])
    const many = await tarOf([1, 2, 3, 4].map((n) => ({ name: `${n}`, data: LOG })))
    const members = await readSources(many, 0, { members: 2 })
    expect(members.map(({ name, problems }) => [name, ...problems])).toEqual([['-!1'], ['-!2'], ['-', 'archive-limit']])
    const bomb = gzipSync(gzipSync(Buffer.alloc(8_000_000, 'the same line again\n')))
    const limits = { expansionFloor: 1_000_000 }
    for (const data of [bomb, await tarOf([{ name: 'x.gz', data: bomb }]), zipOf([1, 2, 3].map((n) => ({ name: `${n}`, data: bomb })))]) {
      const found = await readSources(data, 0, limits)
      expect(found.flatMap(({ problems }) => problems)).toEqual(['archive-limit'])
    }
    const spooled = await readSources(zipOf([{ name: 'x', data: LOG }]), 4096, { spool: 10 })
    expect(spooled).toMatchObject([{ name: '-', problems: ['archive-limit'] }])
  })

  test('an archive without files', async () => {
    expect(await readSources(zipOf([]))).toMatchObject([{ name: '-', problems: ['empty'] }])
  })
})
