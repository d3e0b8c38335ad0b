import type { Breach, History } from './history.ts'

/** One fault, one finding: a line that is a step which the machine does not allow is not told again as the breach of a rule. */
export function toldOnce(breaches: readonly Breach[], histories: readonly History[]): readonly Breach[] {
  if (breaches.length === 0) return breaches
  const illegal = new Set(histories.flatMap(({ entity, violations }) => violations.map(({ event }) => keyOf(entity.id, event.where))))
  return breaches.filter(({ entity, events }) => !illegal.has(keyOf(entity?.id, events.at(-1)?.where)))
}

function keyOf(id: string | undefined, where: Breach['events'][number]['where'] | undefined): string {
  return JSON.stringify([id, where?.source, where?.line])
}
