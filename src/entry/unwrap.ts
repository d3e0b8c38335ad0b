import type { Line } from '../envelope/envelope.ts'

/** Tells whether a physical line begins something, so that it can't be the rest of a wrapped one. */
export type IsHead = (line: Line) => boolean

/** Text is wrapped more than once at most this often: by a terminal, and by the page that it was pasted into. */
const LEVELS = 3
const NARROWEST = 40
/** How much shorter than the width a full line may have become: a blank at its end trimmed, a name made shorter before it was published. */
const SLACK = 12

/**
 * Puts lines together again that a terminal or editor cut at its width. Lines that were not wrapped come back as they are.
 * Where the whole text was also turned round, line by line, it is turned back first (only then do the pieces fit).
 */
export function unwrap(lines: readonly Line[], isHead: IsHead): readonly Line[] {
  let current: readonly Piece[] = lines.map((line) => ({ line, length: characters(line), rest: !isHead(line) }))
  for (let level = 0; level < LEVELS; level++) {
    const width = wrapWidth(current)
    if (width === 0) break
    current = join(turned(current, width), width)
  }
  return current.map(({ line }) => line)
}

/** A line with what was found out about it once. */
interface Piece {
  readonly line: Line
  /** In characters. */
  readonly length: number
  readonly rest: boolean
}

/** The width at which the lines were cut, in characters, or 0: several lines of the same greatest length, unfinished and followed by rests. */
function wrapWidth(pieces: readonly Piece[]): number {
  const width = pieces.reduce((most, { length }) => Math.max(most, length), 0)
  if (width < NARROWEST) return 0
  let full = 0
  let whole = 0
  let before = 0
  let after = 0
  for (let i = 0; i < pieces.length; i++) {
    const { length, line } = pieces[i]!
    if (length < width) continue
    full++
    if (endsWhole(line, line) === true) whole++
    if (pieces[i - 1]?.rest) before++
    if (pieces[i + 1]?.rest) after++
  }
  return full > 1 && whole <= full * 0.3 && Math.max(before, after) >= full * 0.7 ? width : 0
}

/**
 * The lines, or the lines turned round where that is how they were wrapped: a rest follows a full line, so the order in which
 * fewer rests stand behind a line that is not full is the one in which the text was cut.
 */
function turned(pieces: readonly Piece[], width: number): readonly Piece[] {
  const isFull = (piece: Piece | undefined): boolean => piece !== undefined && piece.length >= width - 1
  let forward = 0
  let backward = 0
  for (let i = 0; i < pieces.length; i++) {
    if (!pieces[i]!.rest) continue
    if (!isFull(pieces[i - 1])) forward++
    if (!isFull(pieces[i + 1])) backward++
  }
  return backward < forward ? [...pieces].reverse() : pieces
}

function join(pieces: readonly Piece[], width: number): readonly Piece[] {
  const joined: Piece[] = []
  for (let i = 0; i < pieces.length; ) {
    const next = endOfPieces(pieces, i, width)
    joined.push(next === i + 1 ? pieces[i]! : glue(pieces.slice(i, next), width))
    i = next
  }
  return joined
}

/** Index after the last piece of the line that begins at `i`. */
function endOfPieces(pieces: readonly Piece[], i: number, width: number): number {
  const head = pieces[i]!.line
  for (let at = i; ; at++) {
    const { line, length } = pieces[at]!
    const next = pieces[at + 1]
    if (!next || !(next.rest || cutsTable(head, line))) return at + 1
    const whole = endsWhole(head, line)
    const full = length >= width ? whole !== true || isGlueStart(next.line) : length >= width - SLACK && whole === false
    if (!full) return at + 1
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

/** A row or rule of a table that does not end as it began: what follows is its rest, though it looks like another row. */
function cutsTable(head: Line, piece: Line): boolean {
  const first = head.buf[head.start]
  return (first === 0x7c || first === 0x2b) && piece.buf[piece.end - 1] !== first
}

/** After a piece that looks whole by chance, only the next field of the same entry is taken. */
function isGlueStart(next: Line): boolean {
  const first = next.buf[next.start]
  return first === 0x20 || (first === 0x5b && next.buf[next.start + 1] !== 0x32)
}

function glue(pieces: readonly Piece[], width: number): Piece {
  const parts: Buffer[] = []
  for (const [i, { line, length }] of pieces.entries()) {
    parts.push(line.buf.subarray(line.start, line.end))
    if (i < pieces.length - 1 && length === width - 1) parts.push(Buffer.from(' '))
  }
  const buf = Buffer.concat(parts)
  const first = pieces.reduce((least, { line }) => Math.min(least, line.line), Number.POSITIVE_INFINITY)
  const span = pieces.reduce((sum, { line }) => sum + line.span, 0)
  const line = { ...pieces[0]!.line, buf, start: 0, end: buf.length, line: first, span }
  return { line, length: characters(line), rest: pieces[0]!.rest }
}

/** Length in code points, as a terminal would count columns (wide characters aside). */
function characters(line: Line): number {
  let count = 0
  for (let at = line.start; at < line.end; at++) if ((line.buf[at]! & 0xc0) !== 0x80) count++
  return count
}
