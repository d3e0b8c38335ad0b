import type { Entry } from '../entry/entry.ts'
import type { Message } from '../knowledge/contract.ts'
import { ambiguousFiles, mayBeOf } from '../knowledge/eras.ts'

/** Keys that any logger may put on any line: they tell no row from another. */
const COMMON = new Set(['error', 'errorVerbose', 'stack', 'category', 'conn', 'session_alias', 'type', 'keyspaceName', 'sampled'])

/**
 * Settles which row a line is of, among those with its text: a row whose needed fields are missing is none; then needed fields count,
 * then the file, then the level, then how many of the row's fields are there. A file that no era of the row knows is only accepted
 * where a telling field agrees, since short texts are printed by other parts of TiDB too.
 */
export function choose(rows: readonly Message[], entry: Entry): Message | null {
  if (rows.length === 0) return null
  const keys = new Set(entry.fields.map(({ key }) => key))
  const fitting = rows.filter((row) => (row.needs ?? []).every((key) => keys.has(key)) && isPlausible(row, entry.file, keys))
  if (fitting.length <= 1) return fitting[0] ?? null
  return fitting.reduce((best, row) => (score(row, entry, keys) > score(best, entry, keys) ? row : best))
}

function isPlausible(row: Message, file: string, keys: ReadonlySet<string>): boolean {
  if (mayBeOf(file, row.files)) return true
  return row.fields.some((key) => !COMMON.has(key) && keys.has(key))
}

function score(row: Message, entry: Entry, keys: ReadonlySet<string>): number {
  const named = row.files.includes(entry.file) && !ambiguousFiles.includes(entry.file)
  const shared = row.fields.filter((key) => keys.has(key)).length
  return (
    (row.needs?.length ?? 0) * 1000 +
    (named ? 400 : row.files.includes(entry.file) ? 200 : 0) +
    (row.level === entry.level ? 100 : 0) +
    Math.min(shared, 50)
  )
}
