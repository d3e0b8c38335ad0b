import type { FieldTree } from './log-entry.ts'
import { type LogName, LogNames } from './log-names.ts'

/** One entry taken apart. Values stay as they stand in its text until somebody asks for them: most are never read. */
export interface LogEntryParts {
  /** The caller's file without folders; empty without a caller. */
  readonly file: string
  /** The caller's line; 0 without a caller. */
  readonly line: number
  /** Unescaped. */
  readonly message: string
  /** How many fields there are, numbered from 0 in the order in which they stand; duplicates count. */
  readonly count: number
  /** Its text is unescaped, and empty for what could not be read. */
  key(field: number): LogName
  /** Unescaped, and cut at `atMost` UTF-16 code units. */
  value(field: number, atMost?: number): string
  /** The value as it stands in the text where unescaping it takes so long that it should wait until somebody needs it; else null. */
  costly(field: number): string | null
}

const names = new LogNames((text) => text)

/** The parts of an entry that was read already: nothing in it is escaped any more. */
export class ReadParts implements LogEntryParts {
  readonly count: number

  constructor(
    readonly file: string,
    readonly line: number,
    readonly message: string,
    private readonly fields: readonly FieldTree[],
  ) {
    this.count = fields.length
  }

  key(field: number): LogName {
    return names.of(this.fields[field]!.key)
  }

  value(field: number, atMost = Number.POSITIVE_INFINITY): string {
    const { value } = this.fields[field]!
    return value.length > atMost ? value.slice(0, atMost) : value
  }

  costly(): null {
    return null
  }
}
