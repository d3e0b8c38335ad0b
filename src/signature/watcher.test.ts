import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, parseCondition } from '../../grammars/condition.ts'
import { watch } from './watch.ts'
import type { Ending, Occurrence } from './watcher.ts'

interface Hit {
  readonly names: readonly string[]
  readonly time: number
  readonly value: string | null
}

const bitOf = (name: string): number => 1 << (name.charCodeAt(0) % 31)
const bitsOf = (names: readonly string[]): number => names.reduce((bits, name) => bits | bitOf(name), 0)
const occurrence = ({ names, time, value }: Hit): Occurrence => ({
  ...{ selections: new Set(names), bits: bitsOf(names), time, node: 'n' },
  value: () => value,
})
const parse = (text: string): Condition => {
  const parsed = parseCondition(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.tree
}

/** What the watcher says: at which hits the condition had a moment, and whether it holds in the end. */
function watched(condition: Condition, hits: readonly Hit[], end: number): { moments: number[]; holds: boolean } {
  const watcher = watch(condition, bitOf)
  const moments = hits.flatMap((hit, i) => (watcher.see(occurrence(hit)) ? [i] : []))
  return { moments, holds: watcher.holds({ lastTime: () => end, history: () => false }) }
}

/** The same by definition: over the whole list, each pair looked at. */
function moments(condition: Condition, hits: readonly Hit[]): number[] {
  const all = hits.map((_, i) => i)
  const apart = (i: number, j: number): number => hits[i]!.time - hits[j]!.time
  switch (condition.kind) {
    case 'selection':
      return all.filter((i) => hits[i]!.names.includes(condition.name))
    case 'count': {
      const { of, least, within, by } = condition
      return moments(of, hits).filter((i, _, counted) => {
        const alike = counted.filter((j) => j <= i && (by === null || (hits[i]!.value !== null && hits[j]!.value === hits[i]!.value)))
        const near = alike.filter((j) => within === null || apart(i, j) <= within)
        return near.length >= least
      })
    }
    case 'then': {
      const first = moments(condition.first, hits)
      return moments(condition.second, hits).filter((i) =>
        first.some((j) => j < i && (condition.within === null || apart(i, j) <= condition.within)),
      )
    }
    case 'before': {
      const [first] = moments(condition.first, hits)
      const [second] = moments(condition.second, hits)
      return first !== undefined && second !== undefined && first < second ? [second] : []
    }
    case 'and': {
      const parts = condition.operands.map((operand) => moments(operand, hits))
      return all.filter((i) => parts.some((part) => part.includes(i)) && parts.every((part) => part.some((j) => j <= i)))
    }
    case 'or':
      return all.filter((i) => condition.operands.some((operand) => moments(operand, hits).includes(i)))
    case 'during': {
      const [what, from, until] = [condition.what, condition.from, condition.until].map((part) => moments(part, hits)) as [
        number[],
        number[],
        number[],
      ]
      return what.filter((i) => from.some((j) => j < i && !until.some((k) => k > j && k <= i)))
    }
    case 'same':
      return values(hits)
        .flatMap((own) =>
          moments(
            condition.of,
            own.map((i) => hits[i]!),
          ).map((i) => own[i]!),
        )
        .sort((a, b) => a - b)
    default:
      return []
  }
}

function holds(condition: Condition, hits: readonly Hit[], end: number): boolean {
  switch (condition.kind) {
    case 'not':
      return !holds(condition.operand, hits, end)
    case 'and':
      return condition.operands.every((operand) => holds(operand, hits, end))
    case 'or':
      return condition.operands.some((operand) => holds(operand, hits, end))
    case 'missing': {
      const answers = moments(condition.what, hits)
      return moments(condition.after, hits).some((j) => {
        const deadline = hits[j]!.time + condition.within
        return end > deadline && !answers.some((i) => i > j && hits[i]!.time <= deadline)
      })
    }
    case 'same':
      return values(hits).some((own) =>
        holds(
          condition.of,
          own.map((i) => hits[i]!),
          end,
        ),
      )
    default:
      return moments(condition, hits).length > 0
  }
}

/** The hits of each value, by their places. */
function values(hits: readonly Hit[]): number[][] {
  const all = [...new Set(hits.map(({ value }) => value))].filter((value) => value !== null)
  return all.map((value) => hits.flatMap((hit, i) => (hit.value === value ? [i] : [])))
}

const hitsOf = (names: readonly string[]) =>
  fc
    .array(fc.record({ names: fc.subarray([...names], { minLength: 1 }), gap: fc.nat(9), value: fc.constantFrom('x', 'y', null) }), {
      maxLength: 14,
    })
    .map((steps) => {
      let time = 0
      return steps.map(({ names, gap, value }): Hit => ({ names, time: (time += gap), value }))
    })

/** Parts that have moments, as text: whatever may stand beside `then`. */
const { timed } = fc.letrec<{ timed: string }>((tie) => {
  const sub = tie('timed')
  const pair = fc.tuple(sub, sub)
  const ms = fc.nat(12)
  return {
    timed: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('a', 'b', 'c'),
      fc
        .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 }), fc.option(ms), fc.boolean())
        .map(
          ([name, least, within, by]) => `(count(${name}) >= ${least}${within === null ? '' : ` within ${within}ms`}${by ? ' by v' : ''})`,
        ),
      fc.tuple(pair, fc.option(ms)).map(([[x, y], within]) => `(${x} then ${y}${within === null ? '' : ` within ${within}ms`})`),
      pair.map(([x, y]) => `(${x} before ${y})`),
      pair.map(([x, y]) => `(${x} and ${y})`),
      pair.map(([x, y]) => `(${x} or ${y})`),
      fc.tuple(sub, sub, sub).map(([x, y, z]) => `(${x} during(${y} until ${z}))`),
      sub.map((x) => `(${x} for same v)`),
    ),
  }
})
const pair3 = (print: (...parts: [string, string, string]) => string) => fc.tuple(timed, timed, timed).map((parts) => print(...parts))
const whole = fc.oneof(
  timed,
  timed.map((x) => `not ${x}`),
  pair3((w, x, y) => `(${w} and not ${x} and (${y} or no ${w} within 5ms after ${x})) for same v`),
  fc.tuple(timed, fc.nat(12), timed).map(([x, ms, y]) => `no ${x} within ${ms}ms after ${y}`),
  fc.tuple(timed, timed, fc.nat(12), timed).map(([w, x, ms, y]) => `${w} and not (${x} or no ${x} within ${ms}ms after ${y})`),
)

describe('a watcher says what the definition says', () => {
  test('moments', () => {
    fc.assert(
      fc.property(timed, hitsOf(['a', 'b', 'c']), (text, hits) => {
        const condition = parse(text)
        expect(watched(condition, hits, 200).moments).toEqual(moments(condition, hits))
      }),
      { numRuns: 1_500 },
    )
  })

  test('at the end', () => {
    fc.assert(
      fc.property(whole, hitsOf(['a', 'b', 'c']), fc.nat(15), (text, hits, rest) => {
        const condition = parse(text)
        const end = (hits.at(-1)?.time ?? 0) + rest
        expect(watched(condition, hits, end).holds).toBe(holds(condition, hits, end))
      }),
      { numRuns: 1_500 },
    )
  })
})

describe('times that are missing', () => {
  const untimed = (names: string[]): Occurrence => ({
    selections: new Set(names),
    bits: bitsOf(names),
    time: null,
    node: null,
    value: () => null,
  })
  const ending: Ending = { lastTime: () => null, history: () => false }
  const verdict = (text: string, lines: string[][]): boolean => {
    const watcher = watch(parse(text), bitOf)
    for (const names of lines) watcher.see(untimed(names))
    return watcher.holds(ending)
  }

  test('order and number can still be judged', () => {
    expect(verdict('a then b', [['a'], ['b']])).toBe(true)
    expect(verdict('count(a) >= 2', [['a'], ['a']])).toBe(true)
  })

  test('a span never holds', () => {
    expect(verdict('a then b within 5m', [['a'], ['b']])).toBe(false)
    expect(verdict('count(a) >= 2 within 5m', [['a'], ['a']])).toBe(false)
    expect(verdict('no b within 5m after a', [['a'], ['a']])).toBe(false)
  })
})

test('a silence is only one when the log goes on', () => {
  const condition = parse('no b within 10ms after a')
  const hits: Hit[] = [{ names: ['a'], time: 100, value: null }]
  expect(watched(condition, hits, 110).holds).toBe(false)
  expect(watched(condition, hits, 111).holds).toBe(true)
})

test('a selection over histories holds by what the replay said', () => {
  const watcher = watch(parse('not healed'), bitOf)
  expect(watcher.holds({ lastTime: () => null, history: (name) => name === 'healed' })).toBe(false)
  expect(watcher.holds({ lastTime: () => null, history: () => false })).toBe(true)
})
