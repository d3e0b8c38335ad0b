import { fold } from '../../grammars/go-report/fold.ts'
import { isLinked, unlinked } from '../../grammars/go-report/unlinked.ts'
import type { LogEntryParts } from '../../grammars/log-entry-parts.ts'
import { unescapeText } from '../../grammars/log-escape.ts'
import type { Entry, Field, GoReportText } from './entry.ts'
import { partsOf } from './log-entry.ts'

/** Fields that hold the stack of a goroutine, or of all, when TiDB logs a panic that it recovered; their spellings differ by era and caller. */
const STACK_FIELDS = new Set(['stack', 'stack trace', 'stacktrace', 'stacks', 'goroutines', 'buffer', 'backtrace', 'trace'])

/** Fields that hold what was recovered, the surest first. */
const MESSAGE_FIELDS = ['r', 'recover', 'recovered', 'panic', 'err', 'error']

/** Fields that only a recovered panic has. */
const RECOVER_FIELDS = new Set(['r', 'recover', 'recovered', 'panic'])

/** The bracket of a stack whose end was cut away with the rest of the line. */
const CUT_STACK = /^\["?([a-z ]{1,20})"?="/

/**
 * The Go report inside an entry's field. Most stacks in logs are those of plain errors: a field counts only when it has a panic's own words
 * or frames, or the entry says that something was recovered.
 * @returns null when the entry holds none; else the field's lines, all at the entry's line
 */
export function embeddedReport(entry: Entry): GoReportText | null {
  if (!hasStack(partsOf(entry))) return null
  const field = entry.fields
    .map(closed)
    .filter(({ key }) => STACK_FIELDS.has(key))
    .map(({ key, value }) => ({ key, value: isLinked(value) ? unlinked(value) : value }))
    .find((it) => isPanic(it, entry))
  if (!field) return null
  const { lines, repeats } = fold(field.value.replaceAll('\r', '').split('\n'))
  const at = lines.map(() => entry.where.line)
  const { where, origin, time } = entry
  return { kind: 'go-report', where, origin, time, lines, at, repeats, isCut: false, embeddedIn: entry }
}

/** What an entry says was recovered: `send on closed channel`; null when it does not say. */
export function recoveredMessage(entry: Entry): string | null {
  for (const key of MESSAGE_FIELDS) {
    const value = entry.fields.find((field) => field.key === key)?.value
    if (value) return value
  }
  return null
}

/** The quick question, asked of every entry: few have such a field, and to list the fields of one costs more than to look. */
function hasStack(parts: LogEntryParts): boolean {
  for (let i = 0; i < parts.count; i++) if (STACK_FIELDS.has(keyOf(parts.key(i).text, parts, i))) return true
  return false
}

/** What stands behind the last whole field has no key of its own. */
function keyOf(key: string, parts: LogEntryParts, field: number): string {
  return key === '' && field === parts.count - 1 ? (CUT_STACK.exec(parts.value(field, 30))?.[1] ?? '') : key
}

/** A stack that was cut, with the key and the value that it would have. */
function closed(field: Field): Field {
  const [opening, key] = (field.key === '' && CUT_STACK.exec(field.value.slice(0, 30))) || []
  return opening === undefined || key === undefined ? field : { key, value: unescapeText(field.value.slice(opening.length)) }
}

/** Words that stand at the start of a line in a crash and in no error's stack. */
const CRASH_WORDS =
  /^[ \t]*(?:panic: |fatal error: |WARNING: DATA RACE|SIG[A-Z]+: |goroutine profile: total \d|--- FAIL: )|found unexpected goroutines:/m
/** Frames in which Go raises a panic. */
const PANIC_FRAMES = /^(?:panic\(|runtime\.gopanic|runtime\.sigpanic)/m
const ANY_STACK = /^(?:goroutine \d+ |[ \t]+\S.*\.(?:go|s):\d)/m

function isPanic(field: Field, entry: Entry): boolean {
  if (PANIC_FRAMES.test(field.value) || CRASH_WORDS.test(field.value)) return true
  const says = entry.fields.some((it) => RECOVER_FIELDS.has(it.key)) || /panic/i.test(entry.message)
  return says && ANY_STACK.test(field.value)
}
