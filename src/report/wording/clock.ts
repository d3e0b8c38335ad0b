import type { ReportNode } from '../report.ts'
import { duration } from './names.ts'

/** A clock that is off by more puts steps of nodes in another order than they came; less is nothing that states are told by. */
const GRAVE_MS = 60_000
const NAMED = 3

/** `28 s to 31 s ahead of tidb-0`, `at least 28 s behind tidb-0`; empty where the clock is right as far as is known. */
export function clockOf({ clock }: Pick<ReportNode, 'clock'>): string {
  if (clock === null) return ''
  const [least, most] = [clock.leastMs, clock.mostMs]
  const isAhead = (least ?? 0) > 0
  const bounds = isAhead ? [least, most] : [most, least]
  const [from, to] = bounds.map((ms) => (ms === null ? null : duration(Math.abs(ms))))
  return `${to === null || to === from ? `${to === null ? 'at least ' : ''}${from}` : `${from} to ${to}`} ${isAhead ? 'ahead of' : 'behind'} ${clock.against}`
}

/** What to make of it that clocks are a minute or more apart; empty where none is. */
export function clockSentence(nodes: readonly ReportNode[]): string {
  const wrong = nodes.filter(({ clock }) => clock !== null && Math.max(clock.leastMs ?? 0, -(clock.mostMs ?? 0)) >= GRAVE_MS)
  if (wrong.length === 0) return ''
  const told = wrong.slice(0, NAMED).map((node) => `the clock of ${node.id} is ${clockOf(node)}`)
  const more = wrong.length > NAMED ? ` and ${wrong.length - NAMED} more are off` : ''
  return `Mind that ${told.join(', ')}${more}: what came last, and the states at the end, may be told wrongly.`
}
