import type { Report } from '../report.ts'
import { readableTime } from '../time.ts'
import type { Canvas } from './canvas.ts'

/** What lines say went wrong in which nothing was found. */
export function drawErrors({ errors = [] }: Report, canvas: Canvas): void {
  if (errors.length === 0) return
  canvas.heading(errors.length === 1 ? 'Error in these lines' : 'Errors in these lines')
  for (const { where, time, message, error, meaning, count } of errors) {
    const said = [message.replace(/\.$/, ''), error].filter((part) => part !== '').join(': ')
    canvas.paragraph(`${said}${count > 1 ? ` (${count} times)` : ''}`, 2)
    if (meaning !== null) canvas.paragraph(meaning, 4, canvas.paint.dim)
    canvas.line(`${where.source}:${where.line}${time === null ? '' : `  ${readableTime(time)}`}`, 4, canvas.paint.dim)
  }
}
