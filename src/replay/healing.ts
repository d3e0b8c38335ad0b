import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { HealingLimits } from './detection.ts'
import type { Known } from './entities.ts'
import type { FoundLoop } from './found-loops.ts'

/** Knows which loops were passing faults: they were short, and what was tried in them went through afterwards. */
export class Healing {
  /** When the work of an entity last went through, as a place in the order of all events. */
  private readonly wentThrough = new Map<string, number>()

  constructor(private readonly limits: HealingLimits) {}

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

  /**
   * @param alike loops of one entity and error, in order
   * @param isBlind whether the place of a loop prints nothing of what goes well
   */
  lasting(alike: readonly FoundLoop[], isBlind: (loop: FoundLoop) => boolean): readonly FoundLoop[] {
    const [first, last] = [alike[0]?.detection.first ?? null, alike.at(-1)?.detection.last ?? null]
    const mayBeOver = alike.length > 0 && this.isShort(first, last)
    if (mayBeOver && (alike.every(isBlind) || this.wentOn(alike.at(-1) as FoundLoop))) return []
    return alike.filter((loop) => !this.passed(loop))
  }

  private passed({ detection, last, ids }: FoundLoop): boolean {
    if (!this.isShort(detection.first, detection.last)) return false
    return Object.entries(ids).some(([entity, id]) => (this.wentThrough.get(`${entity} ${id}`) ?? -1) > last)
  }

  private isShort(first: Instant | null, last: Instant | null): boolean {
    return first === null || last === null || last.ms - first.ms <= this.limits.withinMs
  }

  /** The lines of success may be lost: a loop that stopped while its work was spoken of on and on, and did not fail, is over as well. */
  private wentOn({ detection: { last, periodMs }, known }: FoundLoop): boolean {
    const { turns, quietMs, won, lost } = this.limits
    if (last === null || periodMs === null) return false
    const family = [...familyOf(known)]
    const over = last.ms + Math.max(turns * periodMs, quietMs)
    if (!family.some((it) => (it.last?.ms ?? 0) > over)) return false
    return family.some((it) => isIn(it, won)) || !family.some((it) => isIn(it, lost))
  }
}

function isIn({ followers }: Known, states: HealingLimits['lost']): boolean {
  return followers.some((follower) => states[follower.machine.name]?.includes(follower.states[0] ?? ''))
}

/** It, and all that it belongs to. */
function familyOf(known: Known): Set<Known> {
  const family = new Set([known])
  for (const member of family) for (const { elder } of member.kin) family.add(elder)
  return family
}
