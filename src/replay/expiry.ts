import type { Follower } from './follow.ts'

interface Line {
  /** Place in the order of all events. */
  readonly order: number
  /** What was last seen before, in milliseconds since 1970, is another cluster's. */
  readonly ms: number
}

const MOST_LINES = 64

/** Knows what has become of the ids of a cluster that was built anew. Told of in the order of all events. */
export class Expiry {
  private anewAt = -1
  /** Later ones speak of earlier times: those that do not have taken the place of what they say better. */
  private lines: readonly Line[] = []

  /** The cluster is built anew: no id means what it meant. */
  all(order: number): void {
    this.anewAt = order
  }

  /** All that was only seen before an instant is another cluster's. */
  before(ms: number, order: number): void {
    this.lines = [...this.lines.filter((line) => line.ms > ms), { order, ms }].slice(-MOST_LINES)
  }

  /** Whether an id was given up since it was last seen. */
  covers({ seenAt, seenTime }: Follower): boolean {
    if (seenAt < 0) return false
    if (seenAt < this.anewAt) return true
    if (this.lines.length === 0 || seenTime === null) return false
    for (const { order, ms } of this.lines) if (seenAt < order) return seenTime.ms < ms
    return false
  }
}
