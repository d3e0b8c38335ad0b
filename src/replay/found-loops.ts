import type { Event } from '../event/event.ts'
import type { Detection } from './detection.ts'
import type { Known } from './entities.ts'

export interface FoundLoop {
  readonly detection: Detection
  /** Place of its last line in the order of all events. */
  readonly last: number
  /** What its lines name. */
  readonly ids: Event['ids']
  /** What was stuck. */
  readonly known: Known
}

/** Loops of one entity and error that are told apart; of more, those with the most lines are kept. */
const MOST_ALIKE = 200

/** Loops that were long enough to be told of, those of one entity and error together. */
export class FoundLoops {
  private readonly byKey = new Map<string, FoundLoop[]>()

  add(key: string, loop: FoundLoop): void {
    const alike = this.byKey.get(key)
    if (alike === undefined) this.byKey.set(key, [loop])
    else {
      alike.push(loop)
      if (alike.length > MOST_ALIKE) alike.splice(leastOf(alike), 1)
    }
  }

  all(): readonly (readonly FoundLoop[])[] {
    return [...this.byKey.values()]
  }
}

function leastOf(alike: readonly FoundLoop[]): number {
  return alike.reduce((least, { detection }, i) => (detection.count < (alike[least] as FoundLoop).detection.count ? i : least), 0)
}
