import {
  afterName,
  BACKSLASH,
  CLOSE_BRACKET,
  COLON,
  isDigit,
  isLetter,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SLASH,
  SPACE,
  standsAt,
} from './bytes.ts'
import { afterLineNumber, looksGoReport } from './go-line.ts'

const LEVELS: ReadonlySet<string> = new Set(['debug', 'info', 'warn', 'warning', 'error', 'fatal', 'panic', 'dpanic', 'critical', 'trace'])
const JSON_HEAD = Buffer.from('{"level":"')
const OPEN_CURLY_QUOTE = Buffer.from('“')
const LONGEST_LEVEL = 8
const LONGEST_MESSAGE = 4096

/** Whether the range begins a log entry, or is a line of a Go report: then it needs no more peeling. */
export function looksBare(buf: Buffer, start: number, end: number): boolean {
  return looksEntry(buf, start, end) || looksGoReport(buf, start, end)
}

/**
 * Whether the range begins a log entry: the unified format (`[2023/10/19 16:36:49.461 +08:00] [INFO] …`), the layout before it
 * (`2019/10/09 11:21:05.123 file.go:1: [info] …`), a header that was cut (`[INFO] [file.go:12] …`, `[file.go:12] …`, `["message"] …`),
 * or etcd-client's JSON.
 */
export function looksEntry(buf: Buffer, start: number, end: number): boolean {
  if (start >= end) return false
  switch (buf[start]) {
    case OPEN_BRACKET:
      return isDated(buf, start + 1, end) || isCutHeader(buf, start + 1, end)
    case OPEN_BRACE:
      return standsAt(buf, start, end, JSON_HEAD)
    default:
      return isDated(buf, start, end)
  }
}

/** `2023/10/19 1…`: no envelope writes its dates with slashes. */
export function isDated(buf: Buffer, at: number, end: number): boolean {
  if (at + 12 > end || buf[at + 4] !== SLASH || buf[at + 7] !== SLASH || buf[at + 10] !== SPACE) return false
  return isDigit(buf[at]) && isDigit(buf[at + 3]) && isDigit(buf[at + 5]) && isDigit(buf[at + 9]) && isDigit(buf[at + 11])
}

/** Behind the first bracket: a level, a source file with its line, or a quoted message. */
function isCutHeader(buf: Buffer, at: number, end: number): boolean {
  if (buf[at] === QUOTE || standsAt(buf, at, end, OPEN_CURLY_QUOTE)) return isMessage(buf, at, end)
  const word = afterName(buf, at, end)
  if (word === at || word >= end) return false
  if (buf[word] === CLOSE_BRACKET) return isLevel(buf, at, word) && buf[word + 1] === SPACE && buf[word + 2] === OPEN_BRACKET
  if (buf[word] !== COLON || !hasFileEnding(buf, at, word)) return false
  const bracket = afterLineNumber(buf, word, end)
  return bracket > 0 && bracket < end && buf[bracket] === CLOSE_BRACKET
}

function isLevel(buf: Buffer, start: number, end: number): boolean {
  return isLetter(buf[start]) && end - start <= LONGEST_LEVEL && LEVELS.has(buf.toString('latin1', start, end).toLowerCase())
}

/** `file.go`, and TiKV's `file.rs`. */
function hasFileEnding(buf: Buffer, start: number, end: number): boolean {
  const last = buf.toString('latin1', Math.max(start, end - 3), end)
  return last === '.go' || last === '.rs'
}

/** `"message"]` and then the end or another field: what follows the first closing quote tells it from a list in JSON. */
function isMessage(buf: Buffer, at: number, end: number): boolean {
  const isCurly = buf[at] !== QUOTE
  const last = Math.min(end, at + LONGEST_MESSAGE)
  for (let i = at + 1; i < last; i++) {
    if (buf[i] === BACKSLASH) i++
    else if (isCurly ? buf[i - 1] === 0x80 && (buf[i] === 0x9c || buf[i] === 0x9d) && i > at + 2 : buf[i] === QUOTE) {
      if (buf[i + 1] === CLOSE_BRACKET && i + 1 < end) return isBetweenFields(buf, i + 2, end)
      if (!isCurly) return false
    }
  }
  return false
}

function isBetweenFields(buf: Buffer, at: number, end: number): boolean {
  return at === end || (buf[at] === SPACE && (at + 1 === end || buf[at + 1] === OPEN_BRACKET))
}
