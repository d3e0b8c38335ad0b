import { looksBare } from './bare.ts'
import { EQUALS, find, isLetter, MINUS, SPACE, standsAt, TAB } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { takePayload } from './escapes.ts'
import { readInstant } from './instant.ts'
import { dropNewline } from './json-payload.ts'
import { eachField, type FieldRange } from './logfmt-fields.ts'
import { nameAt, setNames } from './names.ts'

const NODE = ['pod', 'pod_name', 'instance', 'hostname', 'host'].map((key) => Buffer.from(key))
const CONTAINER = ['container', 'container_name'].map((key) => Buffer.from(key))
const STREAM = [Buffer.from('stream')]
const PAYLOAD = [Buffer.from('log'), Buffer.from('line')]
/** A field before the payload's is shorter; a line of text is given up after so many bytes. */
const LOOK = 64

/**
 * Grafana's log table as people copy it: a time without zone, a tab, then `log="…"` in logfmt, other fields around it or not
 * (`pod="tc-tidb-0" log="…"`); also such fields alone, and the time and tab before a line that is bare or enveloped once more.
 */
export const grafana: Envelope = {
  name: 'grafana',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (isLetter(buf[start])) return peelFields(line, start)
    if (buf[start + 4] !== MINUS || buf[start + 10] !== SPACE) return false
    const time = readInstant(buf, start, end)
    if (time === null || time.next >= end || buf[time.next] !== TAB) return false
    const { ms, zone, next } = time
    if (!peelFields(line, next + 1) && !peelPlain(line, next + 1)) return false
    line.time = ms
    line.zone = zone
    return true
  },
}

const found = {
  start: -1,
  end: -1,
  escape: -1,
  node: null as string | null,
  container: null as string | null,
  stream: null as string | null,
}
let fieldsOf: Buffer = Buffer.alloc(0)

function peelFields(line: Line, at: number): boolean {
  const { buf, end } = line
  const equals = find(buf, at, Math.min(end, at + LOOK), EQUALS)
  if (equals < 0 || !isLetter(buf[at])) return false
  found.start = -1
  found.node = found.container = found.stream = null
  fieldsOf = buf
  if (!eachField(buf, at, end, note) || found.start < 0) return false
  setNames(line, found.node, found.container, found.stream)
  takePayload(line, found.start, found.end, found.escape)
  dropNewline(line)
  return true
}

function note(field: Readonly<FieldRange>): boolean {
  if (isOneOf(field, PAYLOAD)) {
    found.start = field.valueStart
    found.end = field.valueEnd
    found.escape = field.escape
  } else if (isOneOf(field, NODE)) found.node = nameAt(fieldsOf, field.valueStart, field.valueEnd)
  else if (isOneOf(field, CONTAINER)) found.container = nameAt(fieldsOf, field.valueStart, field.valueEnd)
  else if (isOneOf(field, STREAM)) found.stream = nameAt(fieldsOf, field.valueStart, field.valueEnd)
  return true
}

function isOneOf(field: Readonly<FieldRange>, keys: readonly Buffer[]): boolean {
  const { keyStart, keyEnd } = field
  return keys.some((key) => key.length === keyEnd - keyStart && standsAt(fieldsOf, keyStart, keyEnd, key))
}

function peelPlain(line: Line, at: number): boolean {
  const { buf, start, end } = line
  const isEnveloped = buf[at] === 0x7b || (buf[at + 4] === MINUS && readInstant(buf, at, end) !== null)
  if (!isEnveloped && !looksBare(buf, at, end)) return false
  line.column += at - start
  line.start = at
  return true
}
