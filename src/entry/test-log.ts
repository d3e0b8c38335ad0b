import type { Instant, Level } from './entry.ts'

/** What TiDB logged while a test ran that failed. */
export interface TestLog {
  readonly test: string
  /** The line that says that it failed, 1-based. */
  readonly line: number
  /** The gravest entries, in the order in which they stand; never empty. */
  readonly entries: readonly LoggedEntry[]
}

export interface LoggedEntry {
  readonly line: number
  readonly time: Instant | null
  readonly text: string
}

/** Entries that are kept of a test, and bytes of each. */
const MOST_ENTRIES = 6
const LONGEST = 500
/** Tests under way that are followed at once: an entry is held for each of them, since nothing in it tells whose it is. */
const MOST_TESTS = 32

interface Held extends LoggedEntry {
  readonly gravity: number
}

/** Where an entry stands in its page. */
interface Span {
  readonly buf: Buffer
  readonly start: number
  readonly end: number
  readonly line: number
}

/** Holds what is logged in one stream while tests run, until it is known whether they fail. */
export class TestLogs {
  private readonly running = new Map<string, Held[]>()

  /** Whether anybody wants to know of entries. */
  get isOpen(): boolean {
    return this.running.size > 0
  }

  begin(test: string): void {
    if (this.running.size < MOST_TESTS || this.running.has(test)) this.running.set(test, [])
  }

  /** @param level WARN or worse */
  entry(level: Level, time: Instant | null, { buf, start, end, line }: Span): void {
    const gravity = level === 'FATAL' ? 2 : level === 'ERROR' ? 1 : 0
    let held: Held | null = null
    for (const entries of this.running.values()) {
      if (entries.length >= MOST_ENTRIES && !makeRoom(entries, gravity)) continue
      held ??= { gravity, line, time, text: buf.toString('utf8', start, Math.min(end, start + LONGEST)) }
      entries.push(held)
    }
  }

  /** @returns what was logged since the test began */
  end(test: string): readonly LoggedEntry[] {
    const entries = this.running.get(test) ?? []
    this.running.delete(test)
    return entries.map(({ line, time, text }) => ({ line, time, text }))
  }

  /** @returns the tests that began and did not end; none of them is under way any more */
  endAll(): readonly (readonly [test: string, entries: readonly LoggedEntry[]])[] {
    return [...this.running.keys()].map((test) => [test, this.end(test)])
  }
}

/** Of what is less grave the latest gives way. @returns false where nothing is */
function makeRoom(entries: Held[], gravity: number): boolean {
  const least = Math.min(...entries.map((entry) => entry.gravity))
  if (least >= gravity) return false
  entries.splice(
    entries.findLastIndex((entry) => entry.gravity === least),
    1,
  )
  return true
}
