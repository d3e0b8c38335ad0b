import type { Report, ReportNode } from '../report.ts'
import { readableTime } from '../time.ts'
import { clockOf } from '../wording/clock.ts'
import type { Canvas } from './canvas.ts'
import { some } from './quiet.ts'

const SHOWN = 30
const LIVES = 2

const ENDED: Readonly<Record<string, string>> = { shutdown: 'shut down', crash: 'crashed', killed: 'killed', unknown: 'ended' }

export function drawNodes(report: Report, canvas: Canvas): void {
  if (report.nodes.length === 0) return
  canvas.heading('Nodes')
  // PD, TiKV and the other programs of a cluster say nothing of this.
  const told = report.nodes.filter((node) => !isBare(node))
  const bare = report.nodes.filter(isBare)
  const skewed = report.nodes.some(({ clock }) => clock !== null)
  canvas.table(
    ['node', 'version', 'lives', 'DDL owner', ...(skewed ? ['clock'] : [])],
    told.slice(0, SHOWN).map((node) => [node.id, node.versions.join(', '), lives(node), owned(node), ...(skewed ? [clockOf(node)] : [])]),
  )
  const more = told.length - SHOWN
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 2, canvas.paint.dim)
  if (bare.length > 0) canvas.line(`Of which only the name is told: ${some(bare.map(({ id }) => id))}`, 2, canvas.paint.dim)
}

function isBare({ versions, lives, ddlOwner, clock }: ReportNode): boolean {
  return versions.length + lives.length + ddlOwner.length === 0 && clock === null
}

function lives(node: ReportNode): string {
  const told = node.lives.map((life) =>
    life.endedBy === 'open' ? 'open at the end' : `${ENDED[life.endedBy] ?? life.endedBy} ${readableTime(life.end)}`,
  )
  return told.length > LIVES ? `${told.length}: …, ${told.slice(-LIVES).join(', ')}` : told.join(', ')
}

function owned(node: ReportNode): string {
  return node.ddlOwner
    .slice(-2)
    .map(({ from, to }) =>
      from === null && to === null
        ? 'yes, times not shown'
        : `${from === null ? '…' : readableTime(from)} – ${to === null ? '…' : readableTime(to)}`,
    )
    .join(', ')
}
