import type { Ending, Occurrence, Watcher } from './watcher.ts'

const distinctValues = 1_000

/** A condition asked for each value of a field by itself; its moments are those of all values. What has no value belongs to none. */
export class ForSame implements Watcher {
  readonly bits: number
  readonly #byValue = new Map<string, Watcher>()
  #held = false

  constructor(
    private readonly part: () => Watcher,
    private readonly by: string,
  ) {
    this.bits = part().bits
  }

  see(occurrence: Occurrence): boolean {
    const value = this.by === 'node' ? occurrence.node : occurrence.value(this.by)
    if (value === null || value === '') return false
    let watcher = this.#byValue.get(value)
    if (!watcher) {
      if (this.#byValue.size >= distinctValues) this.#forget()
      this.#byValue.set(value, (watcher = this.part()))
    }
    return watcher.see(occurrence)
  }

  holds(ending: Ending): boolean {
    return this.#held || [...this.#byValue.values()].some((watcher) => watcher.holds(ending))
  }

  stands(): boolean {
    return this.#held || [...this.#byValue.values()].some((watcher) => watcher.stands())
  }

  /** The oldest value makes room; what stands for it stands for good. */
  #forget(): void {
    const [value, watcher] = this.#byValue.entries().next().value!
    this.#held ||= watcher.stands()
    this.#byValue.delete(value)
  }
}
