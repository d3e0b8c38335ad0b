import type { Instant } from '../../entry/entry.ts'
import type { LineRow } from './row.ts'

/** How many rows may stand open: a loop of so many lines folds into as many rows. */
const REACH = 16
/** What comes again after a longer pause, in milliseconds, is told again. */
const PAUSE = 60_000

interface Open {
  readonly row: LineRow
  readonly key: string
  count: number
  until: Instant | null
}

/**
 * Folds rows that say the same of the same entity on the same node, but for numbers; each stands where the first of its kind did, so that
 * a loop of several lines becomes as many rows. Holds no more rows than fit into such a loop.
 */
export class Folder {
  private open: Open[] = []

  constructor(private readonly emit: (row: LineRow) => void) {}

  push(row: LineRow): void {
    const key = keyOf(row)
    const known = this.open.find((it) => it.key === key)
    if (known !== undefined && !(Math.abs((row.time?.ms ?? Number.NaN) - (known.until?.ms ?? Number.NaN)) > PAUSE)) {
      known.count += row.count
      known.until = row.until
      return
    }
    if (this.open.length === REACH) this.close(this.open.shift()!)
    this.open.push({ row, key, count: row.count, until: row.until })
  }

  /** Lets go of all rows: what comes now is told anew. */
  flush(): void {
    for (const open of this.open) this.close(open)
    this.open = []
  }

  private close({ row, count, until }: Open): void {
    this.emit({ ...row, count, until })
  }
}

function keyOf({ what, node, where, entity, event, message, fields, steps, states }: LineRow): string {
  const words = [message ?? '', ...fields.map(({ key, value }) => `${key}=${value}`)].join('\0').replace(/[\d.]+/g, '0')
  return JSON.stringify([what, node ?? where.source, entity, event, words, steps, states])
}
