import { BACKSLASH, LOWER_N, QUOTE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { nextLine, stringEnd, textEnd } from './plain-end.ts'
import { Stencil } from './stencil.ts'

/** As many pods as may take turns in one export. */
const MOST = 16
/** Up to so many lines go by, where no two have been alike, before another one is remembered. */
const LONGEST_WAIT = 1024

/** Whose line it is, by what stands round its payload. */
export interface Wrapping {
  /** The chain's names. */
  readonly names: readonly string[]
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
  /** Whether the payload is the inside of a JSON string. */
  readonly isString: boolean
}

/** Finds ends of text as plain-end.ts does, several times faster, where the bytes lie in its own memory: then a place in it is an address. */
export interface FastEnds {
  holds(buf: Buffer): boolean
  stringEnd(from: number, end: number): number
  textEnd(from: number, end: number): number
}

/** The last few ways in which lines were wrapped in a source. What was asked last is told by `start`, `end` and `next`. */
export class Stencils {
  /** Where the payload stands: still escaped, without the newline at its end. */
  start = 0
  end = 0
  /** Where the next line begins. */
  next = 0
  /** The one that fitted last stands first. */
  readonly #known: Stencil[] = []
  /** The bytes of the buffer that was looked at last. */
  view: DataView = new DataView(new ArrayBuffer(0))
  /** Whoever owns memory that pages lie in may say so. */
  ends: FastEnds | null = null
  /** Whether the bytes lie in that memory. */
  #isFast = false
  #buf: Buffer | null = null
  #lineStart = 0
  /** The number of the one in whose place the payload was found. */
  #at = 0
  /** Lines to let go by, and how many it will be the next time. */
  #wait = 0
  #nextWait = 0

  /** Whether no line that could be remembered was met yet. */
  get isEmpty(): boolean {
    return this.#known.length === 0
  }

  /** The one that fitted last. */
  get first(): Stencil | null {
    return this.#known[0] ?? null
  }

  /** Whether the payload that `opens` found is the inside of a JSON string. */
  get isString(): boolean {
    return this.#known[this.#at]!.isString
  }

  /** Whether the line at `start` may be like one before; `start` of its payload is then known. */
  opens(buf: Buffer, start: number): boolean {
    const view = this.#viewOf(buf)
    const known = this.#known
    for (let i = 0; i < known.length; i++) {
      const at = known[i]!.payloadAt(buf, view, start)
      if (at < 0) continue
      this.#at = i
      this.#lineStart = start
      this.start = at
      return true
    }
    return false
  }

  /**
   * Looks at the rest of the line that `opens` was asked about.
   * @param from in its payload: nothing before it needs a look
   * @returns how the line is wrapped, null unless its payload is one plain line and all round it is as it was before
   */
  closes(from: number): Wrapping | null {
    const [buf, view, known] = [this.#buf!, this.view, this.#known]
    const first = known[this.#at]!
    if (!first.isString) {
      this.end = this.#textEnd(from)
      this.next = nextLine(view, this.end)
      return this.next < 0 ? null : this.#met(this.#at)
    }
    this.end = this.#stringEnd(from)
    const hasNewline = buf[this.end] === BACKSLASH && buf[this.end + 1] === LOWER_N
    const quote = hasNewline ? this.end + 2 : this.end
    if (buf[quote] !== QUOTE) return null
    for (let i = this.#at; i < known.length; i++) {
      const stencil = known[i]!
      if (!stencil.isString || (stencil.needsNewline && !hasNewline)) continue
      if (i > this.#at && stencil.payloadAt(buf, view, this.#lineStart) !== this.start) continue
      const end = stencil.endAt(buf, view, quote)
      this.next = end < 0 ? -1 : nextLine(view, end)
      if (this.next >= 0) return this.#met(i)
    }
    return null
  }

  /** Peels the first envelope of a line with JSON that is like one before. @returns null, with the line untouched, for any other */
  peel(line: Line): Envelope | null {
    const view = this.#viewOf(line.buf)
    const known = this.#known
    for (let i = 0; i < known.length; i++) if (known[i]!.isString && known[i]!.peel(line, view)) return this.#met(i).envelope
    return null
  }

  /** @param raw the line before it was peeled; @param peeled after its first envelope; that envelope was peeled just now */
  remember(envelope: Envelope, raw: Line, peeled: Line): void {
    if (envelope.layout === undefined || raw.node !== null || raw.container !== null || raw.stream !== null) return
    if (this.#known.some((known) => known.envelope === envelope && known.isLike(raw, peeled))) return
    if (this.#wait-- > 0) return
    const made = Stencil.of(envelope, raw, peeled, envelope.layout(raw, peeled))
    this.#wait = this.#nextWait
    this.#nextWait = this.#known.length < MOST ? 0 : Math.min(LONGEST_WAIT, this.#nextWait * 2 + 1)
    if (made === null) return
    this.#known.unshift(made)
    this.#known.length = Math.min(MOST, this.#known.length)
  }

  #met(i: number): Stencil {
    const known = this.#known
    const stencil = known[i]!
    this.#nextWait = 0
    if (i > 0) {
      known.copyWithin(1, 0, i)
      known[0] = stencil
      this.#at = 0
    }
    return stencil
  }

  #stringEnd(from: number): number {
    const { byteOffset, byteLength } = this.view
    return this.#isFast ? this.ends!.stringEnd(byteOffset + from, byteOffset + byteLength) - byteOffset : stringEnd(this.view, from)
  }

  #textEnd(from: number): number {
    const { byteOffset, byteLength } = this.view
    return this.#isFast ? this.ends!.textEnd(byteOffset + from, byteOffset + byteLength) - byteOffset : textEnd(this.view, from)
  }

  #viewOf(buf: Buffer): DataView {
    if (buf !== this.#buf) {
      this.#buf = buf
      this.view = new DataView(buf.buffer, buf.byteOffset, buf.length)
      this.#isFast = this.ends?.holds(buf) ?? false
    }
    return this.view
  }
}
