import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageSize } from './page-builder.ts'
import { pages } from './pages.ts'
import type { Source } from './source.ts'

const small: PageSize = { page: 40, line: 24 }

function chunked(text: string, sizes: readonly number[]): Source {
  return {
    name: 'x',
    node: null,
    packing: [],
    problems: [],
    async *chunks() {
      const all = Buffer.from(text)
      const reused = Buffer.alloc(all.length + 1)
      for (let at = 0, i = 0; at < all.length; i++) {
        const n = Math.max(1, sizes[i % sizes.length] ?? 1)
        const piece = all.subarray(at, at + n)
        piece.copy(reused)
        yield reused.subarray(0, piece.length)
        at += n
      }
    },
  }
}

async function read(source: Source, size: PageSize): Promise<{ texts: string[]; cut: number }> {
  const texts: string[] = []
  let cut = 0
  for await (const page of pages(source, size)) {
    texts.push(page.buf.toString('utf8', 0, page.end))
    cut += page.cutLines
  }
  return { texts, cut }
}

const line = fc.oneof(
  fc.constantFrom('[2023/10/19', '[20', '', 'panic: x', '\tfile.go:1'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
)
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.map((l) => l.replaceAll('\n', ' ')).join('\n'))

test('pages do not depend on the chunks, and hold every line up to the limit', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }), async (text, sizes) => {
      const whole = await read(chunked(text, [1 << 20]), small)
      expect(await read(chunked(text, sizes), small)).toEqual(whole)
      const lines = text === '' ? [] : text.split('\n')
      if (lines.at(-1) === '' && lines.length > 0) lines.pop()
      const want = lines.map((l) => Buffer.from(l).subarray(0, small.line).toString('utf8'))
      expect(whole.texts.join('').split('\n').slice(0, -1)).toEqual(want)
      expect(whole.cut).toBe(lines.filter((l) => Buffer.byteLength(l) > small.line).length)
    }),
    { numRuns: 300 },
  )
})

test('a page ends before a head, or at twice its size', async () => {
  const body = 'x'.repeat(9)
  const { texts } = await read(chunked(`${`${body}\n`.repeat(6)}[2023\n${`${body}\n`.repeat(20)}`, [7]), small)
  expect(texts.map((t) => t.length)).toEqual([60, 66, 80, 60])
})
