import type { Event } from './event/event.ts'
import { errorOf, messageOf } from './event/said.ts'
import type { ErrorRow } from './knowledge/contract.ts'
import type { ToldError } from './report/report.ts'
import { isoTime } from './report/time.ts'
import { errorOf as rowOf } from './signature/reminders.ts'

/** So many different errors are kept; the gravest are told. */
const MOST = 200
const TOLD = 5
const LONGEST = 300

const RANK: Readonly<Partial<Record<Event['level'], number>>> = { FATAL: 3, ERROR: 2, WARN: 1 }

interface Kept {
  readonly rank: number
  readonly error: string
  readonly message: string
  readonly event: Pick<Event, 'where' | 'time' | 'text'>
  count: number
}

/** Keeps what lines say went wrong: of a text in which nothing else is found, this is what there is to say. */
export class ErrorsTold {
  private readonly kept = new Map<string, Kept>()

  see(event: Event): void {
    const { where, time, text } = event
    const error = errorOf(event)
    const rank = RANK[event.level] ?? 0
    if (rank < 2 && error === '') return
    const message = messageOf(event)
    const key = `${message}\n${error}`
    const known = this.kept.get(key)
    if (known) known.count++
    else if (this.kept.size < (rank === 3 ? 2 * MOST : MOST))
      this.kept.set(key, { rank, error, message, event: { where, time, text }, count: 1 })
  }

  /** The gravest first, those of one level in the order in which they came. @param errors what is known of errors */
  gravest(errors: readonly ErrorRow[]): readonly ToldError[] {
    const sorted = [...this.kept.values()].sort((a, b) => b.rank - a.rank)
    return sorted.slice(0, TOLD).map(({ event: { where, time, text }, error, message, count }) => {
      const meaning = rowOf(error, errors)?.what ?? null
      return { where, time: isoTime(time), text: text.slice(0, LONGEST), message, error, meaning, count }
    })
  }
}
