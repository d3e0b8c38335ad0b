import { BACKSLASH, isDigit, isLetter, LOWER_N, MINUS, PLUS, QUOTE } from './bytes.ts'
import { ChainNode } from './chain.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { isEscape, takePayload } from './escapes.ts'
import { readInstant, readTime } from './instant.ts'
import { dropNewline } from './json-payload.ts'
import { Literal } from './literal.ts'
import { setNames } from './names.ts'
import { closingQuote, stringEnd } from './plain-end.ts'
import { viewOf } from './view.ts'

/** Longer envelopes are hardly the same in many lines. */
const LONGEST = 4096
const LONGEST_VALUE = 64

/** What stands in a hole between two literals. */
const Hole = { Payload: 0, String: 1, Word: 2, Instant: 3 } as const
type Hole = (typeof Hole)[keyof typeof Hole]
export type Value = Lowercase<keyof typeof Hole>
const VALUES: readonly Value[] = ['payload', 'string', 'word', 'instant']

/** A line is `literals`, and behind each of them but the last of a line with JSON a value. */
export interface StencilProgram {
  /** The number of the value that is the payload. */
  readonly payload: number
  /** Whether it must end with an escaped newline. */
  readonly needsNewline: boolean
  /** Whether it is the inside of a JSON string, or what is left of the line. */
  readonly isString: boolean
  readonly literals: readonly Uint8Array[]
  readonly values: readonly Value[]
}

/**
 * An envelope all of whose bytes but payload and times are those of a line that was peeled before: then the payload is found without
 * looking at what stands round it. Whether a line fits depends on the line alone, and what it gives is what the closer look would give.
 */
export class Stencil {
  readonly names: readonly string[]
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
  /** Whether the payload is the inside of a JSON string, or what is left of the line. */
  readonly isString: boolean
  /** Whether a payload without a newline at its end may be a piece of a line. */
  readonly needsNewline: boolean
  readonly #literals: readonly Literal[]
  /** Behind the literal of the same number. */
  readonly #holes: readonly Hole[]
  readonly #payload: number
  /** Which hole is the time; -1 for none. */
  readonly #time: number
  #timeStart = 0
  #timeEnd = 0

  private constructor(
    readonly envelope: Envelope,
    line: Line,
    layout: Layout,
    parts: { readonly literals: readonly Buffer[]; readonly holes: readonly Hole[]; readonly time: number },
  ) {
    this.names = ChainNode.root.inside(envelope.name).chain.names
    this.node = line.node
    this.container = line.container
    this.stream = line.stream
    this.isString = layout.isString
    this.needsNewline = layout.endsWithNewline
    this.#literals = parts.literals.map((bytes) => new Literal(bytes))
    this.#holes = parts.holes
    this.#payload = parts.holes.indexOf(Hole.Payload)
    this.#time = parts.time
  }

  /**
   * @param raw the line before it was peeled; @param peeled the same line after its first envelope, `layout` what that says about it
   * @returns null for a line that others hardly resemble, or that would need a closer look each time
   */
  static of(envelope: Envelope, raw: Line, peeled: Line, layout: Layout): Stencil | null {
    const { buf, start, end } = raw
    if (peeled.partial) return null
    const ranges = [layout.payload, ...layout.changing].sort(([a], [b]) => a - b)
    const literals = ranges.map(([at], i) => buf.subarray(i === 0 ? start : ranges[i - 1]![1], at))
    if (layout.isString) literals.push(buf.subarray(ranges.at(-1)![1], end))
    if (literals.some((bytes, i) => (bytes.length === 0 && i > 0) || bytes.length > LONGEST || bytes.includes(0))) return null
    const holes = ranges.map((range): Hole => {
      if (range === layout.payload) return Hole.Payload
      return layout.isString ? (buf[range[0] - 1] === QUOTE ? Hole.String : Hole.Word) : Hole.Instant
    })
    return new Stencil(envelope, peeled, layout, { literals, holes, time: layout.time === null ? -1 : ranges.indexOf(layout.time) })
  }

  /** What it is made of, for a look at bytes that is made elsewhere. */
  get program(): StencilProgram {
    const { isString, needsNewline } = this
    const literals = this.#literals.map(({ bytes }) => bytes)
    return { payload: this.#payload, needsNewline, isString, literals, values: this.#holes.map((hole) => VALUES[hole]!) }
  }

  /** @param view the bytes of `buf` @returns where the payload begins, -1 where the line at `start` is another */
  payloadAt(buf: Buffer, view: DataView, start: number): number {
    const at = this.#over(buf, view, start, 0, this.#payload)
    if (at < 0) return -1
    const literal = this.#literals[this.#payload]!
    return literal.standsAt(view, at) ? at + literal.length : -1
  }

  /** Whether a line whose envelope stands in front of it is wrapped so, and others need not be remembered like it. */
  isLike(raw: Line, { start, node, container, stream, partial }: Line): boolean {
    if (this.isString || partial || node !== this.node || container !== this.container || stream !== this.stream) return false
    return this.payloadAt(raw.buf, viewOf(raw.buf), raw.start) === start
  }

  /** @param quote where the string of the payload is closed @returns behind the line's last byte, -1 where the line is another */
  endAt(buf: Buffer, view: DataView, quote: number): number {
    const last = this.#holes.length
    const at = this.#over(buf, view, quote, this.#payload + 1, last)
    return at >= 0 && this.#literals[last]!.standsAt(view, at) ? at + this.#literals[last]!.length : -1
  }

  /** Peels a line with JSON. @returns false, with the line untouched, when it does not fit */
  peel(line: Line, view: DataView): boolean {
    const { buf, start, end } = line
    const from = this.payloadAt(buf, view, start)
    const to = from < 0 ? -1 : closingQuote(view, from)
    if (to < 0 || this.endAt(buf, view, to) !== end || (this.needsNewline && !hasNewline(buf, from, to))) return false
    const time = this.#time < 0 ? null : readTime(buf, this.#timeStart, this.#timeEnd)
    if (this.#time >= 0 && time === null) return false
    const first = buf.indexOf(BACKSLASH, from)
    takePayload(line, from, to, first < to ? first : -1)
    if (time !== null) {
      line.time = time.ms
      line.zone = time.zone
    }
    setNames(line, this.node, this.container, this.stream)
    dropNewline(line)
    return true
  }

  /** Over literals and holes. @returns where the literal numbered `to` should stand, -1 where the line is another */
  #over(buf: Buffer, view: DataView, from: number, first: number, to: number): number {
    let at = from
    for (let i = first; i < to; i++) {
      const literal = this.#literals[i]!
      if (!literal.standsAt(view, at)) return -1
      const start = at + literal.length
      at = this.#valueEnd(buf, view, start, this.#holes[i]!)
      if (at < 0 || at - start > LONGEST_VALUE) return -1
      if (i !== this.#time) continue
      this.#timeStart = start
      this.#timeEnd = at
    }
    return at
  }

  #valueEnd(buf: Buffer, view: DataView, at: number, hole: Hole): number {
    if (hole === Hole.String) return stringEnd(view, at)
    if (hole === Hole.Word) return wordEnd(buf, at)
    const time = readInstant(buf, at, buf.length)
    return time === null || time.zone === null ? -1 : time.next
  }
}

function hasNewline(buf: Buffer, from: number, to: number): boolean {
  return buf[to - 1] === LOWER_N && isEscape(buf, from, to - 2)
}

function wordEnd(buf: Buffer, at: number): number {
  let i = at
  while (isInWord(buf[i])) i++
  return i
}

function isInWord(byte: number | undefined): boolean {
  return isDigit(byte) || isLetter(byte) || byte === MINUS || byte === PLUS || byte === 0x2e
}
