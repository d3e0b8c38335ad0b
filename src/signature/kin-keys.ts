import type { Hit } from './hit.ts'

/** Kinds whose ids are unique in a cluster, widest first: what a finding is about and how hits without the wanted id find their kin. */
export const kinKinds = ['job', 'task', 'subtask'] as const

/** An entity of a kin kind; there is one object for each, so that keys are compared and found as such. */
export interface KinKey {
  readonly kind: (typeof kinKinds)[number]
  readonly id: string
}

interface Book {
  readonly byId: Map<string, KinKey>
  last: KinKey | null
}

/** The keys of all entities that hits named. */
export class KinKeys {
  readonly #books: readonly Book[] = kinKinds.map(() => ({ byId: new Map<string, KinKey>(), last: null }))

  /** The keys of ids, widest first. */
  of(ids: Hit['ids']): readonly KinKey[] {
    const keys: KinKey[] = []
    for (let i = 0; i < kinKinds.length; i++) {
      const id = ids[kinKinds[i]!]
      if (id !== undefined) keys.push(this.#key(i, id))
    }
    return keys
  }

  /** @returns null for a kind that is none of kin */
  key(kind: string, id: string): KinKey | null {
    const i = (kinKinds as readonly string[]).indexOf(kind)
    return i < 0 ? null : this.#key(i, id)
  }

  #key(i: number, id: string): KinKey {
    const book = this.#books[i]!
    if (book.last !== null && book.last.id === id) return book.last
    let key = book.byId.get(id)
    if (key === undefined) {
      key = { kind: kinKinds[i]!, id: ` ${id}`.slice(1) }
      book.byId.set(key.id, key)
    }
    book.last = key
    return key
  }
}
