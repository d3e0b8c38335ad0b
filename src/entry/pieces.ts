import type { Line } from '../envelope/envelope.ts'

/** A piece of a line that waits for the next, in bytes of its own. */
export function kept(line: Line): Line {
  return { ...line, buf: Buffer.from(line.buf.subarray(line.start, line.end)), start: 0, end: line.end - line.start }
}

/** Joins the piece of a line that a runtime had cut with what continues it. */
export function glued(part: Line, line: Line): Line {
  const buf = Buffer.concat([part.buf.subarray(part.start, part.end), line.buf.subarray(line.start, line.end)])
  return { ...part, buf, start: 0, end: buf.length, span: part.span + line.span, partial: line.partial }
}
