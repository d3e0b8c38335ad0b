import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unsure } from '../testing/wants.ts'
import type { Item } from './entry.ts'
import { GrowingReading } from './growing.ts'

const wants = {
  find: () => 0,
  isIdle: () => false,
  isAsked: () => false,
  tells: () => true,
  text: () => true,
  isOurs: null,
  ...unsure,
  mayBegin: () => true,
  worth: () => true,
}
const ENTRY = '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl.go:1068] ["start DDL job"] [category=ddl]\n'
const OPEN = '[2023/12/25 11:18:48.733 +00:00] [WARN] [conn.go:1] ["command dispatched failed"] [err="first\n'
const PANIC = readFileSync('fixtures/go-report/go1.26/nil-map.txt', 'utf8')

function begin(): { readonly reading: GrowingReading; readonly items: Item[]; told(): string } {
  const items: Item[] = []
  const reading = new GrowingReading({ name: 'x', node: null }, wants, 10, (_, all) => items.push(...all))
  const told = (): string => items.map(({ kind, where }) => `${kind}:${where.line}`).join(' ')
  return { reading, items, told }
}

const textOf = (item: Item): string => (item.kind === 'go-report' ? item.lines.join('\n') : item.text)

test('a whole entry is told at once, one that goes on or a Go report when nothing more comes', () => {
  const { reading, told } = begin()
  const rests = ['', ENTRY.slice(0, 40), `${ENTRY.slice(40)}${OPEN}`, 'second\n', '', '', PANIC, '', ''].map((text) => {
    reading.add(Buffer.from(text))
    reading.settle(false)
    const before = told()
    reading.settle(true)
    return [before, told()]
  })
  const [first, second, third] = ['entry:11', 'entry:11 entry:12', 'entry:11 entry:12 go-report:14']
  expect(rests).toEqual([
    ['', ''],
    ['', ''],
    [first, first],
    [first, first],
    [first, second],
    [second, second],
    [second, second],
    [second, third],
    [third, third],
  ])
  expect(reading.close()).toMatchObject({ lines: 10, entries: 2, goReports: 1, strays: 0, order: 'ascending' })
})

test('however the bytes come and whenever it is asked, the same items', () => {
  const piece = fc.constantFrom(ENTRY, `${OPEN}second"]\n`, PANIC, 'stray\n', '\n', `2023-12-25T11:18:48.734+00:00 stdout F ${ENTRY}`)
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.infiniteStream(fc.integer({ min: 1, max: 400 })), (pieces, sizes) => {
      const bytes = Buffer.from(pieces.join(''))
      const whole = begin()
      whole.reading.add(bytes)
      const summary = whole.reading.close()
      const parts = begin()
      for (let at = 0; at < bytes.length; ) {
        const size = sizes.next().value ?? 1
        parts.reading.add(bytes.subarray(at, at + size))
        if (size % 2) parts.reading.settle(false)
        at += size
      }
      expect(parts.reading.close()).toEqual(summary)
      expect(parts.items.map(textOf).sort()).toEqual(whole.items.map(textOf).sort())
      expect(parts.told().split(' ').sort()).toEqual(whole.told().split(' ').sort())
    }),
  )
})
