import { looksBare } from './bare.ts'
import { afterDigits, afterName, isLetter, MINUS, OPEN_BRACE, SPACE } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { nameAt, setNames } from './names.ts'

/**
 * stern's default output: `tc-tidb-0 tidb …`. Two words are no proof, so the first must have the `-` of a pod's name, and something
 * known must follow: an entry, a line of a Go report, JSON, a time, or nothing.
 */
export const stern: Envelope = {
  name: 'stern',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (!isLetter(buf[start])) return false
    const pod = afterName(buf, start, end)
    if (pod >= end || buf[pod] !== SPACE || !hasMinus(buf, start, pod)) return false
    const container = afterName(buf, pod + 1, end)
    if (container === pod + 1 || container >= end || buf[container] !== SPACE) return false
    const payload = container + 1
    if (payload < end && !isKnown(buf, payload, end)) return false
    setNames(line, nameAt(buf, start, pod), nameAt(buf, pod + 1, container), null)
    line.column += payload - start
    line.start = payload
    return true
  },
}

function hasMinus(buf: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (buf[i] === MINUS) return true
  return false
}

function isKnown(buf: Buffer, at: number, end: number): boolean {
  if (buf[at] === OPEN_BRACE || looksBare(buf, at, end)) return true
  return buf[at + 4] === MINUS && buf[at + 7] === MINUS && afterDigits(buf, at, end) === at + 4
}
