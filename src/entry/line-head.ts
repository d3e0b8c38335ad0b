import { standsAlone } from './go-line.ts'

/** No line of a Go report that stands alone is longer. */
const LONGEST_GO_LINE = 2000
const GO_HEADS = ['--- ', '=== ', '```', '## ', '### ', '+--', '> '].map((s) => Buffer.from(s))

/**
 * Whether a physical line looks like the beginning of something, so that it can't be the rest of a line that a terminal wrapped.
 * A wrapped rest may begin with nearly anything; the marks here are those that a rest hardly ever begins with.
 */
export function isLineHead(buf: Buffer, start: number, end: number): boolean {
  const first = buf[start]
  switch (start < end ? first : -1) {
    case -1:
    case 0x09: // a frame's file line
    case 0x0d:
    case 0x7c: // a table's row
      return true
    case 0x20:
      return isSpacedFile(buf, start, end) || isGoLine(buf, start, end)
    case 0x5b: // [2023/… [2023-… [pod/…
      return isDate(buf, start + 1) || (buf[start + 1] === 0x70 && buf[start + 2] === 0x6f && buf[start + 4] === 0x2f)
    case 0x7b: // {"log":
      return buf[start + 1] === 0x22 && isLower(buf[start + 2])
    case 0x3c: // <134>
      return isDigit(buf[start + 1]) && (buf[start + 2] === 0x3e || buf[start + 3] === 0x3e || buf[start + 4] === 0x3e)
    case 0x32: // 2023-…
      return isTimedHead(buf, start)
    default:
      return (
        GO_HEADS.some((head) => end - start >= head.length && buf.compare(head, 0, head.length, start, start + head.length) === 0) ||
        isSyslog(buf, start) ||
        isGoLine(buf, start, end)
      )
  }
}

/** `2023-12-07T…`, `2019/10/09 …`, `2023-10-19 16:36:49<TAB>`; not the `2023-12-25 11:18:48.709 +0000 UTC` inside a job string. */
function isTimedHead(buf: Buffer, at: number): boolean {
  if (!isDate(buf, at)) return false
  if (buf[at + 4] === 0x2f) return buf[at + 10] === 0x20 && buf[at + 13] === 0x3a
  return buf[at + 10] === 0x54 || (buf[at + 10] === 0x20 && buf[at + 19] === 0x09)
}

function isDate(buf: Buffer, at: number): boolean {
  const separator = buf[at + 4]
  return (
    buf[at] === 0x32 &&
    buf[at + 1] === 0x30 &&
    (separator === 0x2f || separator === 0x2d) &&
    buf[at + 7] === separator &&
    isDigit(buf[at + 9])
  )
}

/** `Oct 19 16:36:49 host …` */
function isSyslog(buf: Buffer, at: number): boolean {
  return (
    buf[at + 3] === 0x20 && buf[at + 6] === 0x20 && buf[at + 9] === 0x3a && buf[at + 12] === 0x3a && buf[at]! < 0x5b && isLower(buf[at + 1])
  )
}

/** A frame's file line whose tab became spaces. */
function isSpacedFile(buf: Buffer, start: number, end: number): boolean {
  let at = start
  while (at < end && buf[at] === 0x20) at++
  return at - start >= 4 && (buf[at] === 0x2f || at === end)
}

function isGoLine(buf: Buffer, start: number, end: number): boolean {
  return end - start < LONGEST_GO_LINE && standsAlone(buf.toString('utf8', start, end))
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 0x30 && c <= 0x39
}

function isLower(c: number | undefined): boolean {
  return c !== undefined && c >= 0x61 && c <= 0x7a
}
