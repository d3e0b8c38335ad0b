import type { Event } from '../../event/event.ts'
import type { FieldTest, Told } from '../../knowledge/rules.ts'

type Fields = Event['fields']
type Test = (fields: Fields) => boolean

const ALWAYS: readonly Test[] = []

/** Some lines of the tables, named by kind and, where a kind says too little, by their fields. */
export class ToldLines {
  private readonly byKind = new Map<string, (readonly Test[])[]>()

  constructor(told: readonly Told[]) {
    for (const it of told) {
      const [kind, tests] = typeof it === 'string' ? [it, ALWAYS] : [it.kind, it.where.map(compile)]
      this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), tests])
    }
  }

  get kinds(): readonly string[] {
    return [...this.byKind.keys()]
  }

  has({ kind, fields }: Event): boolean {
    const choices = this.byKind.get(kind)
    return choices?.some((tests) => passesAll(tests, fields)) === true
  }
}

/** The kinds of several lists together: what a rule made of them wants to see. */
export function kindsOf(...lists: readonly ToldLines[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.kinds))
}

/** @returns whether a line passes all tests of one of the lists */
export function testOf(lists: readonly (readonly FieldTest[])[]): (event: Event) => boolean {
  const compiled = lists.map((tests) => tests.map(compile))
  return ({ fields }) => compiled.some((tests) => passesAll(tests, fields))
}

/** A whole text as a number; whole numbers beyond what a double holds exactly (TiDB's timestamps) compare rightly unless they are very near. */
export function numberIn(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

function passesAll(tests: readonly Test[], fields: Fields): boolean {
  for (const test of tests) if (!test(fields)) return false
  return true
}

function compile({ field, oneOf, contains, sameAs, below, not }: FieldTest): Test {
  const wanted = not !== true
  return (fields) => {
    const text = fields[field] ?? ''
    if (oneOf !== undefined && oneOf.includes(text) !== wanted) return false
    if (contains?.some((part) => text.includes(part)) === !wanted) return false
    if (sameAs !== undefined && (text === (fields[sameAs] ?? '')) !== wanted) return false
    return below === undefined || isBelow(text, below, fields) === wanted
  }
}

/** @returns null when one of the two is no number */
function isBelow(text: string, limit: number | string, fields: Fields): boolean | null {
  const [value, other] = [numberIn(text), typeof limit === 'number' ? limit : numberIn(fields[limit])]
  return value === null || other === null ? null : value < other
}
