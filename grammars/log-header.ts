import { atBoundary, closer, endOfMessage, endOfText, isWordWithId, messageBracket, opensField, skipSpace } from './log-bracket.ts'
import { endOfString } from './log-json.ts'

/** What a look at the head of an entry tells; offsets count UTF-16 code units. */
export interface LogHeader {
  readonly layout: 'unified' | 'plain' | 'json'
  /** As printed; a zap epoch (`1701955219.527`) stays a number's text. Null when the layout carried none. */
  readonly time: string | null
  /** As printed, in any case (`Info`, `WARN`, `warning`). */
  readonly level: string | null
  /** File name without folders; empty when there was no caller. */
  readonly file: string
  readonly line: number
  /** The message without its quotes, still escaped. */
  readonly messageStart: number
  readonly messageEnd: number
}

const TIME = String.raw`\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?`
const LEVEL = 'debug|info|warn|warning|error|fatal|panic|dpanic|trace|crit|critical'
const CALLER = String.raw`[\w./@+-]{1,200}\.[a-z]{1,8}:\d{1,9}`

const UNIFIED = new RegExp(
  String.raw`\s*(?:\[(${TIME})\][ \t\r\n]*)?(?:\[(${LEVEL})\][ \t\r\n]*)?(?:\[(<unknown>|${CALLER})\](?=\s|\[|$))?`,
  'iy',
)
const PLAIN = new RegExp(String.raw`\s*(${TIME}) (${CALLER}): \[(${LEVEL})\] ?`, 'iy')
const JSON_HEAD =
  /\s*\{"level":"([A-Za-z]+)","(?:ts|time|timestamp)":(?:"([^"\\]*)"|([\d.eE+-]+))(?:,"(?:logger|name)":"[^"\\]*")?(?:,"caller":"([^"\\]*)")?(?:,"(?:func|function)":"[^"\\]*")?,"(?:msg|message)":"/y

/**
 * The cheap look that every line gets: does an entry begin here, and where is its message?
 * @returns null where no layout fits; never throws, linear in the text
 */
export function lookHeader(text: string): LogHeader | null {
  const first = text.charCodeAt(skipSpace(text, 0))
  if (first === 0x5b) return lookUnified(text)
  if (first === 0x7b) return lookJson(text)
  return first >= 0x30 && first <= 0x39 ? lookPlain(text) : null
}

function lookUnified(text: string): LogHeader | null {
  UNIFIED.lastIndex = 0
  const head = UNIFIED.exec(text)!
  const [all, time = null, level = null, caller = null] = head
  const at = skipSpace(text, all.length)
  const parts = (time === null ? 0 : 1) + (level === null ? 0 : 1) + (caller === null ? 0 : 1)
  if (parts < 2 && !bareHeadFits(text, at, caller !== null, parts)) return null
  const [messageStart, messageEnd] = message(text, at)
  return { layout: 'unified', time, level, ...place(caller), messageStart, messageEnd }
}

/** With less than two header brackets a line must look like an entry in what follows, or prose in brackets would pass for one. */
function bareHeadFits(text: string, at: number, hasCaller: boolean, parts: number): boolean {
  if (text.charCodeAt(at) !== 0x5b) return false
  if (hasCaller) return true
  if (!/["“\\]/.test(text.charAt(at + 1))) return parts === 0 && isWordWithId(text, at)
  const [, end] = message(text, at)
  const bracket = text.indexOf(']', end)
  if (bracket < 0 || !atBoundary(text, bracket + 1)) return false
  return parts === 1 || opensField(text, skipSpace(text, bracket + 1))
}

/** Start and end of the message whose bracket opens at `at`; all that is left where there is no bracket or no end. */
function message(text: string, at: number): [start: number, end: number] {
  const [opening, closing] = messageBracket(text, at)
  const start = at + opening.length
  const end = endOfMessage(text, start, closing, closer())
  return [start, end < 0 ? Math.max(start, endOfText(text)) : end]
}

function lookPlain(text: string): LogHeader | null {
  PLAIN.lastIndex = 0
  const head = PLAIN.exec(text)
  if (head === null) return null
  const start = head[0].length
  return {
    layout: 'plain',
    time: head[1]!,
    level: head[3]!,
    ...place(head[2]!),
    messageStart: start,
    messageEnd: Math.max(start, endOfText(text)),
  }
}

function lookJson(text: string): LogHeader | null {
  JSON_HEAD.lastIndex = 0
  const head = JSON_HEAD.exec(text)
  if (head === null) return null
  const start = head[0].length
  const end = endOfString(text, start)
  return {
    layout: 'json',
    time: head[2] ?? head[3]!,
    level: head[1]!,
    ...place(head[4] ?? null),
    messageStart: start,
    messageEnd: end < 0 ? Math.max(start, endOfText(text)) : end,
  }
}

/** `v3@v3.5.10/retry_interceptor.go:62` → the file's own name and the line. */
function place(caller: string | null): { file: string; line: number } {
  const colon = caller === null ? -1 : caller.lastIndexOf(':')
  if (caller === null || colon < 0) return { file: '', line: 0 }
  return { file: caller.slice(caller.lastIndexOf('/', colon) + 1, colon), line: Number(caller.slice(colon + 1)) || 0 }
}
