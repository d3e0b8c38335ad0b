import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasZstd, packed, streamOf, type TestPacking, tarOf, zipOf, zstdOf } from '../testing/archives.ts'
import type { Bytes } from './bytes.ts'
import { streamBytes } from './file.ts'
import { Ledger } from './ledger.ts'
import { open } from './open.ts'
import { unzstd, type ZstdEngine } from './zstd.ts'

const LINES = Array.from(
  { length: 3000 },
  (_, n) => `[2024/01/01 00:00:00.${n} +00:00] [INFO] [job.go:${n % 97}] ["step"] [id=${(n * 7919) % 3001}]\n`,
)
const LOG = Buffer.from(LINES.join(''))

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'unpack-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Read {
  readonly name: string
  readonly data: Buffer
  readonly packing: string
  readonly problems: readonly string[]
}

/** Reads from a file, or as standard input in pieces of `piece` bytes. */
async function read(data: Buffer, piece = 0): Promise<Read[]> {
  const path = join(root, 'input')
  if (piece === 0) writeFileSync(path, data)
  const all: Read[] = []
  for await (const source of open([piece === 0 ? path : '-'], { stdin: streamOf(piece === 0 ? Buffer.alloc(0) : data, piece) })) {
    const chunks: Buffer[] = []
    for await (const chunk of source.chunks()) chunks.push(Buffer.from(chunk))
    const name = source.name.replace(path, '-')
    all.push({ name, data: Buffer.concat(chunks), packing: source.packing.join(' '), problems: source.problems.map(({ code }) => code) })
  }
  return all
}

function together(all: readonly Read[]): Buffer {
  return Buffer.concat(all.map(({ data }) => data))
}

const problems = (all: readonly Read[]) => all.flatMap((one) => one.problems)

/** Every cut when there are few, else a sample that includes both ends. */
function cuts(size: number, count = 40): number[] {
  const step = Math.max(1, Math.floor(size / count))
  return [
    ...new Set([
      ...Array.from({ length: Math.ceil(size / step) }, (_, n) => n * step),
      1,
      9,
      18,
      19,
      size - 1,
      size - 4,
      size - 8,
      size - 9,
    ]),
  ]
    .filter((cut) => cut > 0 && cut < size)
    .sort((a, b) => a - b)
}

describe('nesting', () => {
  test('any nesting, from a file or a stream, gives the same bytes', async () => {
    const packings = fc.array(fc.constantFrom<TestPacking>('gzip', 'tar', 'zip', 'zstd'), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(packings, fc.constantFrom(0, 1000, 65536), fc.integer({ min: 0, max: LOG.length }), async (layers, piece, size) => {
        const plain = LOG.subarray(0, Math.max(1, size))
        let data: Buffer = plain
        for (const layer of layers) data = await packed(layer, data)
        const all = await read(data, piece)
        expect(all.map(({ packing }) => packing)).toEqual([layers.toReversed().join(' ')])
        expect(all[0]?.data.equals(plain)).toBe(true)
        expect(problems(all)).toEqual([])
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
    const all = await read(
      zipOf([
        { name: 'z.tar.gz', data: inner },
        { name: 'a.log', data: LOG },
        { name: 'a.log', data: LOG },
      ]),
      500,
    )
    expect(all.map(({ name }) => name)).toEqual(['-!z.tar.gz!d/c.log', '-!z.tar.gz!b.log', '-!a.log', '-!a.log#2'])
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('tidb-triage-'))).toEqual([])
  })
})

describe('gzip', () => {
  test('several members and padding', async () => {
    const data = Buffer.concat([gzipSync(LOG), gzipSync(Buffer.alloc(0)), gzipSync(LOG), Buffer.alloc(1000)])
    for (const piece of [0, 1, 17, 4096]) {
      const all = await read(data, piece)
      expect(together(all).equals(Buffer.concat([LOG, LOG]))).toBe(true)
      expect(problems(all)).toEqual([])
    }
  })

  test('cut anywhere: a prefix, as long as can be, and said', async () => {
    const data = Buffer.concat([gzipSync(LOG.subarray(0, 60_000)), gzipSync(LOG.subarray(60_000))])
    let longest = 0
    for (const cut of cuts(data.length)) {
      const all = await read(data.subarray(0, cut), cut % 3 === 0 ? 0 : 1 + (cut % 977))
      const text = together(all)
      if (cut < 3) continue
      expect(LOG.subarray(0, text.length).equals(text)).toBe(true)
      const boundary = cut === gzipSync(LOG.subarray(0, 60_000)).length
      expect([cut, problems(all)]).toEqual([cut, boundary ? [] : ['archive-cut']])
      expect(text.length).toBeGreaterThanOrEqual(longest)
      longest = text.length
    }
    expect(longest).toBe(LOG.length)
  })

  test('a wrong checksum or length keeps nothing back', async () => {
    for (const back of [1, 6]) {
      const data = gzipSync(LOG)
      data[data.length - back]! ^= 0x55
      const all = await read(data)
      expect(together(all).equals(LOG)).toBe(true)
      expect(problems(all)).toEqual(['archive-damaged'])
    }
  })

  test('damage anywhere: no throw, no hang, and said', async () => {
    const whole = gzipSync(LOG)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 18, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const data = Buffer.from(whole)
        data[at]! ^= bits
        expect(problems(await read(data)).length).toBeGreaterThan(0)
      }),
      { numRuns: 30 },
    )
  })

  test('damage in the middle of something large: what came before is there', async () => {
    const text = Buffer.concat(Array.from({ length: 20 }, (_, n) => Buffer.from(LINES.map((line) => `${n} ${line}`).join(''))))
    const data = gzipSync(text)
    const half = data.length >> 1
    data.fill(0xff, half, half + 64)
    const all = await read(data)
    expect(problems(all)).toEqual(['archive-damaged'])
    expect(together(all).length).toBeGreaterThan(text.length * 0.3)
  })

  test('something else behind it is said', async () => {
    expect(await read(Buffer.concat([gzipSync(LOG), Buffer.from('\nend of file\n')]))).toMatchObject([{ problems: ['archive-damaged'] }])
  })
})

describe('tar', () => {
  const members = Array.from({ length: 5 }, (_, n) => ({
    name: `node-${n}/tidb.log`,
    data: LOG.subarray(n * 20_000, n * 20_000 + 10_000 + n),
  }))
  const text = Buffer.concat(members.map(({ data }) => data))

  test('long names, not only ASCII', async () => {
    const long = `${'very-long-folder-name/'.repeat(12)}日志.log`
    expect(await read(await tarOf([{ name: long, data: LOG }]))).toMatchObject([{ name: `-!${long}`, problems: [] }])
  })

  test.runIf(process.platform === 'linux')('as GNU tar writes it: all formats, folders and links left out', async () => {
    const folder = mkdtempSync(join(root, 'gnu-'))
    const long = `${'n'.repeat(120)}.log`
    writeFileSync(join(folder, long), LOG)
    execFileSync('ln', ['-s', long, join(folder, 'link.log')])
    for (const format of ['gnu', 'pax', 'oldgnu', 'posix']) {
      const all = await read(execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', '-', '.'], { maxBuffer: 1e8 }))
      expect(all.map(({ name }) => name)).toEqual([`-!${long}`])
      expect(together(all).equals(LOG)).toBe(true)
      expect(problems(all)).toEqual([])
    }
  })

  test('cut anywhere, plain or in gzip: a prefix, said once', async () => {
    const tar = await tarOf(members)
    for (const [data, from] of [
      [tar, 600],
      [gzipSync(tar), 3],
    ] as const) {
      let longest = 0
      for (const cut of cuts(data.length)) {
        const all = await read(data.subarray(0, cut), cut % 2 === 0 ? 0 : 1 + (cut % 1999))
        if (cut < from) continue
        const read_ = together(all.filter(({ name }) => name.includes('!')))
        expect(text.subarray(0, read_.length).equals(read_)).toBe(true)
        expect(read_.length).toBeGreaterThanOrEqual(longest)
        longest = read_.length
        if (data !== tar || cut < tar.length - 1024) expect([cut, problems(all)]).toEqual([cut, ['archive-cut']])
      }
      expect(longest).toBe(text.length)
    }
  })

  test('a broken header: the members before it are read', async () => {
    const tar = await tarOf(members)
    tar.fill(0x41, 512 + 10_240, 512 + 10_240 + 200)
    const all = await read(tar)
    expect(all.map(({ name, problems: codes }) => [name, ...codes])).toEqual([['-!node-0/tidb.log'], ['-', 'archive-damaged']])
  })

  test('a wrong checksum of the gzip around it', async () => {
    const data = gzipSync(await tarOf(members))
    data[data.length - 5]! ^= 1
    const all = await read(data)
    expect(together(all).equals(text)).toBe(true)
    expect(problems(all)).toEqual(['archive-damaged'])
  })
})

describe('zip', () => {
  const members = Array.from({ length: 4 }, (_, n) => ({ name: `n${n}.log`, data: LOG.subarray(n * 30_000, n * 30_000 + 20_000) }))
  const text = Buffer.concat(members.map(({ data }) => data))

  test.each([
    ['deflated', {}],
    ['stored', { stored: true }],
    ['with sizes behind the data', { descriptor: true }],
  ])('%s, whole and cut anywhere', async (_, options) => {
    const data = zipOf(members, options)
    expect(together(await read(data)).equals(text)).toBe(true)
    let longest = 0
    for (const cut of cuts(data.length, 25)) {
      if (cut < 31) continue
      const all = await read(data.subarray(0, cut), cut % 2 === 0 ? 0 : 5000)
      const part = together(all)
      expect(text.subarray(0, part.length).equals(part)).toBe(true)
      expect(part.length).toBeGreaterThanOrEqual(longest)
      longest = part.length
      expect([cut, [...new Set(problems(all))]]).toEqual([cut, ['archive-cut']])
    }
    expect(longest).toBe(text.length)
  })

  test('an encrypted member, an unknown method: said, the rest is read', async () => {
    expect(await read(zipOf(members, { encrypted: true }))).toMatchObject(members.map(() => ({ problems: ['archive-unsupported'] })))
    expect(problems(await read(zipOf(members, { method: 14 })))).toEqual(members.map(() => 'archive-unsupported'))
  })

  test('a wrong checksum', async () => {
    const data = zipOf(members, { stored: true })
    data[100]! ^= 1
    const all = await read(data)
    expect(all.map(({ problems: codes }) => codes.join())).toEqual(['archive-damaged', '', '', ''])
    expect(together(all).length).toBe(text.length)
  })

  test('broken anywhere: no throw, no hang', async () => {
    const whole = zipOf(members)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: whole.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 12 }), async (at, junk) => {
        const data = Buffer.from(whole)
        data.set(junk.subarray(0, data.length - at), at)
        await read(data)
      }),
      { numRuns: 50 },
    )
  })

  test('a directory that points to nowhere', async () => {
    const data = zipOf(members)
    const end = data.length - 22
    data.writeUInt32LE(0xfffffff0, end + 16)
    expect(together(await read(data)).equals(text)).toBe(true)
    const zip64 = Buffer.alloc(20)
    zip64.writeUInt32LE(0x07064b50, 0)
    zip64.fill(0xff, 8, 16)
    const all = await read(Buffer.concat([data.subarray(0, end), zip64, data.subarray(end)]))
    expect(together(all).equals(text)).toBe(true)
    expect(problems(all).length).toBe(1)
  })
})

describe('zstd', () => {
  const engines: ZstdEngine[] = hasZstd() ? ['program', 'script'] : ['script']
  const data = hasZstd() ? execFileSync('zstd', ['-qc', '--check'], { input: LOG }) : zstdOf(LOG)

  async function unpackBy(engine: ZstdEngine, packedData: Buffer, piece = 1000) {
    const ledger = new Ledger()
    const chunks: Buffer[] = []
    const out: Bytes = unzstd(streamBytes(streamOf(packedData, piece), ledger), engine)
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
    for (const cut of cuts(whole.length, engine === 'program' ? 3 : 40)) {
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
})
