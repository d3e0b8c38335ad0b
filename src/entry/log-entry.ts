import { parseLogEntry } from '../../grammars/log-entry.ts'
import { type LogEntryParts, ReadParts } from '../../grammars/log-entry-parts.ts'
import { readQuickly } from '../../grammars/log-entry-quick.ts'
import type { Where } from '../source/source.ts'
import type { Entry, Field, Instant, Level, Origin } from './entry.ts'

/** Characters of an entry's text that are kept for evidence. */
const KEPT_TEXT = 2000

/** What the look at the head already knows of an entry. */
export interface Head {
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  readonly level: Level
  /** Without its quotes, still escaped. */
  readonly message: string
}

/** An entry that is taken apart when somebody first asks for its caller or fields. */
export class LogEntry implements Entry {
  readonly kind = 'entry'
  readonly where: Where
  readonly origin: Origin
  readonly time: Instant | null
  readonly level: Level
  /** As printed, still escaped. */
  readonly rawMessage: string
  private read: LogEntryParts | null = null
  private listed: readonly Field[] | null = null

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
    return this.rawMessage.includes('\\') ? this.parts.message : this.rawMessage
  }

  get file(): string {
    return this.parts.file
  }

  get fileLine(): number {
    return this.parts.line
  }

  get fields(): readonly Field[] {
    return (this.listed ??= fieldsOf(this.parts))
  }

  get text(): string {
    return this.whole.length > KEPT_TEXT ? this.whole.slice(0, KEPT_TEXT) : this.whole
  }

  /** Caller and fields without the cost of `fields`. Holds until those of another entry are asked for. */
  get parts(): LogEntryParts {
    return this.read ?? readQuickly(this.whole) ?? (this.read = this.byGrammar())
  }

  private byGrammar(): LogEntryParts {
    const result = parseLogEntry(this.whole)
    if (!result.ok) return new ReadParts('', 0, this.rawMessage, [])
    const { file, line, message, fields } = result.tree
    return new ReadParts(file ?? '', line ?? 0, message, fields)
  }
}

function fieldsOf(parts: LogEntryParts): Field[] {
  const fields: Field[] = []
  for (let i = 0; i < parts.count; i++) fields.push({ key: parts.key(i).text, value: parts.value(i) })
  return fields
}

/** What `LogEntry.parts` says, for an entry of any kind. */
export function partsOf(entry: Entry): LogEntryParts {
  return entry instanceof LogEntry ? entry.parts : new ReadParts(entry.file, entry.fileLine, entry.message, entry.fields)
}
