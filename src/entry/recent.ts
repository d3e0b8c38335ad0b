/** Keeps the values that were last asked for. */
export class Recent<K, V> {
  private readonly kept = new Map<K, V>()

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    const found = this.kept.get(key)
    if (found !== undefined) {
      this.kept.delete(key)
      this.kept.set(key, found)
    }
    return found
  }

  set(key: K, value: V): void {
    this.kept.delete(key)
    if (this.kept.size >= this.most) this.kept.delete(this.kept.keys().next().value!)
    this.kept.set(key, value)
  }
}
