import type { Need, NeedRow } from '../knowledge/contract.ts'
import type { Replayed } from '../replay/history.ts'
import type { NearMiss } from './near-miss.ts'

/** A signature of which something was met, and which these logs could not have shown whole. */
export interface Unchecked {
  readonly signature: string
  /** What it needs and the logs lack, in words. */
  readonly lacks: readonly string[]
}

/** The signatures of which it cannot be said that they do not hold. @param rows what tells that logs have it */
export function uncheckedOf(
  nearMisses: readonly NearMiss[],
  { histories, versions }: Replayed,
  rows: Readonly<Record<Need, NeedRow>>,
): readonly Unchecked[] {
  // A note says what somebody saw from outside; it is no log.
  const isNoted = ({ steps }: Replayed['histories'][number]): boolean =>
    steps.length > 0 && steps.every(({ event }) => event.startsWith('note.'))
  const shown = new Set(histories.filter((history) => !isNoted(history)).map(({ machine }) => machine))
  const has = (need: Need): boolean =>
    need === 'version' ? versions.length > 0 : rows[need].machines.some((machine) => shown.has(machine))
  const found = new Map<string, Unchecked>()
  for (const { signature } of nearMisses) {
    const lacks = (signature.needs ?? []).filter((need) => !has(need)).map((need) => rows[need].says)
    if (lacks.length > 0) found.set(signature.id, { signature: signature.id, lacks })
  }
  return [...found.values()].sort((a, b) => (a.signature < b.signature ? -1 : 1))
}
