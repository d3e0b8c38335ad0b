import type { Repeat } from '../../grammars/go-report/fold.ts'
import type { Where } from '../source/source.ts'

export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL' | 'UNKNOWN'

/** An instant with the zone it was printed in. `ms` is milliseconds since 1970 (fractions kept); `zone` minutes east of UTC, null when not printed. */
export interface Instant {
  readonly ms: number
  readonly zone: number | null
}

/** Where a line came from beyond its source: what the envelopes said. */
export interface Origin {
  readonly source: string
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
}

export interface Field {
  readonly key: string
  readonly value: string
}

/** One log entry: header, message, fields (the three sections of the unified log format). */
export interface Entry {
  readonly kind: 'entry'
  readonly where: Where
  readonly origin: Origin
  /** Null when neither the entry nor an envelope carried a time. */
  readonly time: Instant | null
  readonly level: Level
  /** `ddl_worker.go:1118` split in two; empty and 0 when absent. */
  readonly file: string
  readonly fileLine: number
  /** Unescaped, without the quotes; still with any era prefix such as `[ddl] `. */
  readonly message: string
  /** In the line's order; duplicate keys stay. Parsed when first asked for. */
  readonly fields: readonly Field[]
  /** The bare text of the entry (envelopes peeled, wrapped parts joined), cut at 2,000 characters. */
  readonly text: string
}

/** A Go panic, fatal error, dump or race report, gathered from the lines that belong to it; parsed by grammars/go-report. */
export interface GoReportText {
  readonly kind: 'go-report'
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  /** The lines of the report in reading order, bare; `lines[i]` stood at `at[i]` (1-based physical line). */
  readonly lines: readonly string[]
  readonly at: readonly number[]
  /** Goroutines whose stacks stood in it before: their lines are left out. */
  readonly repeats: readonly Repeat[]
  /** The line right above the head of a goroutine, or what a test said, with which it begins. */
  readonly above?: string
  /** True when lines were left out because the report, or a stack in it, is longer than anybody prints on purpose. */
  readonly isCut: boolean
  /** True when the report came out of an entry's `stack` or similar field: the process survived unless other lines say so. */
  readonly embeddedIn: Entry | null
}

/** Something a person pasted around the logs that is evidence all the same: a version, a job's state. */
export interface Note {
  readonly kind: 'note'
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  readonly note:
    | { readonly what: 'version'; readonly version: string | null; readonly gitHash: string | null; readonly goVersion: string | null }
    /** A row of a table, under canonical field names; `empty-set`: a table `from` which a client got no row. */
    | { readonly what: 'job' | 'subjob' | 'task' | 'subtask' | 'empty-set'; readonly fields: readonly Field[] }
    /** Holds a text that a signature looks for: what a client or another program printed. */
    | { readonly what: 'text' }
  readonly text: string
}

/** What reading one source gives, in the order of events (newest-first input has been turned round). */
export type Item = Entry | GoReportText | Note
