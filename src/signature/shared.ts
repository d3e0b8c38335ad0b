import type { Hit } from './hit.ts'
import type { KinKey } from './kin-keys.ts'

const keptAtEachEnd = 128

/** Hits that belong to more than one group, or to none yet: the first and the last of them. */
export class Shared {
  readonly #earliest: Hit[] = []
  #latest: Hit[] = []
  #all: readonly Hit[] | null = null
  /** Order of the newest hit. */
  newest = -1
  /** The one to which a hit came before this one, and the one after. */
  older: Shared | null = null
  newer: Shared | null = null

  /** @param key whose hits these are; null for those of nobody */
  constructor(readonly key: KinKey | null) {}

  push(hit: Hit): void {
    if (this.#earliest.length < keptAtEachEnd) this.#earliest.push(hit)
    else if (this.#latest.push(hit) >= keptAtEachEnd * 2) this.#latest = this.#latest.slice(-keptAtEachEnd)
    this.newest = hit.order
    this.#all = null
  }

  /** All that are kept, in their order. */
  all(): readonly Hit[] {
    return (this.#all ??= this.#latest.length === 0 ? this.#earliest.slice() : [...this.#earliest, ...this.#latest])
  }

  /** Those seen after `order`, in their order. */
  after(order: number): readonly Hit[] {
    const all = this.all()
    let from = all.length
    while (from > 0 && all[from - 1]!.order > order) from--
    return from === 0 ? all : all.slice(from)
  }
}
