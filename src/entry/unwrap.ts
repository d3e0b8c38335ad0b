import type { Line } from '../envelope/envelope.ts'
import { isLineHead } from './line-head.ts'

/** Text is wrapped more than once at most this often: by a terminal, and by the page that it was pasted into. */
const LEVELS = 3
const NARROWEST = 40
/** How much shorter than the width a full line may have become: a blank at its end trimmed, a name made shorter before it was published. */
const SLACK = 12

/**
 * Puts lines together again that a terminal or editor cut at its width. Lines that were not wrapped come back as they are.
 * Where the whole text was also turned round, line by line, it is turned back first (only then do the pieces fit).
 */
export function unwrap(lines: readonly Line[]): readonly Line[] {
  let current = lines
  for (let level = 0; level < LEVELS; level++) {
    const width = wrapWidth(current)
    if (width === 0) return current
    current = join(turned(current, width), width)
  }
  return current
}

/** The width at which the lines were cut, in characters, or 0: several lines of the same greatest length, followed by rests. */
function wrapWidth(lines: readonly Line[]): number {
  let width = 0
  const full: number[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (line.end - line.start < width) continue
    const length = characters(line)
    if (length > width) {
      width = length
      full.length = 0
    }
    if (length === width) full.push(i)
  }
  if (width < NARROWEST || full.length < 2) return 0
  const before = full.filter((i) => isRest(lines[i - 1])).length
  const after = full.filter((i) => isRest(lines[i + 1])).length
  return Math.max(before, after) >= full.length * 0.7 ? width : 0
}

/** The lines, or the lines turned round when their pieces make more whole lines that way. */
function turned(lines: readonly Line[], width: number): readonly Line[] {
  const backward = [...lines].reverse()
  return wholeLines(backward, width) > wholeLines(lines, width) ? backward : lines
}

function wholeLines(lines: readonly Line[], width: number): number {
  let whole = 0
  for (let i = 0; i < lines.length; ) {
    const next = endOfPieces(lines, i, width)
    if (next > i + 1 && endsWhole(lines[i]!, lines[next - 1]!)) whole++
    i = next
  }
  return whole
}

function join(lines: readonly Line[], width: number): readonly Line[] {
  const joined: Line[] = []
  for (let i = 0; i < lines.length; ) {
    const next = endOfPieces(lines, i, width)
    joined.push(next === i + 1 ? lines[i]! : glue(lines.slice(i, next), width))
    i = next
  }
  return joined
}

/** Index after the last piece of the line that begins at `i`. */
function endOfPieces(lines: readonly Line[], i: number, width: number): number {
  const head = lines[i]!
  let at = i
  for (;;) {
    const piece = lines[at]!
    const next = lines[at + 1]
    at++
    if (!next || !isRest(next)) return at
    const length = characters(piece)
    const whole = endsWhole(head, piece)
    const full = length >= width ? whole !== true || isGlueStart(next) : length >= width - SLACK && whole === false
    if (!full) return at
  }
}

/** Whether the line that begins with `head` can end with `piece`; null when its syntax does not tell. */
function endsWhole(head: Line, piece: Line): boolean | null {
  let end = piece.end
  while (end > piece.start && (piece.buf[end - 1] === 0x20 || piece.buf[end - 1] === 0x60 || piece.buf[end - 1] === 0x0d)) end--
  const last = piece.buf[end - 1]
  let start = head.start
  while (start < head.end && (head.buf[start] === 0x60 || head.buf[start] === 0x20 || head.buf[start] === 0x3e)) start++
  if (head.buf[start] === 0x5b) return last === 0x5d
  if (head.buf[start] === 0x7b) return last === 0x7d
  if (head.buf[start] === 0x32 && head.buf[start + 19] === 0x09) return last === 0x22
  return null
}

/** After a piece that looks whole by chance, only the next field of the same entry is taken. */
function isGlueStart(next: Line): boolean {
  const first = next.buf[next.start]
  return first === 0x20 || (first === 0x5b && next.buf[next.start + 1] !== 0x32)
}

function isRest(line: Line | undefined): boolean {
  return line !== undefined && !isLineHead(line.buf, line.start, line.end)
}

function glue(pieces: readonly Line[], width: number): Line {
  const parts: Buffer[] = []
  for (const [i, piece] of pieces.entries()) {
    parts.push(piece.buf.subarray(piece.start, piece.end))
    if (i < pieces.length - 1 && characters(piece) === width - 1) parts.push(Buffer.from(' '))
  }
  const buf = Buffer.concat(parts)
  const first = pieces.reduce((a, b) => (a.line <= b.line ? a : b))
  const span = pieces.reduce((sum, piece) => sum + piece.span, 0)
  return { ...pieces[0]!, buf, start: 0, end: buf.length, line: first.line, span }
}

/** Length in code points, as a terminal would count columns (wide characters aside). */
function characters(line: Line): number {
  let count = 0
  for (let at = line.start; at < line.end; at++) if ((line.buf[at]! & 0xc0) !== 0x80) count++
  return count
}
