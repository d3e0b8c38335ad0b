import { AMPERSANDS, ESCAPES, ONES, TOPS } from '../source/words.ts'
import { CURLY } from './bytes.ts'

/** Bytes that give envelopes away wherever they stand, each with its bit: ESC, `&`, and what curly quotes begin with. */
export const MARKS = new Uint8Array(256)
MARKS[0x1b] = 1
MARKS[0x26] = 2
MARKS[CURLY] = 4
const ALL = 7

/** @returns the bits of the marks that stand in the range */
export function marksIn(view: DataView, start: number, end: number): number {
  let marks = 0
  let i = start
  while (i < end && marks !== ALL) {
    while (i + 4 <= end) {
      const word = view.getInt32(i, true)
      const met = ((((word ^ ESCAPES) - ONES) & ~word) | (((word ^ AMPERSANDS) - ONES) & ~word) | word) & TOPS
      if (met !== 0) {
        i += (31 - Math.clz32(met & -met)) >> 3
        break
      }
      i += 4
    }
    // Where one byte is none of ASCII's, the next hardly ever is.
    for (let byte = 0x80; byte >= 0x80 && i < end; i++) {
      byte = view.getUint8(i)
      marks |= MARKS[byte]!
    }
  }
  return marks
}
