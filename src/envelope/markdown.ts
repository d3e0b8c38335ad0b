import { looksBare, looksEntry } from './bare.ts'
import {
  afterBlanks,
  afterDigits,
  BACKTICK,
  CLOSE_BRACKET,
  GREATER,
  MINUS,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SPACE,
  standsAt,
  TAB,
} from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { looksGoReport } from './go-line.ts'

const ASTERISK = 0x2a
const DOT = 0x2e
const CLOSE_PAREN = 0x29
const BULLETS = ['•', '·', '、'].map((text) => Buffer.from(text))
/** Markdown takes a line indented by so many spaces for code. */
const CODE_INDENT = 4
const EQUALS = 0x3d

/**
 * What Markdown puts around a line: `> ` quotes, back-ticks, list bullets, indentation. All but quotes go only where a log entry or
 * a line of a Go report comes to light; a fence stays as it is.
 */
export const markdown: Envelope = {
  name: 'markdown',
  peel(line: Line): boolean {
    const start = afterMarks(line.buf, line.start, line.end)
    const end = beforeTicks(line.buf, start, line.end)
    if (start === line.start && end === line.end) return false
    line.column += start - line.start
    line.start = start
    line.end = end
    return true
  },
}

function afterMarks(buf: Buffer, start: number, end: number): number {
  if (buf[start] === GREATER) return afterQuotes(buf, start, end)
  const bullet = afterBullet(buf, afterBlanks(buf, start, end), end)
  const ticks = afterTicks(buf, bullet, end)
  const inner = ticks === bullet ? bullet : afterBlanks(buf, ticks, end)
  if (inner > start && looksEntry(buf, inner, end)) return inner
  if (buf[start] === BACKTICK) return looksBare(buf, ticks, end) || isQuotedEntry(buf, ticks, end) ? ticks : start
  return isIndentedReport(buf, start, end) ? start + CODE_INDENT : start
}

/** `"[`: quoted.ts looks closer. */
function isQuotedEntry(buf: Buffer, at: number, end: number): boolean {
  return at + 1 < end && buf[at] === QUOTE && buf[at + 1] === OPEN_BRACKET
}

function afterQuotes(buf: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && buf[at] === GREATER) {
    const next = at + 1
    if (next < end && buf[next] !== SPACE && buf[next] !== GREATER && !looksBare(buf, next, end)) return at
    at = next < end && buf[next] === SPACE ? next + 1 : next
  }
  return at
}

/** `- `, `* `, `+ `, `1. `, `1) `, `1、`, `• ` */
function afterBullet(buf: Buffer, at: number, end: number): number {
  const byte = buf[at]
  if ((byte === MINUS || byte === ASTERISK || byte === PLUS) && buf[at + 1] === SPACE) return afterBlanks(buf, at + 1, end)
  const number = afterDigits(buf, at, Math.min(end, at + 3))
  if (number > at && (buf[number] === DOT || buf[number] === CLOSE_PAREN)) return afterBlanks(buf, number + 1, end)
  const sign = BULLETS.find((text) => standsAt(buf, number, end, text))
  return sign === undefined ? at : afterBlanks(buf, number + sign.length, end)
}

function afterTicks(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && buf[i] === BACKTICK) i++
  return i
}

/**
 * A Go report in indented code. Only the exact indent is code's: a nested panic stands behind a tab or eight spaces, and the results
 * of subtests (`    --- FAIL: `) behind four.
 */
function isIndentedReport(buf: Buffer, start: number, end: number): boolean {
  const at = start + CODE_INDENT
  if (at >= end || buf[start] !== SPACE || afterBlanks(buf, start, at) !== at || buf[start + 3] !== SPACE) return false
  const first = buf[at]
  return first !== SPACE && first !== MINUS && first !== EQUALS && (first === TAB || buf[at - 1] === SPACE) && looksGoReport(buf, at, end)
}

/** Back-ticks at the end of an entry or a line of a Go report. */
function beforeTicks(buf: Buffer, start: number, end: number): number {
  let i = end
  while (i > start && buf[i - 1] === BACKTICK) i--
  if (i === end || i === start) return end
  const isWhole = buf[i - 1] === CLOSE_BRACKET && looksEntry(buf, start, i)
  return isWhole || looksGoReport(buf, start, i) || (buf[i - 1] === QUOTE && isQuotedEntry(buf, start, i)) ? i : end
}
