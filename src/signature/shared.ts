import type { Hit } from './hit.ts'

const keptAtEachEnd = 128

/** Hits that belong to more than one group, or to none yet: the first and the last of them. */
export class Shared {
  readonly #earliest: Hit[] = []
  #latest: Hit[] = []

  push(hit: Hit): void {
    if (this.#earliest.length < keptAtEachEnd) this.#earliest.push(hit)
    else if (this.#latest.push(hit) >= keptAtEachEnd * 2) this.#latest = this.#latest.slice(-keptAtEachEnd)
  }

  /** Those seen after `order`, in their order. */
  after(order: number): readonly Hit[] {
    const newest = this.#latest.at(-1) ?? this.#earliest.at(-1)
    return newest === undefined || newest.order <= order ? [] : [...this.#earliest, ...this.#latest].filter((hit) => hit.order > order)
  }
}
