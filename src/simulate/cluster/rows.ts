import type { Era as Age, Message } from '../../knowledge/contract.ts'
import { compareEras } from '../../knowledge/eras.ts'
import { subjects } from '../../knowledge/index.ts'
import { mayBeOf, withoutPrefix } from '../../knowledge/print-places.ts'
import type { Era } from './era.ts'
import type { Fields, Level } from './line.ts'

const byText = new Map<string, Message[]>()
for (const row of subjects.flatMap(({ messages }) => messages)) {
  const known = byText.get(row.text)
  if (known === undefined) byText.set(row.text, [row])
  else known.push(row)
}

/**
 * The row of the tables for a line of an era: of several with its text, the one whose file, fields and level are the line's.
 * @returns null for a text that no row knows
 */
export function rowOf(era: Era, level: Level, file: string, message: string, fields: Fields): Message | null {
  const rows = (byText.get(withoutPrefix(message)) ?? []).filter((row) => isOf(row, era) && mayBeOf(file, row.files))
  const fitting = rows.filter(({ needs = [] }) => needs.every((key) => key in fields))
  const exact = fitting.filter((row) => row.files.includes(file))
  const best = exact.length > 0 ? exact : fitting
  return best.find((row) => row.level === level) ?? best[0] ?? null
}

/** Where a bound was inferred (`~`) it is taken as no bound. */
function isOf({ since, until }: Message, { name }: Era): boolean {
  const bounds = (age: Age | undefined): boolean => age !== undefined && !age.startsWith('~')
  if (bounds(since) && compareEras(name, since as Age) < 0) return false
  return !bounds(until) || compareEras(name, until as Age) <= 0
}
