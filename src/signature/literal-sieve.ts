/** Literals shorter than this are looked for one by one. */
const SHORTEST = 4
/** Shorter and longer literals are sieved apart: how far a look may leap depends on the shortest of them. */
const LONG = 9
const LONGEST_BEGINNING = 255
const BLOCK = 3
const BUCKETS = 1 << 14

/**
 * Finds which of many literals occur in a text, in about the time that it takes to look at every few characters of it
 * (Wu and Manber 1994: leap by what three characters allow, compare only where a literal may stand).
 */
export class LiteralSieve {
  private readonly leaps: readonly Leaps[]
  private readonly short: readonly number[]

  constructor(private readonly literals: readonly string[]) {
    const numbers = literals.map((_, i) => i)
    const between = (from: number, to: number) => numbers.filter((i) => literals[i]!.length >= from && literals[i]!.length < to)
    this.short = between(0, SHORTEST)
    this.leaps = [between(SHORTEST, LONG), between(LONG, Number.POSITIVE_INFINITY)]
      .filter(({ length }) => length > 0)
      .map((of) => new Leaps(literals, of))
  }

  /** @param found gets the numbers of the literals that occur, each at least once */
  find(text: string, found: (literal: number) => void): void {
    for (const i of this.short) if (text.includes(this.literals[i]!)) found(i)
    for (const leaps of this.leaps) leaps.find(text, found)
  }
}

/** Literals of similar length; the beginnings of them, as long as the shortest, are what is looked for. */
class Leaps {
  private readonly length: number
  private readonly leap: Uint8Array
  /** Literals whose beginning ends with a block, by the block's hash. */
  private readonly ending = new Map<number, number[]>()

  constructor(
    private readonly literals: readonly string[],
    numbers: readonly number[],
  ) {
    this.length = numbers.reduce((least, i) => Math.min(least, literals[i]!.length), LONGEST_BEGINNING)
    this.leap = new Uint8Array(BUCKETS).fill(this.length - BLOCK + 1)
    for (const i of numbers) this.put(literals[i]!, i)
  }

  find(text: string, found: (literal: number) => void): void {
    const { length, leap, literals } = this
    for (let end = length; end <= text.length; ) {
      const hash = hashOf(text, end)
      const by = leap[hash]!
      if (by > 0) {
        end += by
        continue
      }
      for (const i of this.ending.get(hash)!) if (text.startsWith(literals[i]!, end - length)) found(i)
      end++
    }
  }

  private put(literal: string, number: number): void {
    for (let end = BLOCK; end <= this.length; end++) {
      const hash = hashOf(literal, end)
      this.leap[hash] = Math.min(this.leap[hash]!, this.length - end)
    }
    const hash = hashOf(literal, this.length)
    const known = this.ending.get(hash)
    if (known) known.push(number)
    else this.ending.set(hash, [number])
  }
}

/** Of the block that ends there. */
function hashOf(text: string, end: number): number {
  return (text.charCodeAt(end - 3) ^ (text.charCodeAt(end - 2) << 4) ^ (text.charCodeAt(end - 1) << 8)) & (BUCKETS - 1)
}
