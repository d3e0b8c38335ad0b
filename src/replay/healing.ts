import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { Detection, DetectLimits } from './detection.ts'

/** Knows which loops were passing faults: they were short, and what was tried in them went through afterwards. */
export class Healing {
  /** When the work of an entity last went through, as a place in the order of all events. */
  private readonly wentThrough = new Map<string, number>()
  private readonly proofs: ReadonlyMap<string, readonly EntityKind[]>

  constructor(private readonly limits: DetectLimits['healing']) {
    const proofs = new Map<string, EntityKind[]>()
    for (const [entity, kinds] of Object.entries(limits.by))
      for (const kind of kinds ?? []) proofs.set(kind, [...(proofs.get(kind) ?? []), entity as EntityKind])
    this.proofs = proofs
  }

  /** Takes in every event, whatever it is about. */
  see(event: Event, order: number): void {
    for (const entity of this.proofs.get(event.kind) ?? []) {
      const id = event.ids[entity]
      if (id !== undefined) this.wentThrough.set(`${entity} ${id}`, order)
    }
  }

  /** @param last place of the loop's last line in the order of all events */
  passed({ first, last: end, samples }: Detection, last: number): boolean {
    if (first !== null && end !== null && end.ms - first.ms > this.limits.withinMs) return false
    const ids = Object.entries(samples[0]?.ids ?? {})
    return ids.some(([entity, id]) => (this.wentThrough.get(`${entity} ${id}`) ?? -1) > last)
  }
}
