import { BACKSLASH, isDigit, isLetter, MINUS, PLUS, QUOTE, SPACE } from './bytes.ts'
import { ChainNode } from './chain.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { takeChecked } from './escapes.ts'
import { readTime } from './instant.ts'
import { dropNewline } from './json-payload.ts'
import { Literal } from './literal.ts'
import { setNames } from './names.ts'
import { isEscape } from './text-needle.ts'

const LOWER_N = 0x6e
/** Longer envelopes are hardly the same in many lines. */
const LONGEST = 4096
const LONGEST_VALUE = 64

/**
 * One JSON object a line, all of whose bytes but payload and times are those of a line that was peeled before: then the payload is found
 * without looking at what stands in it. Whether a line fits depends on the line alone, and what it gives is what the scan would give.
 */
export class Stencil {
  readonly names: readonly string[]
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
  /** Whether blanks stand in front of its quotes. */
  readonly isSpaced: boolean
  /** Of the line that fitted last. */
  start = 0
  end = 0
  readonly #literals: readonly Literal[]
  /** Which hole, counted like the literals before them, is the payload, and which the time; -1 for none. */
  readonly #payload: number
  readonly #time: number
  /** Whether the payload's last newline is among the fixed bytes. */
  readonly #hasNewline: boolean
  #timeStart = 0
  #timeEnd = 0

  private constructor(
    readonly envelope: Envelope,
    line: Line,
    literals: readonly Buffer[],
    places: { readonly payload: number; readonly time: number; readonly hasNewline: boolean },
  ) {
    this.names = ChainNode.root.inside(envelope.name).chain.names
    this.node = line.node
    this.container = line.container
    this.stream = line.stream
    this.isSpaced = literals.some((bytes) => bytes.includes(' "'))
    this.#literals = literals.map((bytes) => new Literal(bytes))
    this.#payload = places.payload
    this.#time = places.time
    this.#hasNewline = places.hasNewline
  }

  /**
   * @param raw the line before it was peeled; @param peeled the same line after its first envelope, `layout` what that says about it
   * @returns null for a line that others hardly resemble, or that would need a closer look each time
   */
  static of(envelope: Envelope, raw: Line, peeled: Line, layout: Layout): Stencil | null {
    const { buf, start, end } = raw
    const [from, to] = layout.payload
    const hasNewline = to - from >= 2 && buf[to - 1] === LOWER_N && isEscape(buf, from, to - 2)
    if (peeled.partial || (layout.endsWithNewline && !hasNewline)) return null
    const payload = [from, hasNewline ? to - 2 : to] as const
    const holes = [payload, ...layout.changing].sort(([a], [b]) => a - b)
    const literals = holes.map(([at], i) => buf.subarray(i === 0 ? start : holes[i - 1]![1], at))
    literals.push(buf.subarray(holes.at(-1)![1], end))
    if (literals.some((bytes) => bytes.length === 0 || bytes.length > LONGEST || bytes.includes(0))) return null
    const time = layout.time === null ? -1 : holes.indexOf(layout.time)
    return new Stencil(envelope, peeled, literals, { payload: holes.indexOf(payload), time, hasNewline })
  }

  /** @param view the bytes of `buf`. Whether the line fits, provided that its payload is the inside of a JSON string. */
  fits(buf: Buffer, view: DataView, start: number, end: number): boolean {
    const literals = this.#literals
    const payload = this.#payload
    let at = start
    for (let i = 0; i < payload; i++) {
      if (!literals[i]!.standsAt(view, at)) return false
      const from = at + literals[i]!.length
      at = valueEnd(buf, from, end)
      this.#setHole(i, from, at)
    }
    if (!literals[payload]!.standsAt(view, at)) return false
    this.start = at + literals[payload]!.length
    at = end
    for (let i = literals.length - 1; i > payload; i--) {
      at -= literals[i]!.length
      if (at < this.start || !literals[i]!.standsAt(view, at)) return false
      if (i === payload + 1) break
      const to = at
      at = valueStart(buf, at, this.start)
      this.#setHole(i - 1, at, to)
    }
    this.end = at
    return true
  }

  /** Peels a line that fits. @returns false, with the line untouched, when its payload is no JSON string or its time none */
  peel(line: Line): boolean {
    const time = this.#time < 0 ? null : readTime(line.buf, this.#timeStart, this.#timeEnd)
    if ((this.#time >= 0 && time === null) || !takeChecked(line, this.start, this.end)) return false
    if (time !== null) {
      line.time = time.ms
      line.zone = time.zone
    }
    setNames(line, this.node, this.container, this.stream)
    if (!this.#hasNewline) dropNewline(line)
    return true
  }

  #setHole(hole: number, from: number, to: number): void {
    if (hole !== this.#time) return
    this.#timeStart = from
    this.#timeEnd = to
  }
}

/** The end of a short string or word that begins at `at`. */
function valueEnd(buf: Buffer, at: number, end: number): number {
  const last = Math.min(end, at + LONGEST_VALUE)
  const isIn = buf[at - 1] === QUOTE ? inString : inWord
  let i = at
  while (i < last && isIn(buf[i]!)) i++
  return i
}

function valueStart(buf: Buffer, end: number, from: number): number {
  const first = Math.max(from, end - LONGEST_VALUE)
  const isIn = buf[end] === QUOTE ? inString : inWord
  let i = end
  while (i > first && isIn(buf[i - 1]!)) i--
  return i
}

function inString(byte: number): boolean {
  return byte !== QUOTE && byte !== BACKSLASH && byte >= SPACE
}

function inWord(byte: number): boolean {
  return isDigit(byte) || isLetter(byte) || byte === MINUS || byte === PLUS || byte === 0x2e
}
