import { looksBare } from './bare.ts'
import { afterName, isLetter, OPEN_BRACE, PIPE, SPACE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { nameAt, setNames } from './names.ts'

/** `docker compose logs`: `tidb-1  | …`. Tables have bars too, so an entry, a line of a Go report, JSON or nothing must follow. */
export const compose: Envelope = {
  name: 'compose',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (!isLetter(buf[start])) return false
    const name = afterName(buf, start, end)
    let bar = name
    while (bar < end && buf[bar] === SPACE) bar++
    if (bar >= end || buf[bar] !== PIPE || (bar + 1 < end && buf[bar + 1] !== SPACE)) return false
    const payload = Math.min(end, bar + 2)
    if (payload < end && buf[payload] !== OPEN_BRACE && !looksBare(buf, payload, end)) return false
    setNames(line, nameAt(buf, start, name), null, null)
    line.column += payload - start
    line.start = payload
    return true
  },
}
