const mostRemembered = 256

/** Selections of one signature that were met together. */
export class Met {
  /** What it becomes with one more: the same few come together again and again. */
  readonly #more = new Map<Met, Met>()

  /** @param bits see bitOf in compile.ts */
  constructor(
    readonly selections: ReadonlySet<string>,
    readonly bits: number,
  ) {}

  plus(other: Met): Met {
    let more = this.#more.get(other)
    if (!more) {
      more = new Met(new Set([...this.selections, ...other.selections]), this.bits | other.bits)
      if (this.#more.size < mostRemembered) this.#more.set(other, more)
    }
    return more
  }
}
