import type { Instant } from '../entry/entry.ts'
import { keysOf } from './keys.ts'

interface Timed {
  readonly time: Instant | null
}

interface Held<T> {
  readonly item: T
  readonly run: string
  readonly key: number
  readonly arrived: number
}

/**
 * Puts items of logs that are still being written into one order by time. An item is held back for a while, since one of another log that was
 * printed before it may still be on its way; in its own run none changes its place.
 */
export class HoldBack<T extends Timed> {
  private held: Held<T>[] = []
  /** The key of the last item of each run that is held: clocks that jumped count no longer than what they stamped. */
  private last = new Map<string, number>()
  private readonly seen = new Set<string>()
  /** What times without a zone are in: the zone that was printed last. */
  private zone = 0

  /** @param most items that may be held; beyond that the oldest are let go of before their time */
  constructor(private readonly most: number) {}

  get isFull(): boolean {
    return this.held.length > this.most
  }

  /** Runs that have spoken so far. */
  get runs(): number {
    return this.seen.size
  }

  /** @param run whose items these are; @param arrived in milliseconds of any clock */
  push(run: string, items: readonly T[], arrived: number): void {
    const keys = keysOf(Float64Array.from(items, (item) => this.ms(item)))
    let key = this.last.get(run) ?? Number.NEGATIVE_INFINITY
    for (const [i, item] of items.entries()) {
      key = Math.max(key, keys?.[i] ?? key)
      this.held.push({ item, run, key, arrived })
    }
    this.last.set(run, key)
    this.seen.add(run)
  }

  /** @returns in one order what arrived up to then, with what was printed before it */
  due(upTo: number): readonly T[] {
    const { held } = this
    if (held.length === 0) return []
    // Two keys below all others have no difference.
    held.sort((a, b) => a.key - b.key || 0)
    const count = Math.max(held.findLastIndex(({ arrived }) => arrived <= upTo) + 1, held.length - this.most)
    this.held = held.slice(count)
    this.last = new Map(this.held.map(({ run, key }) => [run, key]))
    return held.slice(0, count).map(({ item }) => item)
  }

  private ms({ time }: T): number {
    if (time === null) return Number.NaN
    if (time.zone !== null) this.zone = time.zone
    return time.zone === null ? time.ms - this.zone * 60_000 : time.ms
  }
}
