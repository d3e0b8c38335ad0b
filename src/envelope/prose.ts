import { isDated, looksBare, looksEntry } from './bare.ts'
import { BACKTICK, CLOSE_BRACKET, COLON, isDigit, OPEN_BRACKET, PIPE, SPACE, TAB } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'

/** A sentence, host or path in front of an entry is not longer. */
const LOOK = 512
const HEADER_LENGTH = '[2023/10/19 16:36:49.461 +08:00]'.length
const OPEN = new Set([SPACE, TAB, COLON, PIPE, BACKTICK, CLOSE_BRACKET, 0x2a, 0x29, 0x3e])

/**
 * An entry behind other words in its line: a sentence (`the error log: [2023/10/19 …] [INFO] …`), a back-tick, a host, what grep
 * prints. Only a whole header in the unified format counts, or an entry right behind a back-tick. The last to be asked.
 */
export const prose: Envelope = {
  name: 'markdown',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const last = Math.min(end, start + LOOK)
    for (let i = start + 1; i < last; i++) {
      const at = buf[i] === BACKTICK && buf[i + 1] === SPACE ? i + 2 : i + 1
      const isEntry =
        buf[i] === BACKTICK ? looksEntry(buf, at, end) : buf[i + 1] === OPEN_BRACKET && opens(buf[i]!) && isHeader(buf, at, end)
      if (!isEntry) continue
      // Asked late: most lines hold nothing that looks like a header at all.
      if (looksBare(buf, start, end)) return false
      line.column += at - start
      line.start = at
      return true
    }
    return false
  },
}

/** What may stand in front of an entry; not what stands in front of a field's value. */
function opens(byte: number): boolean {
  return byte >= 0x80 || OPEN.has(byte)
}

function isHeader(buf: Buffer, at: number, end: number): boolean {
  const next = at + HEADER_LENGTH
  return (
    next + 2 < end &&
    isDated(buf, at + 1, end) &&
    buf[next - 1] === CLOSE_BRACKET &&
    isDigit(buf[next - 2]) &&
    buf[next] === SPACE &&
    buf[next + 1] === OPEN_BRACKET
  )
}
