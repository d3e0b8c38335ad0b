import type { Instant } from '../entry/entry.ts'
import type { TestSummary } from '../entry/test-tally.ts'
import type { Problem } from '../source/source.ts'

/** What was not read, since it lies outside the time asked for: bytes as they lie on disk, or in an archive unpacked, and sources left out whole. */
export interface Skipped {
  readonly bytes: number
  readonly sources: number
}

/** How far a run had come that was interrupted: bytes of the inputs, as they lie there; `total` is null where it is unknown. */
export interface Interrupted {
  readonly bytes: number
  readonly total: number | null
}

/** What was read and understood in all; every line counts in exactly one of an entry, a Go report, a stray. */
export interface CoverageInput {
  readonly bytes: number
  readonly lines: number
  readonly entries: number
  readonly goReports: number
  /** Lines that belong to no entry and no Go report. */
  readonly strays: number
  /** Of those, lines in which a test runner tells of tests. */
  readonly testLines: number
  /** Entries that a message row of the tables knows. */
  readonly recognised: number
  readonly unrecognised: number
  readonly skipped: Skipped
  readonly interrupted: Interrupted | null
  readonly problems: readonly Problem[]
}

/** What one source could have shown. */
export interface SourceSummary {
  readonly name: string
  readonly node: string | null
  /** Names of the envelopes met, in any order. */
  readonly envelopes: readonly string[]
  readonly order: 'ascending' | 'descending' | 'mixed' | 'none'
  readonly bytes: number
  readonly lines: number
  readonly entries: number
  readonly strays: number
  readonly first: Instant | null
  readonly last: Instant | null
  readonly version: string | null
  /** The source ended before its own end mark (a cut archive, a limit). */
  readonly truncated: boolean
  readonly gaps: readonly { readonly from: Instant | null; readonly to: Instant | null }[]
}

/** What test runners said in one source. */
export interface SourceTests {
  readonly source: string
  readonly tests: TestSummary
}
