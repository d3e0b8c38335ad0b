import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, parseCondition } from './condition.ts'
import { readConditionQuickly } from './condition-quick.ts'

/** Prints a tree with every bracket that it could need, so that only the precedence is left out. */
function bracketed(tree: Condition): string {
  const within = (ms: number | null) => (ms === null ? '' : ` within ${ms}ms`)
  switch (tree.kind) {
    case 'selection':
      return tree.name
    case 'not':
      return `(not ${bracketed(tree.operand)})`
    case 'and':
    case 'or':
      return `(${tree.operands.map(bracketed).join(` ${tree.kind} `)})`
    case 'count':
      return `(count(${tree.of.name}) >= ${tree.least}${within(tree.within)}${tree.by === null ? '' : ` by ${tree.by}`})`
    case 'then':
      return `(${bracketed(tree.first)} then ${bracketed(tree.second)}${within(tree.within)})`
    case 'before':
      return `(${bracketed(tree.first)} before ${bracketed(tree.second)})`
    case 'during':
      return `(${bracketed(tree.what)} during(${bracketed(tree.from)} until ${bracketed(tree.until)}))`
    case 'same':
      return `(${bracketed(tree.of)} for same ${tree.by})`
    case 'missing':
      return `(no ${bracketed(tree.what)}${within(tree.within)} after ${bracketed(tree.after)})`
  }
}

const shape = (text: string): string => {
  const parsed = parseCondition(text)
  return parsed.ok ? bracketed(parsed.tree) : parsed.problems.map(({ offset, message }) => `${offset}: ${message}`).join('\n')
}

const name = fc
  .constantFrom('a', 'b', 'task-reverted', 'no-subtasks', 'notable', 'android', 'order')
  .map((text): Condition => ({ kind: 'selection', name: text, offset: 0 }))
const span = fc.option(fc.integer({ min: 1, max: 90_000 }))
const { tree } = fc.letrec<{ tree: Condition }>((tie) => {
  const sub = tie('tree')
  const several = fc.array(sub, { minLength: 2, maxLength: 3 })
  return {
    tree: fc.oneof(
      { maxDepth: 3 },
      name,
      fc.record({
        kind: fc.constant('count' as const),
        of: name as fc.Arbitrary<Condition & { kind: 'selection' }>,
        least: fc.nat(99),
        within: span,
        by: fc.option(fc.constantFrom('task', 'job.ErrCount')),
        offset: fc.constant(0),
      }),
      sub.map((operand): Condition => ({ kind: 'not', operand, offset: 0 })),
      several.map((operands): Condition => ({ kind: 'and', operands, offset: 0 })),
      several.map((operands): Condition => ({ kind: 'or', operands, offset: 0 })),
      fc.record({ kind: fc.constant('then' as const), first: sub, second: sub, within: span, offset: fc.constant(0) }),
      fc.record({ kind: fc.constant('before' as const), first: sub, second: sub, offset: fc.constant(0) }),
      fc.record({ kind: fc.constant('during' as const), what: sub, from: sub, until: sub, offset: fc.constant(0) }),
      fc.record({ kind: fc.constant('same' as const), of: sub, by: fc.constantFrom('job', 'node'), offset: fc.constant(0) }),
      fc.record({
        kind: fc.constant('missing' as const),
        what: sub,
        within: fc.integer({ min: 1, max: 90_000 }),
        after: sub,
        offset: fc.constant(0),
      }),
    ),
  }
})

describe('precedence', () => {
  test.each([
    ['a', 'a'],
    ['a or b and c', '(a or (b and c))'],
    ['a then b within 10m and not c', '((a then b within 600000ms) and (not c))'],
    ['not a then b', '((not a) then b)'],
    ['a then b then c within 5s', '((a then b) then c within 5000ms)'],
    ['a before b or c', '((a before b) or c)'],
    ['no b within 30s after a and c', '((no b within 30000ms after a) and c)'],
    ['count(a) >= 3 within 1.5h by job.ErrCount and b', '((count(a) >= 3 within 5400000ms by job.ErrCount) and b)'],
    ['count(a) >= 2 then b within 2d', '((count(a) >= 2) then b within 172800000ms)'],
    ['a then b during(c until d) and e', '(((a then b) during(c until d)) and e)'],
    ['a or b then c for same node', '(a or ((b then c) for same node))'],
    ['formal and same-old and untilled', '(formal and same-old and untilled)'],
    ['no-subtasks and notable', '(no-subtasks and notable)'],
    ['a\n  and (b\n  or c)', '(a and (b or c))'],
  ])('%s', (text, expected) => expect(shape(text)).toBe(expected))

  test('a printed tree reads as the same tree', () => {
    fc.assert(
      fc.property(tree, (wanted) => {
        const text = bracketed(wanted)
        expect(shape(text)).toBe(text)
        const quick = readConditionQuickly(text)
        if (quick !== null) expect({ ok: true, tree: quick }).toEqual(parseCondition(text))
      }),
    )
  })
})

describe('what cannot be read', () => {
  test.each([
    ['', '0: expected a selection\'s name, "not", "count", "no" or "(", found the end'],
    ['a and', '5: expected a selection\'s name, "not", "count", "no" or "(", found the end'],
    ['a b', '2: expected "and", "or", "then", "before" or the end of the condition, found "b"'],
    ['(a', '2: expected ), found the end'],
    ['count(a) >= many', '12: expected a whole number, found "many"'],
    ['count(a) > 2', '9: cannot read ">"'],
    ['a then b within 5', '16: expected a duration such as 30s, found "5"'],
    ['a then b within 5 m', '16: expected a duration such as 30s, found "5"'],
    ['a & b', '2: cannot read "&"'],
    ['a during(b)', '10: expected "until", found ")"'],
    ['a for node', '6: expected "same", found "node"'],
    ['no b after a', '5: expected "within", found "after"'],
  ])('%s', (text, expected) => expect(shape(text)).toBe(expected))

  test('depth and length have limits', () => {
    expect(shape(`${'('.repeat(400)}a${')'.repeat(400)}`)).toBe('24: nested deeper than 24')
    expect(shape(`${'not '.repeat(200)}a`)).toBe('96: nested deeper than 24')
    expect(shape(`a${' and a'.repeat(300)}`)).toContain('a condition may have 1000 characters')
  })

  test('no text makes it throw', () => {
    const noise = fc.array(
      fc.constantFrom(
        'a',
        'and',
        'or',
        'not',
        'then',
        'within',
        '5m',
        '3',
        '(',
        ')',
        'count',
        'no',
        'after',
        '>=',
        'by',
        '"',
        '-',
        'during',
        'until',
        'for',
        'same',
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join(' ')
        const parsed = parseCondition(text)
        if (!parsed.ok) for (const { offset } of parsed.problems) expect(offset).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
