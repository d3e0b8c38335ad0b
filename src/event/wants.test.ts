import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messages } from '../knowledge/index.ts'
import { messagePrefixes } from '../knowledge/print-places.ts'
import { createRecogniser } from './recognise.ts'
import { createWants } from './wants.ts'

const wants = createWants(messages)
const recogniser = createRecogniser(messages)

/** The message in the middle of a line, as a scanner meets it. */
function asBytes(message: string): boolean {
  const before = Buffer.from('[x] ["')
  const text = Buffer.from(message)
  return wants.find(Buffer.concat([before, text, Buffer.from('"] [a=b]')]), before.length, before.length + text.length) >= 0
}

describe('the byte-level look for known messages', () => {
  test('knows every row, with the prefix of any era', () => {
    const missed = messages.flatMap(({ text }) => ['', ...messagePrefixes].map((prefix) => prefix + text)).filter((text) => !asBytes(text))
    expect(missed).toEqual([])
  })

  test('knows messages that the writer escapes', () => {
    const odd = messages.filter(({ text }) => JSON.stringify(text).length !== text.length + 2)
    for (const { text } of odd) expect(asBytes(JSON.stringify(text).slice(1, -1))).toBe(true)
  })

  test('agrees with the look on strings, which agrees with the recogniser, on rows bent a little', () => {
    const bent = fc
      .tuple(fc.constantFrom(...messages.map(({ text }) => text)), fc.nat(200), fc.constantFrom('', 'x', ' ', '[ddl] ', 'é'))
      .map(([text, at, what]) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + what + text.slice(place + (at % 2))
      })
    fc.assert(
      fc.property(bent, (text) => {
        const known = recogniser.wants(text, 'INFO')
        expect(wants.text(text)).toBe(known)
        expect(asBytes(text)).toBe(known)
      }),
      { numRuns: 2_000 },
    )
  })

  test('nothing that is too short is known, and nothing beyond the range is read', () => {
    for (const text of ['', 'r', 'ru', 'run']) expect(asBytes(text)).toBe(false)
    const text = Buffer.from('run DDL job')
    expect(wants.find(text, 0, text.length)).toBeGreaterThanOrEqual(0)
    expect(wants.find(text, 0, text.length - 1)).toBeLessThan(0)
  })

  test('a harness that logs the state of a job is wanted', () => {
    expect(asBytes('jobId: 471, job type: add index, state: queueing')).toBe(true)
  })

  test('the text of TiDB 2 and 3, with its job behind it', () => {
    expect(wants.text('[ddl] run DDL job ID:48, Type:add index, State:none')).toBe(true)
    expect(wants.text('run DDL job because ID:48')).toBe(false)
  })
})
