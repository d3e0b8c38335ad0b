import type { Outcome } from './test-line.ts'

/** How often one test of a package passed, failed and was skipped. */
export interface TestOutcome {
  /** Import path or Bazel label; empty where the text does not tell. */
  readonly package: string
  /** Empty for the package as a whole. */
  readonly test: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Line of the first failure, 1-based; null without one. */
  readonly line: number | null
  /** Of a package that failed, the line at which its output begins; null where that is unknown. */
  readonly from: number | null
  /** The line of the first failure, cut; empty without one. */
  readonly said: string
}

/** Characters of a failure's line that are kept. */
const LONGEST_SAID = 200
/** Names of tests of one source that are kept. */
const MOST = 100_000

/** Where something is said of a test, and how. */
export interface Place {
  readonly line: number
  readonly text: string
  readonly from: number | null
}

type Counts = { -readonly [K in keyof TestOutcome]: TestOutcome[K] }

/** Outcomes by package and test, as many as may be kept. */
export class Outcomes {
  left = 0
  private readonly known = new Map<string, Counts>()

  get size(): number {
    return this.known.size
  }

  add(name: string, test: string, outcome: Outcome, { line, text, from }: Place): void {
    const counts = this.of(name, test)
    if (counts === null) return
    counts[outcome]++
    if (outcome !== 'failed' || counts.line !== null) return
    Object.assign(counts, { line, from, said: text.trim().slice(0, LONGEST_SAID) })
  }

  put({ test, passed, failed, skipped, line, from, said }: TestOutcome, name: string): void {
    const counts = this.of(name, test)
    if (counts === null) return
    counts.passed += passed
    counts.failed += failed
    counts.skipped += skipped
    if (counts.line === null) Object.assign(counts, { line, from, said })
  }

  /** Moves all outcomes of another list here, as those of a package. */
  takeFrom(other: Outcomes, name: string): void {
    for (const one of other.known.values()) this.put(one, name)
    this.left += other.left
    other.known.clear()
    other.left = 0
  }

  all(): readonly TestOutcome[] {
    return [...this.known.values()].map((counts) => ({ ...counts }))
  }

  private of(name: string, test: string): Counts | null {
    const key = `${name}\0${test}`
    const known = this.known.get(key)
    if (known) return known
    if (this.known.size >= MOST) {
      this.left++
      return null
    }
    const counts: Counts = { package: name, test, passed: 0, failed: 0, skipped: 0, line: null, from: null, said: '' }
    this.known.set(key, counts)
    return counts
  }
}
