import type { Instant } from '../entry/entry.ts'
import type { Follower } from './follow.ts'

/** The last line that lets recovery rows be assumed: of a crash, a restart, a new owner. */
export class Witness {
  /** Place and time of it; a time that it had not is NaN. */
  private at = -1
  private ms = Number.NaN

  /** @param nearMs how long after such a line an entity may have been seen that it touched all the same */
  constructor(private readonly nearMs: number) {}

  note(order: number, time: Instant | null): void {
    this.at = order
    this.ms = time?.ms ?? Number.NaN
  }

  /** Whether it may have touched an entity since that was last seen. */
  touches({ seenAt, seenTime }: Follower): boolean {
    if (this.at < 0) return false
    return this.at > seenAt || (seenTime?.ms ?? Number.NaN) - this.ms <= this.nearMs
  }
}
