import type { Report, ReportNode } from '../report.ts'
import { readableTime } from '../time.ts'
import type { Canvas } from './canvas.ts'

const SHOWN = 30

export function drawNodes(report: Report, canvas: Canvas): void {
  if (report.nodes.length === 0) return
  canvas.heading('Nodes')
  canvas.table(
    ['node', 'version', 'lives', 'DDL owner'],
    report.nodes.slice(0, SHOWN).map((node) => [node.id, node.versions.join(', '), lives(node), owned(node)]),
  )
  const more = report.nodes.length - SHOWN
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 2, canvas.paint.dim)
}

function lives(node: ReportNode): string {
  const ended = node.lives.filter((life) => life.endedBy !== 'open').map((life) => `${life.endedBy} ${readableTime(life.end)}`)
  const shown = ended.slice(-2).join(', ')
  return node.lives.length === 0 ? '' : `${node.lives.length}${shown === '' ? '' : ` (${shown})`}`
}

function owned(node: ReportNode): string {
  return node.ddlOwner
    .slice(-2)
    .map((span) => `${span.from === null ? '…' : readableTime(span.from)} – ${span.to === null ? '…' : readableTime(span.to)}`)
    .join(', ')
}
