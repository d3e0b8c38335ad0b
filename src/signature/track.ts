import type { Instant } from '../entry/entry.ts'
import type { Hit, Sample } from './hit.ts'
import type { KinKey } from './kin-keys.ts'

const keptAtEachEnd = 4
const idsAtMost = 16

/** All that stays of the hits of one selection in one group. */
export class Track {
  count = 0
  first: Instant | null = null
  last: Instant | null = null
  readonly nodes: string[] = []
  readonly ids: KinKey[] = []
  /** Arguments of the newest hit that had some. */
  telling: Readonly<Record<string, string>> | null = null
  readonly #earliest: Sample[] = []
  #latest: Sample[] | null = null

  add(hit: Hit): void {
    const { instant, node } = hit
    this.count += hit.weight
    if (instant && (this.first === null || instant.ms < this.first.ms)) this.first = instant
    if (instant && (this.last === null || instant.ms >= this.last.ms)) this.last = instant
    this.#keep(hit.sample)
    if (node !== null && this.nodes.length < idsAtMost && !this.nodes.includes(node)) this.nodes.push(node)
    for (const key of hit.keys) if (this.ids.length < idsAtMost && !this.ids.includes(key)) this.ids.push(key)
    this.telling = hit.arguments ?? this.telling
  }

  /** The first and the last of them, in their order. */
  samples(): readonly Sample[] {
    return [...this.#earliest, ...(this.#latest ?? [])]
  }

  #keep(sample: Sample): void {
    if (this.#earliest.length < keptAtEachEnd) {
      this.#earliest.push(sample)
      return
    }
    this.#latest ??= []
    if (this.#latest.length === keptAtEachEnd) this.#latest.shift()
    this.#latest.push(sample)
  }
}
