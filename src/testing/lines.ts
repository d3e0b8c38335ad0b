import type { Line } from '../envelope/envelope.ts'

/** A line as the source floor hands it on, in the middle of a larger buffer. */
export function lineOf(content: string | Buffer, number = 1): Line {
  const bytes = Buffer.from(content)
  const buf = Buffer.concat([Buffer.from('before\n'), bytes, Buffer.from('\n"\\`> behind')])
  const start = 'before\n'.length
  return {
    ...{ buf, start, end: start + bytes.length, line: number, span: 1, column: 0 },
    ...{ time: Number.NaN, zone: null, node: null, container: null, stream: null, partial: false },
  }
}

/** What is left of a line. */
export function textOf(line: Line): string {
  return line.buf.toString('utf8', line.start, line.end)
}
