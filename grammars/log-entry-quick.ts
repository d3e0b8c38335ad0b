import { type Closer, closer, endOfBare, endOfQuoted, skipSpace } from './log-bracket.ts'
import type { LogEntryParts } from './log-entry-parts.ts'
import { unescapeText } from './log-escape.ts'
import { LogName, LogNames } from './log-names.ts'

const [SPACE, QUOTE, EQUALS, OPEN, BACKSLASH, CLOSE] = [0x20, 0x22, 0x3d, 0x5b, 0x5c, 0x5d]
const LONGEST_KEY = 200
/** Raw characters from which on a value with escapes is costly to read. */
const COSTLY = 400

/** Ends a bracket without doubt. */
const END = String.raw`\](?= \[|$)`
/** ` [jobID=125]`, ` ["batch count"=1]`, ` [jobs="…"]` with nothing escaped; three groups. */
const FIELD = String.raw` \[([^=\]["\\“]{1,200}|"[^"\\“]{1,200}")=(?:"([^"\\“]*)"|([^\]"\\“][^\]\\“]*|))${END}`
const FIELDS_AT_ONCE = 6
const GROUPS_OF_FIELD = 3

/** So many fields, one inside the other's hope: what comes behind one that does not fit is not tried. */
const FIELDS = Array.from({ length: FIELDS_AT_ONCE }).reduce<string>((inner) => `(?:${FIELD}${inner})?`, '')

/** `[2024/01/13 19:25:07.397 +08:00] [WARN] [conn.go:1132] [`, of which an envelope may keep time and level to itself; two groups. */
const HEAD =
  String.raw`(?:\[\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d\] )?(?:\[(?:INFO|WARN|ERROR|DEBUG|FATAL)\] )?` +
  String.raw`\[([\w./@+-]{1,200}\.go):(\d{1,9})\] `

/** The whole beginning of an entry; the message is one of two groups, and neither where the look needs more care. */
const BEGINNING = new RegExp(String.raw`${HEAD}(?:\[(?:"([^"\\“]*)"|([^\]"\\“][^\]\\“]*))${END}${FIELDS})?`, 'y')
const MORE = new RegExp(FIELDS, 'y')

const keys = new LogNames((raw) => (raw.startsWith('"') ? raw.slice(1, -1) : raw))
const files = new LogNames((raw) => raw.slice(raw.lastIndexOf('/') + 1))
/** Stands in front of a file. */
const START = new LogName('', '')

/**
 * The parts of the entry that it read last: one object for all entries, since each is taken apart, looked at and left behind.
 * Everything is exactly as the grammar reads it; where that would take thought, `read` gives up.
 */
class QuickParts implements LogEntryParts {
  count = 0
  private text = ''
  private at = 0
  private memory: Closer | null = null
  private curly: boolean | null = null
  private caller: LogName = START
  private lineText = ''
  private rawMessage = ''
  private readonly keys: LogName[] = []
  private readonly values: string[] = []
  /** Whether the value was read with care, and may hold escapes. */
  private readonly careful: boolean[] = []

  /** @returns false for what the grammar must read; then the parts are of no text */
  read(text: string): boolean {
    if (text === this.text) return true
    this.text = text
    this.memory = null
    this.curly = null
    this.count = 0
    if (this.beginning() && this.rest()) return true
    this.text = ''
    return false
  }

  get file(): string {
    return this.caller.text
  }

  get line(): number {
    return Number(this.lineText)
  }

  get message(): string {
    return unescapeText(this.rawMessage)
  }

  key(field: number): LogName {
    return this.keys[field]!
  }

  value(field: number, atMost = Number.POSITIVE_INFINITY): string {
    const value = this.values[field]!
    if (this.careful[field]) return unescapeText(value, atMost)
    return value.length > atMost ? value.slice(0, atMost) : value
  }

  costly(field: number): string | null {
    const value = this.values[field]!
    return this.careful[field] && value.length > COSTLY && value.includes('\\') ? value : null
  }

  private beginning(): boolean {
    const { text } = this
    BEGINNING.lastIndex = 0
    const found = BEGINNING.exec(text)
    if (found === null) return false
    this.caller = files.behind(START, found[1]!)
    this.lineText = found[2]!
    this.at = BEGINNING.lastIndex
    const message = found[3] ?? found[4]
    if (message === undefined) return this.messageWithCare()
    this.rawMessage = message
    this.take(found, 5)
    return true
  }

  /** Curly quotes and escaped ones are put right by the grammar. */
  private messageWithCare(): boolean {
    const { text, at } = this
    if (text.charCodeAt(at) !== OPEN || text.charCodeAt(at + 1) === BACKSLASH || this.isCurly()) return false
    this.at++
    const start = this.at + (text.charCodeAt(this.at) === QUOTE ? 1 : 0)
    const end = this.bracketEnd()
    this.rawMessage = text.slice(start, end)
    return end >= 0
  }

  /** Takes over the fields that a pattern found, whose groups begin at `first`. */
  private take(found: RegExpExecArray, first: number): void {
    let before = this.lastName()
    for (let group = first; group < found.length; group += GROUPS_OF_FIELD) {
      const raw = found[group]
      if (raw === undefined) return
      before = keys.behind(before, raw)
      this.put(before, found[group + 1] ?? found[group + 2]!, false)
    }
  }

  /** What the next key is guessed from. */
  private lastName(): LogName {
    return this.count === 0 ? this.caller : this.keys[this.count - 1]!
  }

  private put(key: LogName, value: string, careful: boolean): void {
    this.keys[this.count] = key
    this.values[this.count] = value
    this.careful[this.count++] = careful
  }

  /** From behind a bracket to the end. */
  private rest(): boolean {
    const { text } = this
    while (this.at < text.length) {
      const before = this.count
      MORE.lastIndex = this.at
      const found = MORE.exec(text)!
      this.at = MORE.lastIndex
      this.take(found, 1)
      if (this.count < before + FIELDS_AT_ONCE && !this.fieldWithCare()) return false
    }
    return true
  }

  /** `[key=value]`, `["a key"="a value"]`, or `[]` where an error was nil. Nothing but blanks is a field too, if the text ends there. */
  private fieldWithCare(): boolean {
    const { text } = this
    const open = skipSpace(text, this.at)
    this.at = open
    if (open === text.length) return true
    if (text.charCodeAt(open) !== OPEN || this.isCurly()) return false
    if (text.charCodeAt(open + 1) === CLOSE) return this.emptyBracket(open + 2)
    const equals = this.keyEnd(open + 1)
    if (equals < 0 || equals - open > LONGEST_KEY) return false
    this.at = equals + 1
    const start = this.at + (text.charCodeAt(this.at) === QUOTE ? 1 : 0)
    const end = this.bracketEnd()
    if (end < 0) return false
    this.put(keys.behind(this.lastName(), text.slice(open + 1, equals)), text.slice(start, end), true)
    return true
  }

  /** Whether an editor made quotes curly; what the patterns took holds none. */
  private isCurly(): boolean {
    return (this.curly ??= this.text.includes('“', this.at))
  }

  private emptyBracket(end: number): boolean {
    this.at = end
    return end === this.text.length || this.text.startsWith(' [', end)
  }

  /** Offset of the equals sign behind a key, -1 for a key that needs thought. */
  private keyEnd(start: number): number {
    const { text } = this
    const quoted = text.charCodeAt(start) === QUOTE
    let at = quoted ? start + 1 : start
    for (let code = text.charCodeAt(at); code !== (quoted ? QUOTE : EQUALS); code = text.charCodeAt(++at))
      if (!(code >= 0) || code === BACKSLASH || code === QUOTE || (!quoted && (code === OPEN || code === CLOSE))) return -1
    if (quoted) at++
    return text.charCodeAt(at) === EQUALS ? at : -1
  }

  /** Where what a bracket holds ends, from `at` on, which goes behind the bracket; -1 when there is no end. */
  private bracketEnd(): number {
    const { text, at } = this
    const quoted = text.charCodeAt(at) === QUOTE
    this.memory ??= closer()
    const end = quoted ? this.quotedEnd(at + 1, this.memory) : endOfBare(text, at, this.memory)
    this.at = end + (quoted ? 2 : 1)
    return end
  }

  private quotedEnd(start: number, memory: Closer): number {
    const { text } = this
    const end = text.indexOf('"]', start)
    const isPlain = text.charCodeAt(end - 1) !== BACKSLASH && text.charCodeAt(end + 2) === SPACE && text.charCodeAt(end + 3) === OPEN
    return end < 0 || isPlain ? end : endOfQuoted(text, start, memory)
  }
}

const parts = new QuickParts()

/**
 * The straight way to an entry's parts, for entries as today's TiDB writes them: time, level and caller at their places, all fields in
 * whole brackets. Nearly all are; the parts are those that the grammar gives (log-entry.ts), at a tenth of its cost.
 * @returns null for any other text: the grammar must read it. What is returned holds until the next call
 */
export function readQuickly(text: string): LogEntryParts | null {
  return parts.read(text) ? parts : null
}
