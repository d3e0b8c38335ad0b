import type { Crash } from '../event/event.ts'
import type { Need, NeedRow } from '../knowledge/contract.ts'
import type { SourceCoverage } from '../replay/coverage.ts'
import type { Replayed } from '../replay/history.ts'
import type { NearMiss } from './near-miss.ts'

/** A signature of which something was met, and which these logs could not have shown whole. */
export interface Unchecked {
  readonly signature: string
  /** What it needs and the logs lack, in words. */
  readonly lacks: readonly string[]
}

/** What the logs were. */
export interface Held {
  readonly replayed: Pick<Replayed, 'histories' | 'versions'>
  readonly sources: readonly (Pick<SourceCoverage, 'name' | 'levels'> & { readonly envelopes: readonly string[] })[]
  readonly crashes: readonly Pick<Crash, 'endedProcess'>[]
}

/** The signatures of which it cannot be said that they do not hold. @param rows what tells that logs have it */
export function uncheckedOf(nearMisses: readonly NearMiss[], held: Held, rows: Readonly<Record<Need, NeedRow>>): readonly Unchecked[] {
  const machines = machinesShown(held.replayed)
  const has = (need: Need): boolean => isHeld(rows[need], held, machines)
  const found = new Map<string, Unchecked>()
  for (const { signature } of nearMisses) {
    const lacks = (signature.needs ?? []).filter((need) => !has(need)).map((need) => rows[need].says)
    if (lacks.length > 0) found.set(signature.id, { signature: signature.id, lacks })
  }
  return [...found.values()].sort((a, b) => (a.signature < b.signature ? -1 : 1))
}

function isHeld(row: NeedRow, { replayed, sources, crashes }: Held, machines: ReadonlySet<string>): boolean {
  return (
    (row.machines ?? []).some((machine) => machines.has(machine)) ||
    (row.version === true && replayed.versions.length > 0) ||
    (row.crash === true && crashes.some(({ endedProcess }) => endedProcess)) ||
    sources.some(
      ({ name, levels, envelopes }) =>
        Object.entries(levels).some(([level, count]) => count > 0 && row.levels?.includes(level)) ||
        envelopes.some((envelope) => row.envelopes?.includes(envelope)) ||
        (row.names ?? []).some((part) => name.includes(part)),
    )
  )
}

/** A note says what somebody saw from outside; it is no log. */
function machinesShown({ histories }: Pick<Replayed, 'histories'>): ReadonlySet<string> {
  const isNoted = ({ steps }: Replayed['histories'][number]): boolean =>
    steps.length > 0 && steps.every(({ event }) => event.startsWith('note.'))
  return new Set(histories.filter((history) => !isNoted(history)).map(({ machine }) => machine))
}
