import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { LoopLimits } from './detection.ts'
import type { FoundLoop } from './found-loops.ts'

/** Knows which loops were passing faults: they were short, and what was tried in them went through afterwards. */
export class Healing {
  /** When the work of an entity last went through, as a place in the order of all events. */
  private readonly wentThrough = new Map<string, number>()

  constructor(private readonly limits: LoopLimits['healing']) {}

  /** The kinds of entities whose work a line of the kind shows to have gone through. */
  proofsOf(kind: string): readonly EntityKind[] {
    return Object.entries(this.limits.by).flatMap(([entity, kinds]) => (kinds?.includes(kind) ? [entity as EntityKind] : []))
  }

  see({ ids }: Event, order: number, proofs: readonly EntityKind[]): void {
    for (const entity of proofs) {
      const id = ids[entity]
      if (id !== undefined) this.wentThrough.set(`${entity} ${id}`, order)
    }
  }

  passed({ detection: { first, last: end }, last, ids }: FoundLoop): boolean {
    if (first !== null && end !== null && end.ms - first.ms > this.limits.withinMs) return false
    return Object.entries(ids).some(([entity, id]) => (this.wentThrough.get(`${entity} ${id}`) ?? -1) > last)
  }
}
