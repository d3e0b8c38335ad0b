import { CLOSE_BRACE, CLOSE_BRACKET, isDigit, OPEN_BRACE } from '../envelope/bytes.ts'
import type { Peeler } from '../envelope/index.ts'
import { lookAt } from './go-line.ts'
import type { HeaderLook } from './look.ts'
import { timeOf } from './order.ts'
import { rawLine } from './raw-line.ts'

const SAMPLES = 256
const LONGEST_FRAME = 1000
/** Nobody wraps at less. */
const NARROWEST = 40

/** Whether lines all over a page stand newest first or were wrapped; looked up in samples, since a page of a log is of one kind. */
export function isOddPage(buf: Buffer, end: number, peeler: Peeler, look: HeaderLook): boolean {
  let down = 0
  let up = 0
  let before = Number.NaN
  let longest = 0
  let asLong = 0
  for (let i = 0; i < SAMPLES; i++) {
    const start = buf.indexOf(10, Math.floor((end / SAMPLES) * i)) + 1
    if (start <= 0 || start >= end) break
    const stop = buf.indexOf(10, start)
    const isHead = look.at(buf, start, stop)
    const length = stop - start
    if (length >= NARROWEST && length >= longest && (isHead || !isOfDump(buf, start, stop))) {
      asLong = length === longest ? asLong + 1 : 1
      longest = length
    }
    const time = isHead ? look.ms : timeAt(buf, start, stop, peeler, look)
    if (time > before) up++
    if (time < before) down++
    if (!Number.isNaN(time)) before = time
  }
  return down > 2 * up || asLong >= SAMPLES / 16
}

/** Lines of one dump are often equally long, and are not wrapped for that. */
function isOfDump(buf: Buffer, start: number, end: number): boolean {
  if (end - start > LONGEST_FRAME || isOfTransport(buf, start, end)) return false
  const look = lookAt(buf.toString('latin1', start, end))
  return look === 'head' || look === 'call' || look === 'place' || look === 'creator'
}

/** Whether a line is told by its first and last byte to be none of a dump, as most lines in envelopes are. */
function isOfTransport(buf: Buffer, start: number, end: number): boolean {
  const last = buf[end - 1]
  return (buf[start] === OPEN_BRACE || isDigit(buf[start])) && (last === CLOSE_BRACE || last === CLOSE_BRACKET)
}

/** Of a line that is no bare entry; NaN where it tells none. */
function timeAt(buf: Buffer, start: number, end: number, peeler: Peeler, look: HeaderLook): number {
  const { stencils } = peeler
  if (stencils?.opens(buf, start)) {
    const { start: from, isString } = stencils
    if (isString ? look.escaped(buf, from, end) : look.at(buf, from, end)) return look.ms
  }
  const line = rawLine(buf, start, end, 0)
  peeler.peel(line)
  return timeOf(line, look)
}
