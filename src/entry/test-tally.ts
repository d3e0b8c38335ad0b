import { readTestLine, type TestLine } from './test-line.ts'

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
}

/** What a source says of the tests that ran. Parts of a source are joined by `joinTests`. */
export interface TestSummary {
  /** Lines that a test runner printed and that belong to nothing else. */
  readonly lines: number
  readonly outcomes: readonly TestOutcome[]
  /** Tests since the last line about a package. */
  readonly tail: readonly TestOutcome[]
  /** The package to which tests of an earlier part belong; null where no package ended in this part. */
  readonly firstPackage: string | null
  /** Tests that began and did not end. */
  readonly running: readonly string[]
  /** Tests that ended and began in an earlier part. */
  readonly ended: readonly string[]
  /** Tests that are not kept, since there are too many. */
  readonly left: number
}

/** Names of tests of one source that are kept. */
const MOST = 100_000

export const NO_TESTS: TestSummary = { lines: 0, outcomes: [], tail: [], firstPackage: null, running: [], ended: [], left: 0 }

/** Counts what test runners say of tests, while a source is read. */
export class TestTally {
  lines = 0
  private readonly text = new Outcomes()
  private readonly json = new Outcomes()
  private readonly tail = new Outcomes()
  private readonly running = new Set<string>()
  private readonly runningJson = new Set<string>()
  private readonly ended = new Set<string>()
  private firstPackage: string | null = null
  private label = ''
  /** The line behind the last one about a package. */
  private since = 1
  /** Whether failures were told where they happened: then a summary at the end tells nothing new. */
  private told = false
  /** The test whose JUnit element, or whose summary, is open. */
  private open: { readonly package: string; readonly test: string } | null = null

  /** @returns whether the line was printed by a test runner */
  see(text: string, line: number): boolean {
    const read = readTestLine(text)
    if (read === null) return false
    this.take(read, line)
    return true
  }

  summary(): TestSummary {
    const { lines, firstPackage } = this
    // With -json the text of the lines says the same once more.
    if (this.json.size > 0)
      return { ...NO_TESTS, lines, outcomes: this.json.all(), running: [...this.runningJson].map(testOf), left: this.json.left }
    const left = this.text.left + this.tail.left
    return {
      ...{ lines, firstPackage, left },
      outcomes: this.text.all(),
      tail: this.tail.all().map((outcome) => ({ ...outcome, package: this.label })),
      running: [...this.running],
      ended: [...this.ended],
    }
  }

  private take(read: TestLine, line: number): void {
    switch (read.what) {
      case 'noise':
        return
      case 'run':
        if (this.running.size < MOST) this.running.add(read.test)
        return
      case 'test':
        // A summary tells of the test already, or the JUnit element that this stands in will.
        if (this.open?.test === read.test && read.outcome === 'failed') return
        if (read.outcome === 'failed') this.told = true
        if (!this.running.delete(read.test) && this.ended.size < MOST) this.ended.add(read.test)
        this.tail.add('', read.test, read.outcome, line)
        return
      case 'summary':
        this.open = read
        if (!this.told) this.text.add(read.package, read.test, 'failed', line)
        return
      case 'label':
        this.label = read.package
        return
      case 'package':
        this.open = null
        this.endPackage(read.package)
        this.text.add(read.package, '', read.outcome, line, this.since)
        this.since = line + 1
        return
      case 'target':
        for (let i = 0; i < read.failed; i++) this.text.add(read.package, '', 'failed', line)
        for (let i = 0; i < read.passed; i++) this.text.add(read.package, '', 'passed', line)
        return
      case 'event':
        this.event(read, line)
        return
      case 'case':
        this.open = { package: read.package, test: read.test }
        if (read.outcome !== null) this.endCase(read.outcome, line)
        return
      case 'case-end':
        this.endCase(read.outcome, line)
    }
  }

  private event({ package: name, test, action }: Extract<TestLine, { what: 'event' }>, line: number): void {
    const key = `${name}\0${test}`
    if (action === 'run') {
      if (this.runningJson.size < MOST) this.runningJson.add(key)
      return
    }
    this.runningJson.delete(key)
    if (test === '') for (const other of this.runningJson) if (other.startsWith(key)) this.runningJson.delete(other)
    this.json.add(name, test, action, line)
  }

  private endCase(outcome: 'passed' | 'failed' | 'skipped', line: number): void {
    if (this.open) this.text.add(this.open.package, this.open.test, outcome, line)
    this.open = null
  }

  private endPackage(name: string): void {
    this.firstPackage ??= name
    this.text.takeFrom(this.tail, name)
    this.running.clear()
  }
}

/** The tests of a source from those of two of its parts. @param before lines of the first part */
export function joinTests(a: TestSummary, b: TestSummary, before: number): TestSummary {
  const moved = (list: readonly TestOutcome[]): readonly TestOutcome[] =>
    list.map(({ line, from, ...rest }) => ({ ...rest, line: line && line + before, from: from && from + before }))
  const outcomes = new Outcomes()
  const tail = new Outcomes()
  for (const one of a.outcomes) outcomes.put(one, one.package)
  for (const one of a.tail) (b.firstPackage === null ? tail : outcomes).put(one, b.firstPackage ?? one.package)
  for (const one of moved(b.outcomes)) outcomes.put(one, one.package)
  for (const one of moved(b.tail)) tail.put(one, one.package)
  const ended = new Set(b.ended)
  const goOn = b.firstPackage === null ? a.running.filter((name) => !ended.has(name)) : []
  const begun = new Set(a.running)
  return {
    lines: a.lines + b.lines,
    outcomes: outcomes.all(),
    tail: tail.all(),
    firstPackage: a.firstPackage ?? b.firstPackage,
    running: [...goOn, ...b.running],
    ended: [...a.ended, ...b.ended.filter((name) => !begun.has(name))],
    left: a.left + b.left + outcomes.left + tail.left,
  }
}

type Counts = { -readonly [K in keyof TestOutcome]: TestOutcome[K] }

/** Outcomes by package and test, as many as may be kept. */
class Outcomes {
  left = 0
  private readonly known = new Map<string, Counts>()

  get size(): number {
    return this.known.size
  }

  add(name: string, test: string, outcome: 'passed' | 'failed' | 'skipped', line: number, from: number | null = null): void {
    const counts = this.of(name, test)
    if (counts === null) return
    counts[outcome]++
    if (outcome !== 'failed' || counts.line !== null) return
    counts.line = line
    counts.from = from
  }

  put({ test, passed, failed, skipped, line, from }: TestOutcome, name: string): void {
    const counts = this.of(name, test)
    if (counts === null) return
    counts.passed += passed
    counts.failed += failed
    counts.skipped += skipped
    if (counts.line !== null) return
    counts.line = line
    counts.from = from
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
    const counts: Counts = { package: name, test, passed: 0, failed: 0, skipped: 0, line: null, from: null }
    this.known.set(key, counts)
    return counts
  }
}

function testOf(key: string): string {
  return key.slice(key.indexOf('\0') + 1)
}
