import type { Envelope, Line } from './envelope.ts'
import { Stencil } from './stencil.ts'

/** As many pods as may take turns in one export. */
const MOST = 16
/** Up to so many lines go by, where no two have been alike, before another one is remembered. */
const LONGEST_WAIT = 1024

/** What a line without anything special in it shows at first sight. */
export interface Glance {
  /** The chain's names. */
  readonly names: readonly string[]
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
  /** The payload, still escaped, without the newline at its end. */
  readonly start: number
  readonly end: number
  /** Whether blanks stand in front of the quotes around it. */
  readonly isSpaced: boolean
}

/** The last few ways in which JSON envelopes were written in a source. */
export class Stencils {
  /** The one that fitted last stands first. */
  readonly #known: Stencil[] = []
  #buf: Buffer | null = null
  #view: DataView = new DataView(new ArrayBuffer(0))
  /** Lines to let go by, and how many it will be the next time. */
  #wait = 0
  #nextWait = 0

  /** The stencil that the line fits, provided that its payload is the inside of a JSON string; null when none is known. */
  of(buf: Buffer, start: number, end: number): Stencil | null {
    if (buf !== this.#buf) {
      this.#buf = buf
      this.#view = new DataView(buf.buffer, buf.byteOffset, buf.length)
    }
    const known = this.#known
    for (let i = 0; i < known.length; i++) {
      const stencil = known[i]!
      if (!stencil.fits(buf, this.#view, start, end)) continue
      this.#nextWait = 0
      if (i > 0) {
        known.copyWithin(1, 0, i)
        known[0] = stencil
      }
      return stencil
    }
    return null
  }

  /** Peels the first envelope of a line that is like one before. @returns null, with the line untouched, for any other */
  peel(line: Line): Envelope | null {
    const stencil = this.of(line.buf, line.start, line.end)
    return stencil?.peel(line) ? stencil.envelope : null
  }

  /** @param raw the line before it was peeled; @param peeled after its first envelope; that envelope was peeled just now */
  remember(envelope: Envelope, raw: Line, peeled: Line): void {
    if (envelope.layout === undefined || raw.node !== null || raw.container !== null || raw.stream !== null) return
    if (this.#wait-- > 0) return
    const made = Stencil.of(envelope, raw, peeled, envelope.layout(raw.buf))
    this.#wait = this.#nextWait
    this.#nextWait = this.#known.length < MOST ? 0 : Math.min(LONGEST_WAIT, this.#nextWait * 2 + 1)
    if (made === null) return
    this.#known.unshift(made)
    this.#known.length = Math.min(MOST, this.#known.length)
  }
}
