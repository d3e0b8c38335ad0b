/** A value that a line printed where a state was expected, and that the machine does not have. */
export interface UnknownState {
  readonly machine: string
  readonly value: string
  readonly count: number
}

const MOST = 1_000

/** Counts values met in place of states: no fault of TiDB's, but a hole in the tables. */
export class UnknownStates {
  private readonly counts = new Map<string, { machine: string; value: string; count: number }>()

  add(machine: string, value: string): void {
    const key = `${machine}\n${value}`
    const known = this.counts.get(key)
    if (known !== undefined) known.count++
    else if (this.counts.size < MOST) this.counts.set(key, { machine, value, count: 1 })
  }

  /** By machine and value. */
  all(): readonly UnknownState[] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it)
  }
}
