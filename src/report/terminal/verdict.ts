import type { Report } from '../report.ts'
import { alike } from '../wording/alike.ts'
import { counted } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'

/** The first lines: the status in one word, the summary, and what else was found. */
export function drawVerdict(report: Report, canvas: Canvas): void {
  const { paint } = canvas
  const look = {
    findings: { word: 'FOUND', style: paint.bold.red },
    clean: { word: 'CLEAN', style: paint.bold.green },
    inconclusive: { word: 'INCONCLUSIVE', style: paint.bold.yellow },
  }[report.status]
  canvas.line(look.word, 0, look.style)
  canvas.paragraph(report.summary)
  const others = alike(report.findings)
    .slice(1)
    .filter(({ first }) => first.causedBy.length === 0).length
  if (others > 0)
    canvas.line(`${counted(others, 'other finding')} with a cause of ${others === 1 ? 'its' : 'their'} own below.`, 0, paint.dim)
}
