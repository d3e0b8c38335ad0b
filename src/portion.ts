import type { Instant } from './entry/entry.ts'
import { narrow } from './entry/narrow.ts'
import { type ReadingSummary, Tally } from './entry/tally.ts'
import type { Scope } from './scope.ts'
import { newlinesIn } from './source/newlines.ts'
import type { Source, SourceFile } from './source/source.ts'

/** What of a source is to be read for the time that was asked for. */
export interface Portion {
  /** The source, its file narrowed to the stretch that lies in the time. */
  readonly source: Source
  /** Bytes of it that are left alone. */
  readonly skipped: number
  /** Instead of a reading, when nothing of the source lies in the time. */
  readonly summary: ReadingSummary | null
}

/** Finds what of a source must be read. Packed sources, and those that are not in order, are read whole unless their name says that they are past. */
export async function portionOf(source: Source, scope: Scope): Promise<Portion> {
  const { file, name } = source
  if (file) return scope.side === null ? { source, skipped: 0, summary: null } : portionOfFile(source, file, scope.side)
  return scope.isPast(name) ? { source, skipped: await sizeOf(source), summary: emptySummary() } : { source, skipped: 0, summary: null }
}

function portionOfFile(source: Source, file: SourceFile, side: NonNullable<Scope['side']>): Portion {
  const narrowed = narrow(file, side)
  if (narrowed === null) return { source, skipped: 0, summary: null }
  const { range, first, last } = narrowed
  const skipped = file.size - (range.to - range.from)
  return { source: { ...source, file: { ...file, range } }, skipped, summary: skipped === file.size ? emptySummary(first, last) : null }
}

/** The summary of a source that was not read. */
export function emptySummary(first: Instant | null = null, last: Instant | null = null): ReadingSummary {
  return { ...new Tally().summary(), first, last }
}

/** Lines of a file that stand before the stretch that is to be read. */
export function linesBefore({ path, range }: SourceFile, stop?: AbortSignal): Promise<number> {
  return newlinesIn(path, { from: 0, to: range?.from ?? 0 }, stop)
}

/** The next member of an archive comes only when this one was taken out of it. */
async function sizeOf(source: Source): Promise<number> {
  let size = 0
  for await (const chunk of source.chunks()) size += chunk.length
  return size
}
