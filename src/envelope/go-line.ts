import { afterBlanks, afterDigits, DOT, isDigit, isLetter, SLASH, SPACE, standsAt, TAB } from './bytes.ts'

/** How lines of Go panics, dumps, race reports and test results begin (Go's runtime/panic.go, runtime/traceback.go, race detector, testing). */
const HEADS = [
  'panic: ',
  'panic(',
  'fatal error: ',
  'runtime: ',
  'goroutine ',
  'created by ',
  '[signal ',
  '[originating from goroutine ',
  'exit status ',
  'WARNING: DATA RACE',
  '==================',
  'Read at 0x',
  'Write at 0x',
  'Previous read at 0x',
  'Previous write at 0x',
  'Goroutine ',
  '--- FAIL: ',
  '=== RUN ',
].map((text) => Buffer.from(text))
/** By first byte, so that most lines are told apart by one look. */
const BY_FIRST: readonly (readonly Buffer[])[] = Array.from({ length: 256 }, (_, byte) => HEADS.filter((head) => head[0] === byte))

const GO_FILE = Buffer.from('.go:')
const OPEN_PAREN = 0x28
const CLOSE_PAREN = 0x29
/** No function's or file's name is longer. */
const LOOK = 1024

/** Whether the range is a line of a Go report: its head, a frame's function or its file. Cheap, and right for nearly all such lines. */
export function looksGoReport(buf: Buffer, start: number, end: number): boolean {
  if (start >= end) return false
  const first = buf[start]!
  if (first === TAB || first === SPACE) return isFileLine(buf, start, end)
  return BY_FIRST[first]!.some((head) => standsAt(buf, start, end, head)) || isCall(buf, start, end)
}

/** `<TAB>/go/src/x/y.go:12 +0x1f`, the tab perhaps turned into spaces. */
function isFileLine(buf: Buffer, start: number, end: number): boolean {
  const path = afterBlanks(buf, start, end)
  if (buf[path] !== SLASH && !isLetter(buf[path]) && buf[path] !== DOT) return false
  const last = Math.min(end, path + LOOK)
  for (let i = path; i < last && buf[i] !== SPACE; i++)
    if (buf[i] === DOT && standsAt(buf, i, end, GO_FILE)) return isDigit(buf[i + GO_FILE.length])
  return false
}

/** `github.com/pingcap/tidb/pkg/ddl.(*worker).run(0xc0, {0x1, 0x2})`: a dot and a bracket before the first space, a bracket at the end. */
function isCall(buf: Buffer, start: number, end: number): boolean {
  if (!isLetter(buf[start]) || buf[end - 1] !== CLOSE_PAREN) return false
  const last = Math.min(end, start + LOOK)
  let hasDot = false
  for (let i = start; i < last && buf[i] !== SPACE; i++) {
    if (buf[i] === DOT) hasDot = true
    if (buf[i] === OPEN_PAREN && hasDot) return true
  }
  return false
}

/** Where `:12` ends behind a file's name, or -1; `at` is the colon. */
export function afterLineNumber(buf: Buffer, at: number, end: number): number {
  const last = afterDigits(buf, at + 1, end)
  return last > at + 1 ? last : -1
}
