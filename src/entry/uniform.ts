import type { Line } from '../envelope/envelope.ts'
import type { Peeler } from '../envelope/index.ts'
import type { Wrapping } from '../envelope/stencils.ts'
import type { HeaderLook } from './look.ts'
import { isDecorated, type Order } from './order.ts'
import { LEVELS } from './pack.ts'
import type { QuietLine } from './quiet.ts'
import { rawLine } from './raw-line.ts'
import type { WrappedLook } from './wrapped-look.ts'

/** Of how many lines there is room at first. */
const LINES = 1 << 14
/** How many times more often the times must go one way than the other; without anything but entries this alone tells the order. */
const CLEARLY = 2

/** Added to the number of a level. */
const IDLE = 8

/** What a page is looked at with. */
export interface Tools {
  readonly peeler: Peeler
  readonly look: HeaderLook
  readonly wrapped: WrappedLook
}

/** Takes the lines of a page: those of no interest, and those that must be framed. */
export interface LineSink {
  quiet(of: Wrapping, line: QuietLine): void
  loud(line: Line, names: readonly string[]): void
}

/**
 * Reads pages whose lines can't have been wrapped by a terminal and need no parting into runs, since each is an entry in the same envelope.
 * What comes out is what the closer look at the whole page would give, for a fraction of its time. One object is reused for all pages.
 */
export class UniformPage {
  names: readonly string[] = []
  order: Order = 'none'
  count = 0
  private ms = new Float64Array(LINES)
  private zone = new Int16Array(LINES)
  private what = new Uint8Array(LINES)
  /** How a line of no interest is wrapped; negative: the number of one that is. */
  private place = new Int32Array(LINES)
  private wrappings: Wrapping[] = []
  private louds: Line[] = []

  /** @param before number of the line before the page @returns false when any line is something else; nothing is then known */
  read(buf: Buffer, end: number, before: number, tools: Tools): boolean {
    this.count = 0
    this.wrappings = []
    this.louds = []
    let names: readonly string[] | null = null
    for (let start = 0; start < end; this.count++) {
      if (this.count === this.ms.length) this.grow()
      const { stencils } = tools.peeler
      const wrapping = stencils === null ? null : tools.wrapped.at(stencils, buf, start)
      const met: readonly string[] | null = wrapping === null ? this.loudAt(buf, start, before, tools) : this.quiet(wrapping, tools.wrapped)
      if (met === null || (names !== null && met !== names)) return false
      names = met
      start = wrapping === null ? buf.indexOf(10, start) + 1 : tools.wrapped.next
    }
    if (names === null) return false
    this.names = names
    this.order = this.orderOf()
    return true
  }

  /** Hands on the lines in order of time. */
  tell(sink: LineSink): void {
    const { count, names, louds, wrappings } = this
    const step = this.order === 'descending' ? -1 : 1
    for (let i = step < 0 ? count - 1 : 0; i >= 0 && i < count; i += step) {
      const place = this.place[i]!
      if (place < 0) sink.loud(louds[-1 - place]!, names)
      else {
        const what = this.what[i]!
        sink.quiet(wrappings[place]!, { level: LEVELS[what % IDLE]!, isIdle: what >= IDLE, ms: this.ms[i]!, zone: this.zone[i]! })
      }
    }
  }

  private quiet(wrapping: Wrapping, { ms, zone, level, isIdle }: WrappedLook): readonly string[] {
    const { count: i, wrappings } = this
    this.ms[i] = ms
    this.zone[i] = zone
    this.what[i] = LEVELS.indexOf(level) | (isIdle ? IDLE : 0)
    this.place[i] = wrappings.at(-1) === wrapping ? wrappings.length - 1 : wrappings.push(wrapping) - 1
    return wrapping.names
  }

  /** @returns the names of its envelopes, null when it is no whole entry in one */
  private loudAt(buf: Buffer, start: number, before: number, { peeler, look }: Tools): readonly string[] | null {
    const newline = buf.indexOf(10, start)
    const end = newline > start && buf[newline - 1] === 13 ? newline - 1 : newline
    const line = rawLine(buf, start, end, before + this.count + 1)
    const { names } = peeler.peel(line)
    if (isDecorated(names) || line.partial || !look.at(line.buf, line.start, line.end)) return null
    this.ms[this.count] = look.ms
    this.place[this.count] = -this.louds.push(line)
    return names
  }

  private orderOf(): Order {
    let up = 0
    let down = 0
    for (let i = 1; i < this.count; i++) {
      if (this.ms[i]! > this.ms[i - 1]!) up++
      else if (this.ms[i]! < this.ms[i - 1]!) down++
    }
    return up + down === 0 ? 'none' : down > CLEARLY * up ? 'descending' : 'ascending'
  }

  private grow(): void {
    const length = this.ms.length * 2
    this.ms = widened(this.ms, new Float64Array(length))
    this.zone = widened(this.zone, new Int16Array(length))
    this.what = widened(this.what, new Uint8Array(length))
    this.place = widened(this.place, new Int32Array(length))
  }
}

function widened<Column extends Float64Array | Int16Array | Uint8Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}
