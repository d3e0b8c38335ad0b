import { looksEntry } from './bare.ts'
import { BACKSLASH, CLOSE_BRACE, COMMA, EQUALS, isLetter, isNameByte, MINUS, OPEN_BRACE, QUOTE, SPACE, standsAt } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { readInstant } from './instant.ts'
import { nameAt, setNames } from './names.ts'

const NODES = ['pod', 'instance', 'hostname', 'host'].map((label) => Buffer.from(label))
const CONTAINERS = [Buffer.from('container')]
const STREAMS = [Buffer.from('stream')]
const labels = { node: null as string | null, container: null as string | null, stream: null as string | null }

/** logcli's default output: `2024-01-13T19:21:09Z {app="tidb", pod="tc-tidb-0"} …`. */
export const logcli: Envelope = {
  name: 'logcli',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start + 4] !== MINUS || buf[start + 7] !== MINUS) return false
    const time = readInstant(buf, start, end)
    if (time === null || time.zone === null || buf[time.next] !== SPACE || buf[time.next + 1] !== OPEN_BRACE) return false
    const next = afterLabels(buf, time.next + 2, end)
    if (next < 0) return false
    line.time = time.ms
    line.zone = time.zone
    setNames(line, labels.node, labels.container, labels.stream)
    const payload = afterPadding(buf, next, end)
    line.column += payload - start
    line.start = payload
    return true
  },
}

/** `app="tidb", pod="tc-tidb-0"}` @returns the offset behind the brace, -1 when these are no labels */
function afterLabels(buf: Buffer, at: number, end: number): number {
  labels.node = labels.container = labels.stream = null
  let i = at
  while (i < end && buf[i] !== CLOSE_BRACE) {
    const key = i
    while (i < end && isNameByte(buf[i])) i++
    if (!isLetter(buf[key]) || i + 1 >= end || buf[i] !== EQUALS || buf[i + 1] !== QUOTE) return -1
    const close = closingQuote(buf, i + 2, end)
    if (close < 0) return -1
    noteLabel(buf, key, i, close)
    i = close + 1
    if (buf[i] === COMMA) while (i < end && (buf[i] === COMMA || buf[i] === SPACE)) i++
  }
  return i < end ? i + 1 : -1
}

function closingQuote(buf: Buffer, at: number, end: number): number {
  for (let i = at; i < end; i++) {
    if (buf[i] === QUOTE) return i
    if (buf[i] === BACKSLASH) i++
  }
  return -1
}

function noteLabel(buf: Buffer, key: number, equals: number, close: number): void {
  const is = (names: readonly Buffer[]): boolean => names.some((name) => name.length === equals - key && standsAt(buf, key, equals, name))
  const name = (): string | null => nameAt(buf, equals + 2, close)
  if (is(NODES)) labels.node ??= name()
  else if (is(CONTAINERS)) labels.container ??= name()
  else if (is(STREAMS)) labels.stream ??= name()
}

/** logcli fills labels up to the longest ones with spaces; they are only told from the line's own where an entry follows. */
function afterPadding(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && buf[i] === SPACE) i++
  return looksEntry(buf, i, end) ? i : Math.min(end, buf[at] === SPACE ? at + 1 : at)
}
