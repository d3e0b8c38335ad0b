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
