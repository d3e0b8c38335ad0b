import { isUtf8 } from 'node:buffer'
import { BACKSLASH, CLOSE_BRACKET, COMMA, OPEN_BRACKET, QUOTE, SPACE } from './json-bytes.ts'
import { type LokiLines, NANOSECONDS } from './loki-lines.ts'
import { BACKSLASHES, ONES, QUOTES, SPACES, TOPS } from './words.ts'

const [USUAL, OTHER] = [1, 2]
/** What stands behind a backslash: USUAL where JSON.stringify writes the same. */
const ESCAPES = new Uint8Array(256)
for (const letter of Buffer.from('"\\bfnrt')) ESCAPES[letter] = USUAL
for (const letter of Buffer.from('/u')) ESCAPES[letter] = OTHER

/**
 * The values of a stream, `,["1697704609123456789","the line"]`, taken from the bytes: nearly all of a response consists of them. Whatever
 * is anything else is left to the parser.
 */
export class LokiTuples {
  /** Of the string that was looked at last. */
  private isUsual = true
  private isAscii = true

  constructor(private readonly lines: LokiLines) {}

  /** @returns behind the last value from `at` on that is whole, and is a time and a line */
  over(buf: Buffer, at: number): number {
    const view = new DataView(buf.buffer, buf.byteOffset, buf.length)
    for (let from = at; ; ) {
      const behind = this.one(buf, view, from)
      if (behind < 0) return from
      from = behind
    }
  }

  private one(buf: Buffer, view: DataView, at: number): number {
    const time = after(buf, after(buf, after(buf, at, COMMA), OPEN_BRACKET), QUOTE)
    if (time < 0 || buf[time + NANOSECONDS] !== QUOTE || !areDigits(buf, time, time + NANOSECONDS)) return -1
    const line = after(buf, after(buf, time + NANOSECONDS + 1, COMMA), QUOTE)
    const quote = line < 0 ? -1 : this.stringEnd(buf, view, line)
    const end = quote < 0 ? -1 : after(buf, quote + 1, CLOSE_BRACKET)
    if (end < 0) return -1
    if (this.isUsual && (this.isAscii || isUtf8(buf.subarray(line, quote)))) this.lines.addBytes(buf, line - 1, quote + 1, buf, time)
    else {
      const same = parsed(buf, line - 1, quote + 1)
      if (same === null) return -1
      this.lines.addBytes(same, 0, same.length, buf, time)
    }
    return end
  }

  /** @returns where the string is closed that goes on at `at`, -1 when it is not, or is none */
  private stringEnd(buf: Buffer, view: DataView, at: number): number {
    const last = buf.length - 4
    this.isUsual = this.isAscii = true
    for (let i = at; i < buf.length; ) {
      while (i <= last) {
        const word = view.getInt32(i, true)
        const met = ((word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | word) & TOPS
        if (met !== 0) {
          i += (31 - Math.clz32(met & -met)) >> 3
          break
        }
        i += 4
      }
      const byte = buf[i]!
      if (byte === QUOTE) return i
      if (byte === BACKSLASH) {
        const kind = ESCAPES[buf[i + 1]!]!
        if (kind === 0) return -1
        if (kind === OTHER) this.isUsual = false
        i += 2
      } else {
        if (byte < SPACE) return -1
        if (byte >= 0x80) this.isAscii = false
        i++
      }
    }
    return -1
  }
}

/** The string as JSON.stringify writes it, null when it is none. */
function parsed(buf: Buffer, from: number, to: number): Buffer | null {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(buf.toString('utf8', from, to))))
  } catch {
    return null
  }
}

/** Behind `byte` and the white space before it; -1 where another stands, or `at` is. */
function after(buf: Buffer, at: number, byte: number): number {
  if (at < 0) return -1
  let i = at
  while (buf[i] === SPACE || buf[i] === 0x0a || buf[i] === 0x0d || buf[i] === 0x09) i++
  return buf[i] === byte ? i + 1 : -1
}

function areDigits(buf: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (buf[i]! < 0x30 || buf[i]! > 0x39) return false
  return true
}
