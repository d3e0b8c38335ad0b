import type { Layout, Line } from './envelope.ts'
import { readInstant } from './instant.ts'

/** Of a line whose envelope stands in front of it. @param timeAt where in `raw` an instant stands that changes from line to line, -1 for none */
export function textLayout(raw: Line, peeled: Line, timeAt: number): Layout {
  const { buf, end } = raw
  const time = timeAt < 0 ? null : readInstant(buf, timeAt, end)
  const changing = time === null ? [] : [[timeAt, time.next] as const]
  return { isString: false, payload: [peeled.start, end], changing, time: null, endsWithNewline: false }
}
