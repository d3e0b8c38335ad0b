import { nodeName } from '../source/node-name.ts'
import { looksBare, looksEntry } from './bare.ts'
import { afterDigits, COLON, isNameByte, SLASH, standsAt } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { nameAt } from './names.ts'

/** No path in a line is looked at further. */
const LONGEST_PATH = 256
const LOG = Buffer.from('.log')
const GO = Buffer.from('.go')
const AT = 0x40
/** Lines of one file follow one another, so its node is found out once. */
const last = { path: '', node: null as string | null }

/**
 * What grep writes when it searched several files: `tidb-0/tidb.log:[2023/10/19 …`, `tidb.log:4711:…`. The path tells the node, as
 * it does for a source. An entry must follow, or behind the name of a log
 * a line of a Go report, or behind a line's number nothing.
 */
export const grep: Envelope = {
  name: 'grep',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const colon = afterPath(buf, start, Math.min(end, start + LONGEST_PATH))
    if (colon <= start || colon >= end || buf[colon] !== COLON) return false
    const number = afterDigits(buf, colon + 1, end)
    const isNumbered = number > colon + 1 && number < end && buf[number] === COLON
    const payload = isNumbered ? number + 1 : colon + 1
    const isEmpty = isNumbered && payload === end && !isGoFile(buf, colon)
    if (!isEmpty && !(isLog(buf, start, colon) ? looksBare : looksEntry)(buf, payload, end)) return false
    const path = nameAt(buf, start, colon) ?? ''
    if (path !== last.path) {
      last.path = path
      last.node = nodeName(path)
    }
    line.node = last.node ?? line.node
    line.column += payload - start
    line.start = payload
    return true
  },
}

function afterPath(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && (isNameByte(buf[i]) || buf[i] === SLASH || buf[i] === AT)) i++
  return i
}

/** `ddl_test.go:39:` alone on a line is what check.v1 prints above an assertion. */
function isGoFile(buf: Buffer, end: number): boolean {
  return standsAt(buf, end - GO.length, end, GO)
}

function isLog(buf: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (standsAt(buf, i, end, LOG)) return true
  return false
}
