import { looksEntry } from './bare.ts'
import { BACKSLASH, CLOSE_BRACKET, COMMA, OPEN_BRACKET, QUOTE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { takePayload } from './escapes.ts'
import { dropNewline } from './json-payload.ts'

/** An entry as a string with its quotes, as it was copied out of JSON or a table: `"[bootstrap.go:1341] [\"check failed\"]\n"`. */
export const quoted: Envelope = {
  name: 'quoted',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start] !== QUOTE || !beginsEntry(buf, start + 1, end)) return false
    let firstEscape = -1
    let close = start + 1
    while (close < end && buf[close] !== QUOTE) {
      if (buf[close] !== BACKSLASH) close++
      else {
        if (firstEscape < 0) firstEscape = close
        close += 2
      }
    }
    if (close >= end || close === end - 1 || (close === end - 2 && buf[end - 1] === COMMA)) {
      takePayload(line, start + 1, Math.min(close, end), firstEscape)
      dropNewline(line)
      return true
    }
    const isClosed = buf[end - 1] === QUOTE && buf[end - 2] === CLOSE_BRACKET
    takePayload(line, start + 1, isClosed ? end - 1 : end, -1)
    return true
  },
}

function beginsEntry(buf: Buffer, at: number, end: number): boolean {
  return looksEntry(buf, at, end) || (at + 2 < end && buf[at] === OPEN_BRACKET && buf[at + 1] === BACKSLASH && buf[at + 2] === QUOTE)
}
