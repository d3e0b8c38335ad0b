/** Numbers that look random and are the same at every run: a linear congruence, good enough for times and counts. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = (seed * 2_654_435_761 + 12_345) >>> 0
  }

  /** From 0 up to, but without, 1. */
  next(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return this.state / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.whole(0, 15).toString(16)).join('')
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-')
  }

  /** `1.234567ms`, as Go prints a duration of about so many milliseconds. */
  duration(ms: number): string {
    const exact = ms * (0.9 + this.next() / 5)
    if (exact < 1) return `${(exact * 1_000).toFixed(3)}µs`
    return exact < 1_000 ? `${exact.toFixed(6)}ms` : `${(exact / 1_000).toFixed(9)}s`
  }
}
