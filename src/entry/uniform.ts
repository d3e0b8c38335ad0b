import type { Line } from '../envelope/envelope.ts'
import type { Peeler } from '../envelope/index.ts'
import type { Level } from './entry.ts'
import type { Wants } from './frame.ts'
import type { HeaderLook } from './look.ts'
import type { Order } from './order.ts'
import { isQuiet } from './quiet.ts'
import { rawLine } from './raw-line.ts'

/** An entry of no interest; `of` tells its stream. */
export interface QuietLine {
  readonly kind: 'quiet'
  readonly of: Pick<Line, 'node' | 'container' | 'stream'>
  readonly level: Level
  readonly ms: number
  readonly zone: number
}

export interface LoudLine {
  readonly kind: 'loud'
  readonly line: Line
}

/** A page of entries in one kind of JSON envelope, a line each, in order of time. */
export interface UniformPage {
  readonly lines: readonly (QuietLine | LoudLine)[]
  readonly names: readonly string[]
  readonly order: Order
}

/** What the lines of a page are looked at with; `lines` is the number of the line before the page. */
export interface Tools {
  readonly peeler: Peeler
  readonly look: HeaderLook
  readonly wants: Wants
  readonly lines: number
}

const OPEN_BRACE = 0x7b
/** How many times more often the times must go one way than the other; without anything but entries this alone tells the order. */
const CLEARLY = 2

/**
 * Reads a page whose lines can't have been wrapped and need no parting into runs, since each is an entry in the same JSON envelope.
 * What comes out is what the closer look at the whole page would give, for a fraction of its time.
 * @returns null when any line is something else
 */
export function uniformPage(buf: Buffer, end: number, tools: Tools): UniformPage | null {
  const { look } = tools
  const lines: (QuietLine | LoudLine)[] = []
  let names: readonly string[] | null = null
  let up = 0
  let down = 0
  let before = Number.NaN
  for (let start = 0; start < end; ) {
    const newline = buf.indexOf(10, start)
    const stop = newline > start && buf[newline - 1] === 13 ? newline - 1 : newline
    const met = buf[start] === OPEN_BRACE ? lineAt(buf, start, stop, lines.length, tools) : null
    if (met === null || (names !== null && met.names !== names)) return null
    names = met.names
    lines.push(met.line)
    if (look.ms > before) up++
    else if (look.ms < before) down++
    before = look.ms
    start = newline + 1
  }
  if (names === null) return null
  const order = up + down === 0 ? 'none' : down > CLEARLY * up ? 'descending' : 'ascending'
  return { lines: order === 'descending' ? lines.reverse() : lines, names, order }
}

interface Met {
  readonly line: QuietLine | LoudLine
  readonly names: readonly string[]
}

/** Leaves in `look` what it saw of the entry's head. */
function lineAt(buf: Buffer, start: number, end: number, before: number, { peeler, look, wants, lines }: Tools): Met | null {
  const glance = peeler.glance(buf, start, end)
  if (glance !== null && look.escaped(buf, glance.start, glance.end) && isQuiet(look, wants, buf, glance.end)) {
    const { level, ms, zone } = look
    return { line: { kind: 'quiet', of: glance, level, ms, zone }, names: glance.names }
  }
  const line = rawLine(buf, start, end, lines + before + 1)
  const { names } = peeler.peel(line)
  const isEntry = names.length > 0 && !line.partial && look.at(line.buf, line.start, line.end)
  return isEntry ? { line: { kind: 'loud', line }, names } : null
}
