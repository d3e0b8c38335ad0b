import { COLON, MINUS, SPACE, standsAt } from './bytes.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { readInstant } from './instant.ts'
import { textLayout } from './text-layout.ts'

const STDERR = Buffer.from(' stderr ')
const STDOUT = Buffer.from(' stdout ')
const FULL = 0x46
const PARTIAL = 0x50

/** The Kubernetes container runtime's log files: `2023-12-07T21:19:22.50+08:00 stderr F …`, `P` where a long line goes on. */
export const cri: Envelope = {
  name: 'cri',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start + 4] !== MINUS || buf[start + 7] !== MINUS) return false
    const time = readInstant(buf, start, end)
    if (time === null || time.zone === null) return false
    const isError = standsAt(buf, time.next, end, STDERR)
    if (!isError && !standsAt(buf, time.next, end, STDOUT)) return false
    const tag = time.next + STDERR.length
    const payload = afterTags(buf, tag, end)
    if (payload < 0) return false
    line.time = time.ms
    line.zone = time.zone
    line.stream = isError ? 'stderr' : 'stdout'
    if (buf[tag] === PARTIAL) line.partial = true
    line.column += payload - start
    line.start = payload
    return true
  },
  layout: (raw: Line, peeled: Line): Layout => textLayout(raw, peeled, raw.start),
}

/** Behind `F`, `P` or `P:more:tags` and a space, which may be gone where the payload is empty. @returns -1 when there is no tag */
function afterTags(buf: Buffer, at: number, end: number): number {
  if (at >= end || (buf[at] !== FULL && buf[at] !== PARTIAL)) return -1
  let i = at + 1
  if (i < end && buf[i] === COLON) while (i < end && buf[i] !== SPACE) i++
  if (i === end) return end
  return buf[i] === SPACE ? i + 1 : -1
}
