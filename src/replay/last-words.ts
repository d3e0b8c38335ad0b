import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { detached } from './names.ts'

export interface Word {
  /** Who last told in which state it is, and when. */
  place: string
  at: Instant | null
  /** Whether somebody else spoke of it since: what that one answered to may be missing. */
  answered: boolean
  /** When the place spoke next of something else. */
  next: Instant | null
}

/**
 * Knows how the last word on an entity was followed. Where its teller went on at once about something else, or nobody answered, its silence
 * is no hole in the log.
 */
export class LastWords {
  private readonly words = new Map<string, Word>()
  /** By place, the last words that it has not spoken behind yet. */
  private readonly fresh = new Map<string, Word[]>()

  /** @param kinds of entities that are asked for */
  constructor(private readonly kinds: ReadonlySet<EntityKind>) {}

  see({ ids, time, entity, row }: Event, place: string): void {
    const shows = (row?.shows?.length ?? 0) > 0
    this.goOn(ids, time, place)
    if (entity === null || !this.kinds.has(entity.kind)) return
    const key = `${entity.kind} ${entity.id}`
    const known = this.words.get(key)
    if (!shows) {
      if (known !== undefined && known.place !== place) known.answered = true
      return
    }
    const word = known ?? { place, at: time, answered: false, next: null }
    if (known === undefined) this.words.set(detached(key), word)
    Object.assign(word, { place, at: time, answered: false, next: null })
    const fresh = this.fresh.get(place) ?? []
    if (!fresh.includes(word)) this.fresh.set(place, [...fresh, word])
  }

  /** @returns null when no line told in which state it is */
  of({ kind, id }: EntityRef): Readonly<Word> | null {
    return this.words.get(`${kind} ${id}`) ?? null
  }

  private goOn(ids: Event['ids'], time: Instant | null, place: string): void {
    const fresh = this.fresh.get(place)
    if (fresh === undefined || time === null) return
    const own = [...this.kinds].map((kind) => ids[kind] && this.words.get(`${kind} ${ids[kind]}`))
    for (const word of fresh) if (!own.includes(word)) word.next = time
    const left = fresh.filter((word) => own.includes(word))
    if (left.length > 0) this.fresh.set(place, left)
    else this.fresh.delete(place)
  }
}
