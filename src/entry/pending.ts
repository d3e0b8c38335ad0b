import type { Entry, Instant, Level, Origin } from './entry.ts'
import { LogEntry } from './log-entry.ts'

/** Lines and bytes after which an entry that never closed is no longer continued. */
const MOST_LINES = 5000
const MOST_BYTES = 4 << 20
const NEWLINE = Buffer.from('\n')

/** Where an entry's first line stands and what its head said. */
export interface EntryStart {
  readonly line: number
  readonly column: number
  readonly seq: number
  readonly time: Instant | null
  readonly level: Level
  /** Still escaped; null for an entry that nobody wants: then only its lines are counted. */
  readonly message: string | null
}

/** An entry whose end is not known yet: the next line may continue it (a real newline inside a field). */
export class PendingEntry {
  private readonly more: Buffer[] = []
  private moreBytes = 0
  private open: boolean

  constructor(
    readonly start: EntryStart,
    private buf: Buffer,
    private from: number,
    private to: number,
  ) {
    this.open = isOpen(buf, from, to)
  }

  /** Whether the next line may continue it. */
  get isOpen(): boolean {
    return this.open
  }

  /** @returns whether the line `buf[from, to)` belongs to this entry; it does while the entry's last bracket has not closed */
  takes(buf: Buffer, from: number, to: number): boolean {
    if (!this.open || this.more.length >= MOST_LINES || this.moreBytes > MOST_BYTES) return false
    this.moreBytes += to - from
    this.more.push(this.start.message === null ? NEWLINE : Buffer.from(buf.subarray(from, to)))
    this.open = isOpen(buf, from, to)
    return true
  }

  /** Copies what still lies in the page's bytes, which are about to be reused. */
  keep(): void {
    if (this.start.message === null) return
    this.buf = Buffer.from(this.buf.subarray(this.from, this.to))
    this.from = 0
    this.to = this.buf.length
  }

  /** The entry, or null when nobody wants it. */
  entry(origin: Origin): Entry | null {
    const { line, column, time, level, message } = this.start
    if (message === null) return null
    const text = [this.buf.toString('utf8', this.from, this.to), ...this.more.map((part) => part.toString('utf8'))].join('\n')
    const where = { source: origin.source, line, column: column + 1 }
    return new LogEntry({ where, origin, time, level, message }, text)
  }
}

/** An entry ends with a bracket (a zap JSON line with a brace); blanks and the back-tick of a paste aside. */
export function isOpen(buf: Buffer, from: number, to: number): boolean {
  let end = to
  while (end > from && (buf[end - 1] === 0x20 || buf[end - 1] === 0x60 || buf[end - 1] === 0x0d)) end--
  const last = buf[end - 1]
  return last !== 0x5d && last !== 0x7d
}
