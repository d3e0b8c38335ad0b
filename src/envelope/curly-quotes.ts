import { looksEntry } from './bare.ts'
import { BACKSLASH, CLOSE_BRACKET, EQUALS, OPEN_BRACKET, QUOTE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'

const APOSTROPHE = 0x27
/** U+2018 to U+201D are e2 80 98 to e2 80 9d. */
const CURLY = [0xe2, 0x80] as const

/** Curly quotes that an editor or a web page made of an entry's straight ones. */
export const curlyQuotes: Envelope = {
  name: 'markdown',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const straight = looksEntry(buf, start, end) ? straighten(buf, start, end) : null
    if (straight === null) return false
    line.buf = straight
    line.start = 0
    line.end = straight.length
    return true
  },
}

/**
 * Makes curly quotes straight where the format wants quotes: behind `[` and `=`, before `]` and `=`, behind a backslash. Curly quotes
 * inside straight ones were written so by the program and stay.
 * @returns null when there are none
 */
function straighten(buf: Buffer, start: number, end: number): Buffer | null {
  let out: Buffer | null = null
  let to = 0
  let straight = false
  let curly = false
  for (let i = start; i < end; i++) {
    const byte = buf[i]!
    if (byte === QUOTE && !curly && buf[i - 1] !== BACKSLASH) straight = !straight
    const mark = !straight && byte === CURLY[0] && buf[i + 1] === CURLY[1] && i + 2 < end ? buf[i + 2]! : 0
    const meant =
      mark === 0x98 || mark === 0x99
        ? APOSTROPHE
        : isStructural(mark, buf[i - 1]!, i + 3 < end ? buf[i + 3]! : CLOSE_BRACKET, curly)
          ? QUOTE
          : 0
    if (meant === 0) {
      if (out) out[to++] = byte
      continue
    }
    if (out === null) {
      out = Buffer.allocUnsafe(end - start)
      to = buf.copy(out, 0, start, i)
    }
    if (meant === QUOTE && buf[i - 1] !== BACKSLASH) curly = !curly
    out[to++] = meant
    i += 2
  }
  return out === null ? null : out.subarray(0, to)
}

function isStructural(mark: number, before: number, after: number, curly: boolean): boolean {
  if (mark !== 0x9c && mark !== 0x9d) return false
  if (before === BACKSLASH) return true
  return curly ? after === CLOSE_BRACKET || after === EQUALS : before === OPEN_BRACKET || before === EQUALS
}
