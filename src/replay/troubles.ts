import type { Event } from '../event/event.ts'
import type { Cause } from './causes.ts'
import type { Known } from './entities.ts'
import type { Trouble } from './history.ts'

/** Errors of one entity that are told apart; what comes later seldom is where it began. */
const MOST_OF_ONE = 8
const MOST = 10_000
const LONGEST = 200

interface Noted extends Trouble {
  readonly cause: Cause
  count: number
}

/** Every error, by whom it befell and what told of it, where it was first told. */
export class Troubles {
  private readonly byKnown = new Map<Known, Noted[]>()
  private total = 0

  see(event: Event, known: Known, error: string, cause: Cause): void {
    const { kind, node, where, time, text } = event
    let list = this.byKnown.get(known)
    if (list === undefined) this.byKnown.set(known, (list = []))
    for (const noted of list)
      if (noted.kind === kind && (noted.cause === cause || noted.cause.text === cause.text)) {
        noted.count++
        return
      }
    if (list.length === MOST_OF_ONE || this.total === MOST) return
    this.total++
    list.push({ entity: known.ref, node, kind, error: error.slice(0, LONGEST), where, time, text, cause, count: 1 })
  }

  all(): readonly Trouble[] {
    return [...this.byKnown.values()].flatMap((list) =>
      list.map(({ entity, node, kind, error, where, time, text, count }) => ({ entity, node, kind, error, where, time, text, count })),
    )
  }
}
