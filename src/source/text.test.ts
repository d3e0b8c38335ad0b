import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { streamOf } from '../testing/archives.ts'
import { streamBytes } from './file.ts'
import { Ledger } from './ledger.ts'
import { textOf } from './text.ts'

const LOG = '[2024/01/01 00:00:00.000 +00:00] [INFO] [ddl.go:1] ["start DDL"] [query="日志 😀"]\n'.repeat(200)

async function read(data: Buffer | string, piece = 1000) {
  const ledger = new Ledger()
  const { text, packing } = await textOf(streamBytes(streamOf(Buffer.from(data), piece), ledger))
  const chunks: Buffer[] = []
  for await (const chunk of text) chunks.push(Buffer.from(chunk))
  return { data: Buffer.concat(chunks), packing, problems: ledger.take('x').map(({ code }) => code) }
}

async function expectText(data: Buffer | string, expected: Buffer | string = data, packing: readonly string[] = []): Promise<void> {
  const got = await read(data)
  expect(got.data.equals(Buffer.from(expected))).toBe(true)
  expect([got.packing, got.problems]).toEqual([packing, []])
}

const CONTROL = /[\x00-\x08\x7f]/

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

describe('encodings', () => {
  test('UTF-8 passes, without a byte-order mark', async () => {
    await expectText(LOG)
    await expectText(`\ufeff${LOG}`, LOG)
  })

  test('UTF-16, either order, with and without byte-order mark, however it is cut into pieces', async () => {
    const ascii = LOG.replaceAll(/[^\x00-\x7f]+/g, 'x')
    await expectText(Buffer.from(`\ufeff${LOG}`, 'utf16le'), LOG, ['utf-16'])
    await expectText(bigEndian(`\ufeff${LOG}`), LOG, ['utf-16'])
    await expectText(Buffer.from(ascii, 'utf16le'), ascii, ['utf-16'])
    await expectText(bigEndian(ascii), ascii, ['utf-16'])
    for (const piece of [1, 3, 7])
      expect((await read(Buffer.from(`\ufeff${LOG.slice(0, 500)}`, 'utf16le'), piece)).data.toString()).toBe(LOG.slice(0, 500))
  })

  test('any text comes out of UTF-16 as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.boolean(), async (text, big) => {
        fc.pre(!text.startsWith('\ufeff') && !CONTROL.test(text))
        const marked = `\ufeff${text}`
        expect((await read(big ? bigEndian(marked) : Buffer.from(marked, 'utf16le'), 5)).data.toString()).toBe(text)
      }),
    )
  })

  test('bytes that are no UTF-8 pass as they are', async () => {
    await expectText(Buffer.concat([Buffer.from(LOG), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(LOG)]))
    await expectText(Buffer.from('c8d5d6beb4edcef3a3bacab1bce4b3acb3f60a', 'hex'))
  })
})

describe('binary or not', () => {
  test.each([
    ['a few NULs', LOG.replace('start', 'st\0rt')],
    ['escape sequences', LOG.replaceAll('[INFO]', '\x1b[34m[INFO]\x1b[0m')],
    ['a progress bar', '10%\r20%\r\b\b30%\x07\n'],
    ['a block of NULs after a crash', `${'\0'.repeat(6000)}${LOG}`],
    ['NULs at the end', `hello\n${'\0'.repeat(300)}`],
    ['one character', 'x'],
    ['a text that begins like a picture', 'BM is not a bitmap\n'],
  ])('%s is text', (_, data) => expectText(data))

  test.each([
    ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7\nobj\n')],
    ['an SQLite database', Buffer.from('SQLite format 3\0')],
    ['a Java class', Buffer.from('cafebabe0000003d', 'hex')],
    ['numbers', Buffer.from(new Uint32Array(Array.from({ length: 500 }, (_, n) => n)).buffer)],
    ['only NULs', Buffer.alloc(10_000)],
    [
      'numbers behind what looks like a byte-order mark',
      Buffer.from(new Uint16Array([0xfeff, ...Array.from({ length: 500 }, (_, n) => (n % 3 === 0 ? n : 0))]).buffer),
    ],
    [
      'halves of surrogate pairs',
      Buffer.from(new Uint16Array([0xfeff, ...Array.from({ length: 500 }, (_, n) => (n % 8 === 0 ? 0xdc00 : 0x4e00) + n)]).buffer),
    ],
    ['a byte-order mark and NULs', Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.alloc(4000)])],
  ])('%s is binary', async (_, data) => expect(await read(data)).toMatchObject({ data: Buffer.alloc(0), problems: ['binary'] }))

  test('random bytes without byte-order mark are binary', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2000, maxLength: 4000, size: 'max' }), async (bytes) => {
        fc.pre(new Set(bytes).size > 100 && !/^(?:\xff\xfe|\xfe\xff)/.test(Buffer.from(bytes).toString('latin1', 0, 2)))
        expect((await read(Buffer.from(bytes))).problems).toEqual(['binary'])
      }),
      { numRuns: 40 },
    )
  })

  test('text of any script is text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (text) => {
        fc.pre(!CONTROL.test(text))
        expect((await read(`log: ${text}`)).problems).toEqual([])
      }),
    )
  })
})
