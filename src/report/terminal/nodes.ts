import type { Report, ReportNode } from '../report.ts'
import { readableTime } from '../time.ts'
import { duration } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'

const SHOWN = 30
const LIVES = 2

const ENDED: Readonly<Record<string, string>> = { shutdown: 'shut down', crash: 'crashed', killed: 'killed', unknown: 'ended' }

export function drawNodes(report: Report, canvas: Canvas): void {
  if (report.nodes.length === 0) return
  canvas.heading('Nodes')
  const skewed = report.nodes.some(({ clock }) => clock !== null)
  canvas.table(
    ['node', 'version', 'lives', 'DDL owner', ...(skewed ? ['clock'] : [])],
    report.nodes
      .slice(0, SHOWN)
      .map((node) => [node.id, node.versions.join(', '), lives(node), owned(node), ...(skewed ? [clockOf(node)] : [])]),
  )
  const more = report.nodes.length - SHOWN
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 2, canvas.paint.dim)
}

/** `28 s to 31 s ahead of tidb-0`, `at least 28 s behind tidb-0`. */
function clockOf({ clock }: ReportNode): string {
  if (clock === null) return ''
  const [least, most] = [clock.leastMs, clock.mostMs]
  const isAhead = (least ?? 0) > 0
  const bounds = isAhead ? [least, most] : [most, least]
  const [from, to] = bounds.map((ms) => (ms === null ? null : duration(Math.abs(ms))))
  return `${to === null || to === from ? `${to === null ? 'at least ' : ''}${from}` : `${from} to ${to}`} ${isAhead ? 'ahead of' : 'behind'} ${clock.against}`
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
