import fc from 'fast-check'
import { expect, test } from 'vitest'
import catalogue from '../src/knowledge/signatures/catalogue.json' with { type: 'json' }
import { parseCondition } from './condition.ts'
import { readConditionQuickly } from './condition-quick.ts'

/** Where the quick reader reads a text at all, it reads what the grammar reads. @returns whether it did */
function agree(text: string): boolean {
  const tree = readConditionQuickly(text)
  if (tree !== null) expect({ ok: true, tree }, text).toEqual(parseCondition(text))
  return tree !== null
}

test('the quick reader reads the conditions of all signatures as the grammar does', () => {
  const conditions = catalogue.flatMap(({ condition, weaker = [] }) => [condition, ...weaker.map((it) => it.condition)])
  expect(conditions.filter((text) => !agree(text))).toEqual([])
})

test.each([
  'count(a) >= 3 within 1.5h by job.ErrCount and b or not not c',
  'a then b within 10m before c during(d until (e or f)) for same node',
  'no b within 30s after a and (formal\n or no-subtasks)',
])('it reads %s', (text) => expect(agree(text)).toBe(true))

test.each(['', 'a b', 'a and', '(a', 'a)', 'count(a) > 2', 'count(a) >= 2m', 'a then b within 5', 'a during(b)', 'and', 'a > b', 'a by b'])(
  'it leaves what is wrong to the grammar: %s',
  (text) => expect(readConditionQuickly(text)).toBeNull(),
)

test('it leaves what is nested deep to the grammar', () => {
  expect(readConditionQuickly(`${'('.repeat(900)}a`)).toBeNull()
  expect(readConditionQuickly(`${'not '.repeat(9)}a`)).toBeNull()
})

test('it reads nothing that the grammar refuses', () => {
  const part = fc.constantFrom(
    ...[
      'a',
      'b',
      'c-d.e',
      'android',
      '(',
      ')',
      'and',
      'or',
      'not',
      'then',
      'before',
      'during',
      'until',
      'for same',
      'within',
      'by',
      'no',
      'after',
    ],
    ...[
      'count(',
      ') >=',
      '2',
      '5m',
      '1.5h',
      '1.5',
      '07s',
      'x5',
      '>=',
      '-',
      'within 5m',
      'a and b',
      '(a or b)',
      'count(a) >= 2',
      'no a within 1s after b',
    ],
  )
  const noise = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(' '))
  const joined = fc
    .array(fc.tuple(part, fc.constantFrom(' and ', ' or ', ' then ', ' before ', ' and not ', ' ')), { maxLength: 5 })
    .map((parts) => `${parts.flat().join('')}a`)
  fc.assert(
    fc.property(fc.oneof(noise, joined), (text) => void agree(text)),
    { numRuns: 1_000 },
  )
})
