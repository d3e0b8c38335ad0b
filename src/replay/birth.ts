import type { Event } from '../event/event.ts'
import { detached } from './names.ts'

/** `2024-07-24 09:49:17.99 +0000 UTC`, as Go prints a time; each node in its own zone. */
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? ([+-]\d\d)(\d\d)/
/** What is not set yet prints as the beginning of time. */
const FIRST_YEAR = '2000'

/**
 * When the entity of a line was made, by one of its fields.
 * @returns whole seconds since 1970; null when the line does not say, or not with its zone
 */
export function bornAt({ fields }: Event, field: string | undefined): number | null {
  const found = TIME.exec(field === undefined ? '' : (fields[field] ?? ''))
  if (found === null || (found[1] as string) < FIRST_YEAR) return null
  const ms = Date.parse(`${found[1]}T${found[2]}${found[3]}:${found[4]}`)
  return Number.isNaN(ms) ? null : ms / 1_000
}

const REMEMBERED = 256

/** Times of birth as lines print them; those of a few entities come again and again. */
export class Births {
  private readonly known = new Map<string, number | null>()
  private last = ''
  private lastBorn: number | null = null

  /** See bornAt. */
  at(event: Event, field: string | undefined): number | null {
    const printed = field === undefined ? undefined : event.fields[field]
    if (printed === undefined) return null
    if (printed === this.last) return this.lastBorn
    let born = this.known.get(printed)
    if (born === undefined) {
      if (this.known.size >= REMEMBERED) this.known.clear()
      this.known.set(detached(printed), (born = bornAt(event, field)))
    }
    this.last = printed
    this.lastBorn = born
    return born
  }
}
