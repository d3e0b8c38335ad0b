import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { lineOf, textOf } from '../testing/lines.ts'
import { TRANSPORTS } from '../testing/transports.ts'
import { Peeler } from './index.ts'

const heads = Object.values(TRANSPORTS).map((wrap) => wrap('[x.go:1] ["a"]', 0))
const SIZE = 1 << 20

function peeled(bytes: Buffer): void {
  const line = lineOf(bytes)
  const chain = new Peeler().peel(line)
  expect(line.start).toBeGreaterThanOrEqual(0)
  expect(line.end).toBeGreaterThanOrEqual(line.start)
  expect(line.end).toBeLessThanOrEqual(line.buf.length)
  expect(line.end - line.start).toBeLessThanOrEqual(bytes.length)
  expect(chain.names.length).toBeLessThanOrEqual(8)
}

describe('hostile lines', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => peeled(Buffer.from(bytes))),
      { numRuns: 300 },
    )
  })

  test('lines cut anywhere, with bytes changed and added', () => {
    const edit = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\\"{}[]<>`=\x1b\t '))),
      remove: fc.nat(2),
    })
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.array(edit, { maxLength: 4 }), fc.nat(), (head, edits, cut) => {
        let bytes = Buffer.from(head)
        for (const { at, byte, remove } of edits) {
          const i = at % bytes.length
          bytes = Buffer.concat([bytes.subarray(0, i), Buffer.from([byte]), bytes.subarray(i + remove)])
        }
        peeled(bytes)
        peeled(bytes.subarray(0, cut % bytes.length))
      }),
      { numRuns: 800 },
    )
  })

  test('a line that cannot be peeled is not touched', () => {
    for (const text of [
      '{"log":"a',
      '{"log":"a\\',
      '{"pod":"x","log":["a"]}',
      '2023-10-19 16:36:49\tlog="a\\"',
      '<134>1 - - - -',
      '[pod/a/b',
      '2023-10-19T16:36:49Z',
      '<999',
      'a=b',
      '\\',
      '"[x.go',
    ]) {
      const line = lineOf(text)
      const before = { ...line }
      expect(new Peeler().peel(line).names).toEqual([])
      expect(line).toEqual(before)
    }
  })

  const long = (text: string): string => text.repeat(SIZE / text.length)
  test.each([
    ['back-slashes', `{"log":"${long('\\\\')}`],
    ['an escaped payload', `{"log":"${long('\\"')}\\n","stream":"stderr","time":"x"}`],
    ['open brackets', `{"log":${long('[')}`],
    ['escape characters', long('\x1b]')],
    ['quotes', long('> ')],
    ['back-ticks', `${long('`')}x${long('`')}`],
    ['ampersands', `[x.go:1] [${long('&lt;')}]`],
    ['curly quotes', `[x.go:1] [a=${long('“')}]`],
    ['fields', long('a="b" ')],
    ['labels', `2024-01-13T19:21:09Z {${long('a="b", ')}`],
    ['headers behind text', long('x: [2023/10/19 1')],
    ['bullets', long('- - 1. ')],
    ['brackets', `<13>1 2023-10-19T16:36:49Z h a p m ${long('[a "]"]')}`],
    ['a word', long('a')],
    ['blanks', long(' \t')],
  ])('a megabyte of %s is done at once', (_, text) => {
    const line = lineOf(text)
    expect(cpuMs(() => new Peeler().peel(line))).toBeLessThan(5000) // it would take minutes were it not linear
    expect(textOf(line).length).toBeGreaterThanOrEqual(0)
  })
})
