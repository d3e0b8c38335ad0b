import { type LogEntryTree, parseLogEntry } from '../../grammars/log-entry.ts'
import type { Where } from '../source/source.ts'
import type { Entry, Field, Instant, Level, Origin } from './entry.ts'

/** Characters of an entry's text that are kept for evidence. */
const KEPT_TEXT = 2000
const EMPTY: LogEntryTree = { time: null, level: null, file: null, line: null, message: '', fields: [] }

/** What the look at the head already knows of an entry. */
export interface Head {
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  readonly level: Level
  /** Without its quotes, still escaped. */
  readonly message: string
}

/** An entry whose caller and fields are parsed by the grammar when they are first asked for. */
export class LogEntry implements Entry {
  readonly kind = 'entry'
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  readonly level: Level
  /** As printed, still escaped. */
  readonly rawMessage: string
  private parsed: LogEntryTree | null = null

  constructor(
    head: Head,
    /** All of its text. */
    readonly whole: string,
  ) {
    this.where = head.where
    this.origin = head.origin
    this.time = head.time
    this.level = head.level
    this.rawMessage = head.message
  }

  get message(): string {
    return this.rawMessage.includes('\\') ? this.tree.message : this.rawMessage
  }

  get file(): string {
    return this.tree.file ?? ''
  }

  get fileLine(): number {
    return this.tree.line ?? 0
  }

  get fields(): readonly Field[] {
    return this.tree.fields
  }

  get text(): string {
    return this.whole.length > KEPT_TEXT ? this.whole.slice(0, KEPT_TEXT) : this.whole
  }

  private get tree(): LogEntryTree {
    if (!this.parsed) {
      const result = parseLogEntry(this.whole)
      this.parsed = result.ok ? result.tree : { ...EMPTY, message: this.rawMessage }
    }
    return this.parsed
  }
}
