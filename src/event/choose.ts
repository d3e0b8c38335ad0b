import type { LogEntryParts } from '../../grammars/log-entry-parts.ts'
import type { Level } from '../entry/entry.ts'
import type { Message } from '../knowledge/contract.ts'
import { ambiguousFiles, mayBeOf } from '../knowledge/print-places.ts'

/** Keys that any logger may put on any line: they tell no row from another. */
const COMMON = new Set(['error', 'errorVerbose', 'stack', 'category', 'conn', 'session_alias', 'type', 'keyspaceName', 'sampled'])
const MOST_FILES = 500

/** A row of the tables, ready to be weighed against lines. */
export class Candidate {
  private readonly needs: readonly string[]
  private readonly telling: readonly string[]
  private readonly files = new Map<string, boolean>()

  constructor(readonly row: Message) {
    this.needs = row.needs ?? []
    this.telling = row.fields.filter((key) => !COMMON.has(key))
  }

  /** A row whose needed fields are missing is none. A file that no era of the row knows is only accepted where a telling field agrees. */
  fits(parts: LogEntryParts): boolean {
    for (const key of this.needs) if (!has(parts, key)) return false
    if (this.mayBeOf(parts.file)) return true
    for (const key of this.telling) if (has(parts, key)) return true
    return false
  }

  /** What counts, in this order: needed fields, the file, the level, how many of the row's fields are there. */
  score(parts: LogEntryParts, level: Level): number {
    const { row } = this
    const listed = row.files.includes(parts.file)
    const named = listed && !ambiguousFiles.includes(parts.file)
    const shared = row.fields.filter((key) => has(parts, key)).length
    return this.needs.length * 1000 + (named ? 400 : listed ? 200 : 0) + (row.level === level ? 100 : 0) + Math.min(shared, 50)
  }

  private mayBeOf(file: string): boolean {
    let may = this.files.get(file)
    if (may === undefined) {
      may = mayBeOf(file, this.row.files)
      if (this.files.size < MOST_FILES) this.files.set(file, may)
    }
    return may
  }
}

/** Settles which row a line is of, among those with its text; short texts are printed by other parts of TiDB too, so it may be none. */
export function choose(candidates: readonly Candidate[], parts: LogEntryParts, level: Level): Message | null {
  let best: Candidate | null = null
  for (const candidate of candidates) {
    if (!candidate.fits(parts)) continue
    if (best === null || candidate.score(parts, level) > best.score(parts, level)) best = candidate
  }
  return best?.row ?? null
}

function has(parts: LogEntryParts, key: string): boolean {
  for (let i = 0; i < parts.count; i++) if (parts.key(i).text === key) return true
  return false
}
