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
  const lengths = new Map<number, number>()
  for (let i = 0; i < SAMPLES; i++) {
    const start = buf.indexOf(10, Math.floor((end / SAMPLES) * i)) + 1
    if (start <= 0 || start >= end) break
    const stop = buf.indexOf(10, start)
    const isHead = look.at(buf, start, stop)
    if (stop - start >= NARROWEST && (isHead || !isOfDump(buf, start, stop)))
      lengths.set(stop - start, (lengths.get(stop - start) ?? 0) + 1)
    const time = isHead ? look.ms : timeAt(buf, start, stop, peeler, look)
    if (time > before) up++
    if (time < before) down++
    if (!Number.isNaN(time)) before = time
  }
  const longest = Math.max(0, ...lengths.keys())
  return down > 2 * up || (lengths.get(longest) ?? 0) >= SAMPLES / 16
}

/** Lines of one dump are often equally long, and are not wrapped for that. */
function isOfDump(buf: Buffer, start: number, end: number): boolean {
  if (end - start > LONGEST_FRAME) return false
  const look = lookAt(buf.toString('latin1', start, end))
  return look === 'head' || look === 'call' || look === 'place' || look === 'creator'
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
