import type { Report } from '../report.ts'
import { counted } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'

/** Lines of TiDB's code that the tables do not know yet, when somebody asked for them. */
export function drawUnrecognised({ coverage: { unrecognisedCallers: callers } }: Report, canvas: Canvas): void {
  if (callers === undefined) return
  canvas.heading('Not recognised')
  if (callers.length === 0) {
    canvas.paragraph('Every line of DDL, ingest and distributed-task code in these logs is known.', 2)
    return
  }
  const total = callers.reduce((sum, { count }) => sum + count, 0)
  canvas.paragraph(
    `${counted(total, 'line')} of DDL, ingest and distributed-task code, by the file that printed them, with its first message:`,
    2,
  )
  const places = callers.map(({ file, count }) => `${file || '(no file)'}:${count}`)
  const width = Math.max(...places.map((place) => place.length))
  for (const [i, { example }] of callers.entries())
    canvas.cells(
      [
        [places[i]!.padEnd(width), (text) => text],
        [example, canvas.paint.dim],
      ],
      2,
    )
}
