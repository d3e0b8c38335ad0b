import type { Random } from './random.ts'

/** The time of one thread of work; several run beside each other in a cluster. */
export class Clock {
  constructor(
    public ms: number,
    private readonly random: Random,
  ) {}

  /** Lets about so many milliseconds go by, never less than nine tenths of them. */
  pass(ms: number): this {
    this.ms += ms * (0.9 + this.random.next() / 5)
    return this
  }

  /** A thread that begins now, or a little later. */
  fork(delayMs = 0): Clock {
    return new Clock(this.ms, this.random).pass(delayMs)
  }

  /** Waits for other threads. */
  join(others: readonly Clock[]): this {
    this.ms = Math.max(this.ms, ...others.map((other) => other.ms))
    return this
  }
}

/** `2025/01/07 18:12:53.968 +08:00` */
export function stamp(ms: number): string {
  const text = new Date(Math.floor(ms) + 8 * 3_600_000).toISOString()
  return `${text.slice(0, 10).replaceAll('-', '/')} ${text.slice(11, 23)} +08:00`
}
