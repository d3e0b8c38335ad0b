import { OPEN_BRACE, QUOTE } from './bytes.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { layoutOf, nameOf, setTime, takeString } from './json-payload.ts'
import { JsonScan } from './json-scan.ts'
import { setNames } from './names.ts'

const scan = new JsonScan(['Output', 'Action', 'Time', 'Test', 'Package'])
const CAPITAL_Z = 0x5a

/**
 * `go test -json`: `{"Time":…,"Action":"output","Package":…,"Test":…,"Output":"…\n"}`. The test's name becomes the stream, since
 * parallel tests write in turns. Lines without output (run, pass, skip) stay as they are.
 */
export const test2json: Envelope = {
  name: 'test2json',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const initial = buf[start + 2]! // of Time, Action, Package or another of Go's exported names
    if (buf[start] !== OPEN_BRACE || buf[start + 1] !== QUOTE || initial > CAPITAL_Z) return false
    if (!scan.scan(buf, start, end) || !scan.has('Output') || !scan.has('Action')) return false
    setTime(line, buf, scan, ['Time'])
    setNames(line, null, null, nameOf(buf, scan, ['Test', 'Package']))
    takeString(line, scan, 'Output')
    return true
  },
  layout: (raw: Line): Layout => layoutOf(raw, scan, 'Output', ['Time']),
}
