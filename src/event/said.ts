import type { Event } from './event.ts'

const LONGEST = 300
/** Fields that hold an error, the surest first. */
const FIELDS = ['error', 'err', 'job.Err']
/** What stands behind the caller, in quotes where it holds blanks; of a line without its head the first quoted bracket. */
const BEHIND_CALLER = /\[[\w.]{1,100}\.go:\d{1,9}\] \["?([^"\]]{1,200})/
const QUOTED = /\["([^"]{1,200})"\]/

/** The message of a line, of the table's row where one knows it; empty where none is found. */
export function messageOf({ row, text }: Pick<Event, 'row' | 'text'>): string {
  return row?.text ?? BEHIND_CALLER.exec(text)?.[1] ?? QUOTED.exec(text)?.[1] ?? ''
}

/** The first line of the error that a line's fields tell; empty where they tell none. */
export function errorOf({ fields }: Pick<Event, 'fields'>): string {
  for (const key of FIELDS) {
    const value = fields[key]
    if (value !== undefined && value !== '' && value !== '<nil>') return value.split('\n')[0]!.slice(0, LONGEST)
  }
  return ''
}
