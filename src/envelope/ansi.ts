import type { Envelope, Line } from './envelope.ts'

const ESC = 0x1b
const BELL = 0x07
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
/** What begins a string that runs to BEL or `ESC \`: OSC, DCS, SOS, PM, APC (ECMA-48, 8.3). */
const STRINGS: ReadonlySet<number> = new Set([...Buffer.from(']PX^_')])

/** Colours and other terminal sequences, wherever they stand in the line. */
export const ansi: Envelope = {
  name: 'ansi',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const first = buf.subarray(start, end).indexOf(ESC)
    if (first < 0) return false
    const out = Buffer.allocUnsafe(end - start)
    const strip = new Stripper(buf, end)
    buf.copy(out, 0, start, start + first)
    let to = first
    for (let i = start + first; i < end; ) {
      if (buf[i] === ESC) i = strip.after(i)
      else out[to++] = buf[i++]!
    }
    line.buf = out
    line.start = 0
    line.end = to
    return true
  },
}

class Stripper {
  /** No string begun at or behind this offset has an end: keeps hostile lines from being searched again and again. */
  #endless = Number.POSITIVE_INFINITY

  constructor(
    private readonly buf: Buffer,
    private readonly end: number,
  ) {}

  /** The offset behind the sequence that the ESC at `at` begins; behind the ESC alone when it begins none. */
  after(at: number): number {
    const { buf, end } = this
    const kind = at + 1 < end ? buf[at + 1]! : 0
    if (kind === OPEN_BRACKET) return this.#final(this.#while(at + 2, 0x20, 0x3f), 0x40, 0x7e)
    if (STRINGS.has(kind)) return this.#stringEnd(at + 2)
    return this.#final(this.#while(at + 1, 0x20, 0x2f), 0x30, 0x7e)
  }

  #while(at: number, low: number, high: number): number {
    let i = at
    while (i < this.end && this.buf[i]! >= low && this.buf[i]! <= high) i++
    return i
  }

  #final(at: number, low: number, high: number): number {
    return at < this.end && this.buf[at]! >= low && this.buf[at]! <= high ? at + 1 : at
  }

  #stringEnd(at: number): number {
    if (at >= this.#endless) return at
    for (let i = at; i < this.end; i++) {
      if (this.buf[i] === BELL) return i + 1
      if (this.buf[i] === ESC && this.buf[i + 1] === BACKSLASH && i + 1 < this.end) return i + 2
    }
    this.#endless = at
    return at
  }
}
