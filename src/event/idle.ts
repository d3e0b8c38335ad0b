import type { Message } from '../knowledge/contract.ts'

/** Who looks at events. */
export interface Minder {
  /** Whether lines of a row mean anything to it even if they carry no id. */
  minds(row: Message): boolean
}

/**
 * Texts of the tables whose lines change nothing that we keep unless they carry an id: each opens no state, is in no rule and in no
 * signature. Most lines of a busy backfill are such, so they are counted and never taken apart.
 */
export function idleTexts(messages: readonly Message[], minders: readonly Minder[]): readonly string[] {
  const minded = new Set<string>()
  const texts = new Set<string>()
  for (const row of messages) {
    const idle = row.match !== 'prefix' && (row.level === 'INFO' || row.level === 'DEBUG') && (row.shows?.length ?? 0) === 0
    if (idle && !isOfNode(row) && !minders.some((minder) => minder.minds(row))) texts.add(row.text)
    else minded.add(row.text)
  }
  return [...texts].filter((text) => !minded.has(text))
}

/** A node, and its part in an election, are told by whose line it is. */
function isOfNode({ entity }: Message): boolean {
  return entity === 'node' || entity === 'owner'
}
