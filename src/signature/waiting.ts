import type { CompiledSignature } from './compile.ts'
import { type Hit, waitingHit } from './hit.ts'
import type { KinKey } from './kin-keys.ts'
import { Shared } from './shared.ts'

const keysAtMost = 10_000
const none: readonly never[] = []

/** Hits of one signature that have no id of the wanted kind, under their widest known id: those of very many, only the last. */
export class Waiting {
  readonly #byKey = new Map<KinKey | null, Shared>()
  #newest: Shared | null = null
  #oldest: Shared | null = null

  constructor(private readonly signature: CompiledSignature) {}

  get isEmpty(): boolean {
    return this.#newest === null
  }

  push(hit: Hit): void {
    const key = hit.keys[0] ?? null
    let shared = this.#byKey.get(key)
    if (!shared) {
      if (this.#byKey.size >= keysAtMost) this.#forgetOldest()
      this.#byKey.set(key, (shared = new Shared(key)))
    }
    shared.push(waitingHit(hit, this.signature.fields))
    this.#toFront(shared)
  }

  has(key: KinKey | null): boolean {
    return this.#byKey.has(key)
  }

  /** Keys that hits wait under, nobody's left out. */
  keys(): readonly KinKey[] {
    return [...this.#byKey.keys()].filter((key) => key !== null)
  }

  /**
   * What waits for a group, in the order in which it was seen.
   * @param joined keys under which nothing was fetched before; under the group's other keys only what came after `order`
   */
  for(keys: ReadonlySet<KinKey | null>, joined: readonly (KinKey | null)[], order: number): readonly Hit[] {
    const lists: (readonly Hit[])[] = []
    for (const key of joined) {
      const shared = this.#byKey.get(key)
      if (shared) lists.push(shared.all())
    }
    if (joined.length < keys.size)
      for (let shared = this.#newest; shared !== null && shared.newest > order; shared = shared.older)
        if (keys.has(shared.key) && !joined.includes(shared.key)) lists.push(shared.after(order))
    if (lists.length < 2) return lists[0] ?? none
    return lists.flat().sort((a, b) => a.order - b.order)
  }

  #forgetOldest(): void {
    const oldest = this.#oldest!
    this.#oldest = oldest.newer
    if (oldest.newer !== null) oldest.newer.older = null
    this.#byKey.delete(oldest.key)
  }

  /** The order of the newest hit comes first: whoever looks for news need not look at all. */
  #toFront(shared: Shared): void {
    if (shared === this.#newest) return
    if (shared === this.#oldest && shared.newer !== null) this.#oldest = shared.newer
    this.#oldest ??= shared
    if (shared.newer !== null) shared.newer.older = shared.older
    if (shared.older !== null) shared.older.newer = shared.newer
    shared.older = this.#newest
    shared.newer = null
    if (this.#newest !== null) this.#newest.newer = shared
    this.#newest = shared
  }
}
