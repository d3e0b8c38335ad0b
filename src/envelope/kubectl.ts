import { afterName, CLOSE_BRACKET, OPEN_BRACKET, SLASH, SPACE, standsAt } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { nameAt, setNames } from './names.ts'

const HEAD = Buffer.from('[pod/')

/** `kubectl logs --prefix`: `[pod/tc-tidb-0/tidb] …`. */
export const kubectl: Envelope = {
  name: 'kubectl',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start] !== OPEN_BRACKET || !standsAt(buf, start, end, HEAD)) return false
    const pod = start + HEAD.length
    const slash = afterName(buf, pod, end)
    if (slash === pod || slash >= end || buf[slash] !== SLASH) return false
    const bracket = afterName(buf, slash + 1, end)
    if (bracket >= end || buf[bracket] !== CLOSE_BRACKET) return false
    if (bracket + 1 < end && buf[bracket + 1] !== SPACE) return false
    setNames(line, nameAt(buf, pod, slash), nameAt(buf, slash + 1, bracket), null)
    const payload = Math.min(end, bracket + 2)
    line.column += payload - start
    line.start = payload
    return true
  },
}
