import { CLOSE_BRACKET, MINUS, OPEN_BRACKET, SPACE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { readInstant } from './instant.ts'

const CAPITAL_T = 0x54

/** Jenkins' timestamper: `[2023-10-19T16:36:49.461Z] …`. */
export const jenkins: Envelope = {
  name: 'jenkins',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start] !== OPEN_BRACKET || buf[start + 5] !== MINUS || buf[start + 11] !== CAPITAL_T) return false
    const time = readInstant(buf, start + 1, end)
    if (time === null || time.zone === null || time.next >= end || buf[time.next] !== CLOSE_BRACKET) return false
    const bracket = time.next + 1
    if (bracket < end && buf[bracket] !== SPACE) return false
    line.time = time.ms
    line.zone = time.zone
    const payload = Math.min(end, bracket + 1)
    line.column += payload - start
    line.start = payload
    return true
  },
}
