/** The envelopes that a line was peeled from, outermost first. Equal chains are one object. */
export interface Chain {
  readonly names: readonly string[]
  /**
   * The names joined by `>`, without those that come and go from line to line within one export (`ansi`, `markdown`): lines with
   * equal keys came the same way.
   */
  readonly key: string
}

const DECORATION: ReadonlySet<string> = new Set(['ansi', 'markdown'])
/** Real inputs have a handful of chains; hostile ones must not make the tree grow for ever. */
const MAX_CHAINS = 1024

/** A chain and the longer ones that begin with it. */
export class ChainNode {
  static readonly root = new ChainNode([])
  static #made = 0
  readonly chain: Chain
  readonly #longer = new Map<string, ChainNode>()

  private constructor(names: readonly string[]) {
    const plain = names.filter((name) => !DECORATION.has(name))
    const key = plain.filter((name, i) => name !== plain[i - 1]).join('>')
    this.chain = Object.freeze({ names: Object.freeze(names), key })
  }

  /** The chain with one more envelope inside; the same envelope twice in a row counts once. */
  inside(name: string): ChainNode {
    if (this.chain.names.at(-1) === name) return this
    const known = this.#longer.get(name)
    if (known) return known
    const made = new ChainNode([...this.chain.names, name])
    if (ChainNode.#made++ < MAX_CHAINS) this.#longer.set(name, made)
    return made
  }
}
