import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import catalogue from '../knowledge/signatures/catalogue.json' with { type: 'json' }
import { signatureSchema } from './schema.ts'
import { MISSHAPEN, shaped } from './shaped.ts'
import { signatureShape } from './signature-shape.ts'

const builtIn: readonly unknown[] = catalogue.map(({ trees, ...written }) => written)
const odd = fc.constantFrom<unknown>(
  ...['', ' ', '  six six ', 'six', 'Not-Kebab', 'v7.5.0', '>=v7.5.0', 'high', 'job', 'panic', '(a+)+', 'run 0', 'x'.repeat(250)],
  ...['x'.repeat(350), 'x'.repeat(450), ' x '.repeat(400), 'x'.repeat(4_100), 0, 1, -1, 1.5, 2 ** 53, Number.NaN, null, true, [], {}],
  ...[['a'], Array(21).fill('abcdef'), Array(41).fill('abcdef'), [null], { a: 'b' }, { equals: 'x' }, { kind: 'panic' }, { machine: 'm' }],
  ...[{ event: 'x' }, { event: 'x', crash: { root: 'y' } }, { text: 'abcdef', level: ['WARN'] }, { fields: {} }, { version: '>v1.0.0' }],
  ...[{ ' a ': 'b' }, { matches: '(' }, { above: 1 }, { condition: 'a', confidence: 'low' }, { constructor: 'x' }],
)
/** A signature of ours with some of its values, at any depth, gone, replaced or doubled. */
const changed = fc
  .tuple(fc.constantFrom(...builtIn), fc.array(fc.tuple(fc.nat(), fc.constantFrom('gone', 'other', 'more', 'same'), odd), { maxLength: 3 }))
  .map(([signature, changes]) =>
    changes.reduce<unknown>((value, [at, how, other]) => change(structuredClone(value), at, how, other), signature),
  )

function change(value: unknown, at: number, how: string, other: unknown): unknown {
  const places = placesIn(value)
  const [holder, key] = places[at % places.length] ?? []
  if (holder === undefined || key === undefined) return other
  if (how === 'gone' && Array.isArray(holder)) holder.splice(Number(key), 1)
  else if (how === 'gone') delete holder[key]
  else if (how === 'other') holder[key] = other
  else if (how === 'more') holder[Array.isArray(holder) ? holder.length : 'more'] = other
  return value
}

function placesIn(value: unknown): readonly (readonly [Record<string | number, unknown>, string])[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...placesIn(holder[key])])
}

test('what has the shape quickly has it by the schema too, and comes out the same', () => {
  const seen = { right: 0, wrong: 0 }
  fc.assert(
    fc.property(changed, (value) => {
      const quick = shaped(signatureShape, value)
      const { success, data } = signatureSchema().safeParse(value)
      expect(quick !== MISSHAPEN, JSON.stringify(value)).toBe(success)
      if (success) expect(isDeepStrictEqual(quick, data), JSON.stringify(value)).toBe(true)
      if (success) expect(JSON.stringify(quick)).toBe(JSON.stringify(data))
      seen[success ? 'right' : 'wrong']++
    }),
    { numRuns: 1_000 },
  )
  expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(100)
})

test('a key that changes what a map is, is left to the schema', () => {
  const signature = structuredClone(builtIn[0]) as { selections: Record<string, unknown> }
  signature.selections = { failed: { event: 'x', fields: JSON.parse('{ "__proto__": "x" }') } }
  expect(shaped(signatureShape, signature)).toBe(MISSHAPEN)
})
