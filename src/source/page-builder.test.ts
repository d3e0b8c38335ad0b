import { expect, test } from 'vitest'
import { lend, PageBuilder } from './page-builder.ts'

const size = { page: 1 << 10, line: 1 << 12 }

/** A builder with one line, and the page that it makes of it. */
function built(text: string) {
  const builder = new PageBuilder(size, 0)
  builder.add(Buffer.from(`${text}\n`), 0)
  builder.endOfSource()
  const page = builder.rest()!
  return { builder, page, text: () => page.buf.toString('latin1', 0, page.end - 1) }
}

test('memory that is lent is of one builder at a time, whoever lends what meanwhile', () => {
  const [one, other] = [Buffer.alloc(1 << 16), Buffer.alloc(1 << 16)]
  lend(one)
  const a = built('a')
  lend(other)
  const b = built('b')
  lend(one)
  const c = built('c')
  expect([a, b, c].map(({ page }) => [one, other].findIndex(({ buffer }) => buffer === page.buf.buffer))).toEqual([0, 1, -1])
  expect([a.text(), b.text(), c.text()]).toEqual(['a', 'b', 'c'])
  a.builder.release()
  expect(built('d').page.buf.buffer).toBe(one.buffer)
  expect(b.text()).toBe('b')
  lend(other)
  const e = built('e')
  expect(e.page.buf.buffer).not.toBe(other.buffer)
  b.builder.release()
  expect(built('f').page.buf.buffer).toBe(other.buffer)
})
