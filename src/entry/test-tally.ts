import { type Outcome, readTestLine, type TestLine } from './test-line.ts'
import type { LoggedEntry, TestLog, TestLogs } from './test-log.ts'
import { Outcomes, type Place, type TestOutcome } from './test-outcomes.ts'

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
  /** What was logged while tests ran that failed. */
  readonly logs: readonly TestLog[]
  /** Where a runner began, and ended, to say again how the run went. */
  readonly recaps: readonly RecapMark[]
  /** Tests that are not kept, since there are too many. */
  readonly left: number
}

export interface RecapMark {
  readonly line: number
  readonly opens: boolean
}

/** Names of tests under way that are kept. */
const MOST = 100_000
/** Failed tests whose log is kept, and marks of recaps. */
export const MOST_LOGS = 1_000

const NO_TESTS: TestSummary = {
  lines: 0,
  outcomes: [],
  tail: [],
  firstPackage: null,
  running: [],
  ended: [],
  logs: [],
  recaps: [],
  left: 0,
}

/** Counts what test runners say of tests, while a source is read. */
export class TestTally {
  lines = 0
  private readonly text = new Outcomes()
  private readonly json = new Outcomes()
  private readonly tail = new Outcomes()
  private readonly running = new Set<string>()
  private readonly runningJson = new Set<string>()
  private readonly ended = new Set<string>()
  private readonly logs: TestLog[] = []
  private readonly recaps: RecapMark[] = []
  private firstPackage: string | null = null
  private label = ''
  /** The line behind the last one about a package. */
  private since = 1
  /** Whether failures were told where they happened: then a summary at the end tells nothing new. */
  private told = false
  /** The test whose JUnit element, or whose summary, is open. */
  private open: { readonly package: string; readonly test: string } | null = null

  /** @param logs of the stream that the line stands in @returns whether the line was printed by a test runner */
  see(text: string, line: number, logs: TestLogs): boolean {
    const read = readTestLine(text)
    if (read === null) return false
    this.log(read, line, logs)
    this.take(read, { line, text, from: null })
    return true
  }

  summary(): TestSummary {
    const { lines, firstPackage, logs, recaps } = this
    // With -json the text of the lines says the same once more.
    if (this.json.size > 0)
      return {
        ...NO_TESTS,
        lines,
        logs,
        recaps,
        outcomes: this.json.all(),
        running: [...this.runningJson].map(testOf),
        left: this.json.left,
      }
    const left = this.text.left + this.tail.left
    return {
      ...{ lines, firstPackage, logs, recaps, left },
      outcomes: this.text.all(),
      tail: this.tail.all().map((outcome) => ({ ...outcome, package: this.label })),
      running: [...this.running],
      ended: [...this.ended],
    }
  }

  private take(read: TestLine, at: Place): void {
    switch (read.what) {
      case 'noise':
        return
      case 'recap':
        if (this.recaps.length < MOST_LOGS) this.recaps.push({ line: at.line, opens: read.opens })
        return
      case 'run':
        if (this.running.size < MOST) this.running.add(read.test)
        return
      case 'test':
        // A summary tells of the test already, or the JUnit element that this stands in will.
        if (this.open?.test === read.test && read.outcome === 'failed') return
        if (read.outcome === 'failed') this.told = true
        if (!this.running.delete(read.test) && this.ended.size < MOST) this.ended.add(read.test)
        this.tail.add('', read.test, read.outcome, at)
        return
      case 'summary':
        this.open = read
        if (!this.told) this.text.add(read.package, read.test, 'failed', at)
        return
      case 'label':
        this.text.takeFrom(this.tail, this.label)
        this.label = read.package
        return
      case 'package':
        this.open = null
        this.endPackage(read.package)
        this.text.add(read.package, '', read.outcome, { ...at, from: this.since })
        this.since = at.line + 1
        return
      case 'target':
        for (let i = 0; i < read.failed; i++) this.text.add(read.package, '', 'failed', at)
        for (let i = 0; i < read.passed; i++) this.text.add(read.package, '', 'passed', at)
        return
      case 'event':
        this.event(read, at)
        return
      case 'elements':
        for (const element of read.elements) {
          if (element.what === 'case') this.open = element
          else this.endCase(element.outcome, at)
        }
    }
  }

  /** A package that fails while tests run fails because of them. */
  private log(read: TestLine, line: number, logs: TestLogs): void {
    if (read.what === 'run') logs.begin(read.test)
    else if (read.what === 'test') this.keepLog(read, line, logs.end(read.test))
    else if (read.what === 'package')
      for (const [test, entries] of logs.endAll()) this.keepLog({ test, outcome: read.outcome }, line, entries)
  }

  private keepLog({ test, outcome }: { test: string; outcome: Outcome }, line: number, entries: readonly LoggedEntry[]): void {
    if (outcome === 'failed' && entries.length > 0 && this.logs.length < MOST_LOGS) this.logs.push({ test, line, entries })
  }

  private event({ package: name, test, action, isUnbuilt }: Extract<TestLine, { what: 'event' }>, at: Place): void {
    const key = `${name}\0${test}`
    if (action === 'run') {
      if (this.runningJson.size < MOST) this.runningJson.add(key)
      return
    }
    this.runningJson.delete(key)
    if (test === '') for (const other of this.runningJson) if (other.startsWith(key)) this.runningJson.delete(other)
    this.json.add(name, test, action, action === 'failed' ? { ...at, text: asText(name, test, isUnbuilt) } : at)
  }

  private endCase(outcome: Outcome, at: Place): void {
    if (this.open?.test) this.text.add(this.open.package, this.open.test, outcome, at)
    this.open = null
  }

  private endPackage(name: string): void {
    this.firstPackage ??= name
    this.text.takeFrom(this.tail, name)
    this.running.clear()
  }
}

function testOf(key: string): string {
  return key.slice(key.indexOf('\0') + 1)
}

/** What `go test` prints of a failure without -json: people can read it. */
function asText(name: string, test: string, isUnbuilt = false): string {
  return test === '' ? `FAIL\t${name}${isUnbuilt ? ' [build failed]' : ''}` : `--- FAIL: ${test}`
}
