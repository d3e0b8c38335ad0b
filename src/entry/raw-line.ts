import type { Line } from '../envelope/envelope.ts'

/** A line as it stands in its page, of which no envelope has told anything yet. */
export function rawLine(buf: Buffer, start: number, end: number, line: number): Line {
  return {
    buf,
    start,
    end,
    line,
    span: 1,
    column: 0,
    time: Number.NaN,
    zone: null,
    node: null,
    container: null,
    stream: null,
    partial: false,
  }
}

/** All lines of a page. @param before number of the line before it */
export function rawLines(buf: Buffer, end: number, before: number): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < end; ) {
    const newline = buf.indexOf(10, start)
    const stop = newline > start && buf[newline - 1] === 13 ? newline - 1 : newline
    lines.push(rawLine(buf, start, stop, before + lines.length + 1))
    start = newline + 1
  }
  return lines
}
