import { afterDigits, BACKSLASH, CLOSE_BRACKET, GREATER, LESS, MINUS, OPEN_BRACKET, QUOTE, SPACE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { readInstant } from './instant.ts'
import { peelHeader } from './journald.ts'
import { nameAt, setNames } from './names.ts'

const ONE = 0x31

/** Syslog as it is sent: `<134>Oct 19 16:36:49 host tag[pid]: …` (RFC 3164) and `<134>1 2023-10-19T16:36:49Z host app procid msgid - …` (RFC 5424). */
export const syslog: Envelope = {
  name: 'syslog',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start] !== LESS) return false
    const close = afterDigits(buf, start + 1, end)
    if (close === start + 1 || close > start + 4 || close >= end || buf[close] !== GREATER) return false
    if (buf[close + 1] === ONE && buf[close + 2] === SPACE) return peelStructured(line, close + 3)
    return peelHeader(line, close + 1)
  },
}

function peelStructured(line: Line, at: number): boolean {
  const { buf, start, end } = line
  const host = afterWord(buf, at, end)
  const app = afterWord(buf, host, end)
  const process = afterWord(buf, app, end)
  const message = afterWord(buf, process, end)
  const data = afterWord(buf, message, end)
  const payload = data < 0 ? -1 : afterData(buf, data, end)
  if (payload < 0) return false
  const time = readInstant(buf, at, end)
  if (time === null && !isNil(buf, at, host)) return false
  if (time !== null) {
    line.time = time.ms
    line.zone = time.zone
  }
  const nameOf = (from: number, to: number): string | null => (isNil(buf, from, to) ? null : nameAt(buf, from, to - 1))
  setNames(line, nameOf(host, app), null, nameOf(app, process))
  line.column += payload - start
  line.start = payload
  return true
}

/** Behind a word and its space; -1 when the line ends before. */
function afterWord(buf: Buffer, at: number, end: number): number {
  if (at < 0) return -1
  let i = at
  while (i < end && buf[i] !== SPACE) i++
  return i === at || i >= end ? -1 : i + 1
}

function isNil(buf: Buffer, at: number, next: number): boolean {
  return next === at + 2 && buf[at] === MINUS
}

/** Behind `-` or `[id key="value"]…` and a space. */
function afterData(buf: Buffer, at: number, end: number): number {
  let i = at
  if (buf[i] === MINUS) i++
  else while (i < end && buf[i] === OPEN_BRACKET && i >= 0) i = afterElement(buf, i + 1, end)
  if (i <= at) return -1
  if (i >= end) return end
  if (buf[i] !== SPACE) return -1
  const isMarked = buf[i + 1] === 0xef && buf[i + 2] === 0xbb && buf[i + 3] === 0xbf
  return i + (isMarked ? 4 : 1)
}

function afterElement(buf: Buffer, at: number, end: number): number {
  let quoted = false
  for (let i = at; i < end; i++) {
    if (buf[i] === BACKSLASH) i++
    else if (buf[i] === QUOTE) quoted = !quoted
    else if (buf[i] === CLOSE_BRACKET && !quoted) return i + 1
  }
  return -1
}
