import { MINUS, SPACE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { readInstant } from './instant.ts'

const CAPITAL_T = 0x54
const CAPITAL_Z = 0x5a
/** Shorter times alone in a line, or with an offset, are more likely text, such as the last line of `tidb-server -V`. */
const FULL_LENGTH = '2023-10-19T16:36:49.4619977Z'.length

/**
 * A time with zone and a space: GitHub Actions (`2023-10-19T16:36:49.4619977Z …`), `kubectl logs --timestamps`, `docker logs -t`.
 * A line of only such a time is an empty line whose last space was trimmed.
 */
export const timestamped: Envelope = {
  name: 'timestamped',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start + 4] !== MINUS || buf[start + 10] !== CAPITAL_T) return false
    const time = readInstant(buf, start, end)
    if (time === null || time.zone === null) return false
    const isEmpty = time.next === end && end - start >= FULL_LENGTH && buf[end - 1] === CAPITAL_Z
    if (!isEmpty && (time.next >= end || buf[time.next] !== SPACE)) return false
    line.time = time.ms
    line.zone = time.zone
    const payload = isEmpty ? end : time.next + 1
    line.column += payload - start
    line.start = payload
    return true
  },
}
