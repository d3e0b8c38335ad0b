import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf, textOf } from '../testing/lines.ts'
import { takeString } from './json-payload.ts'
import { JsonScan } from './json-scan.ts'

const scan = new JsonScan(['log', 'pod'])
const accepts = (text: string): boolean => {
  const { buf, start, end } = lineOf(text)
  return scan.scan(buf, start, end)
}
const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })

describe('JsonScan', () => {
  test('takes every JSON object, spaced or not', () => {
    fc.assert(
      fc.property(anyObject, fc.constantFrom(0, 1), (object, indent) =>
        accepts(JSON.stringify(object, null, indent).replaceAll('\n', ' ')),
      ),
    )
  })

  test('finds a value wherever it stands', () => {
    fc.assert(
      fc.property(anyObject, fc.string({ unit: 'binary' }), fc.string(), anyObject, (before, log, pod, after) => {
        const { log: _, ...first } = before
        const text = JSON.stringify({ ...first, labels: { pod, deeper: { pod: 'no' } }, log: `${log}|`, ...without(after) })
        const line = lineOf(text)
        expect(scan.scan(line.buf, line.start, line.end)).toBe(true)
        takeString(line, scan, 'log')
        expect(textOf(line)).toBe(`${(JSON.parse(text) as { log: string }).log}`)
      }),
    )
  })

  test('refuses what was cut, and what a change of one byte broke', () => {
    fc.assert(
      fc.property(anyObject, fc.nat(), fc.constantFrom(...'{}[]",:\\x1'), (object, at, byte) => {
        const text = JSON.stringify(object)
        const i = at % text.length
        expect(accepts(text.slice(0, i))).toBe(false)
        const broken = text.slice(0, i) + byte + text.slice(i + 1)
        if (accepts(broken) && !isObject(broken)) expect(broken).toMatch(/,\s*$|[x1\\]/) // numbers, words and \u are not looked into
      }),
      { numRuns: 300 },
    )
  })

  test('understands every escape that JSON has', () => {
    const unit = fc.oneof(
      fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', 'é', 'x', '😀'),
      fc.integer({ min: 0, max: 0xffff }).map((code) => `\\u${code.toString(16).padStart(4, '0')}`),
      fc.constantFrom('\\ud83d\\ude00', '\\uD83D\\uDE00', '\\ude00\\ud83d'),
    )
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const line = lineOf(`{"log":"${units.join('')}|"}`)
        scan.scan(line.buf, line.start, line.end)
        takeString(line, scan, 'log')
        expect(textOf(line)).toBe(Buffer.from(JSON.parse(`"${units.join('')}|"`) as string).toString())
      }),
    )
  })
})

function without(object: Record<string, unknown>): Record<string, unknown> {
  const { log: _, labels: __, ...rest } = object
  return rest
}
