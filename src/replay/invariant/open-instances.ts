import { detached } from '../names.ts'

/** What one rule keeps open at most. */
export const MOST_OPEN = 50_000

interface Held {
  readonly node: string
}

/** What is open, by instance; found by node too, since a process takes all its own with it. Forgets its oldest rather than grow without end. */
export class OpenInstances<T extends Held> {
  private readonly byKey = new Map<string, T>()
  private readonly byNode = new Map<string, Set<string>>()

  get(key: string): T | undefined {
    return this.byKey.get(key)
  }

  has(key: string): boolean {
    return this.byKey.has(key)
  }

  set(key: string, value: T): void {
    const before = this.byKey.get(key)
    if (before !== undefined) {
      this.byKey.set(key, value)
      if (before.node === value.node) return
      this.byNode.get(before.node)?.delete(key)
    } else {
      if (this.byKey.size >= MOST_OPEN) this.delete(this.byKey.keys().next().value as string)
      this.byKey.set(detached(key), value)
    }
    const keys = this.byNode.get(value.node)
    if (keys === undefined) this.byNode.set(value.node, new Set([detached(key)]))
    else keys.add(key)
  }

  delete(key: string): void {
    const value = this.byKey.get(key)
    if (value === undefined) return
    this.byKey.delete(key)
    this.byNode.get(value.node)?.delete(key)
  }

  /** Forgets all that the node holds. */
  deleteOf(node: string): void {
    for (const key of this.byNode.get(node) ?? []) this.byKey.delete(key)
    this.byNode.delete(node)
  }

  clear(): void {
    this.byKey.clear()
    this.byNode.clear()
  }

  entries(): Iterable<[string, T]> {
    return this.byKey
  }
}
