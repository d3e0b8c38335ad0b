import { standsAt } from './bytes.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { layoutOf, nameOf, setTime, takeString } from './json-payload.ts'
import { JsonScan } from './json-scan.ts'
import { setNames } from './names.ts'

const HEAD = Buffer.from('{"log":"')
const scan = new JsonScan(['log', 'stream', 'time', 'attrs'])

/**
 * Docker cuts a container's line into pieces of 16 KiB and only the last one ends with a newline. A short line without a newline
 * is the last word of a container that stopped: what the next one writes must not be glued to it.
 */
const PIECE = 16_000

/** Docker's json-file driver: `{"log":"…\n","stream":"stderr","time":"2023-10-19T16:36:49.461997791Z"}`. */
export const dockerJson: Envelope = {
  name: 'docker-json',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (!standsAt(buf, start, end, HEAD) || !scan.scan(buf, start, end)) return false
    if (scan.foreign > 0 || !scan.has('time') || !scan.has('stream')) return false
    setTime(line, buf, scan, ['time'])
    setNames(line, null, null, nameOf(buf, scan, ['stream']))
    if (!takeString(line, scan, 'log') && line.end - line.start >= PIECE) line.partial = true
    return true
  },
  layout: (raw: Line): Layout => ({ ...layoutOf(raw, scan, 'log', ['time']), endsWithNewline: true }),
}
