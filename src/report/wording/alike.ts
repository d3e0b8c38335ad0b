import { groupBy } from '../../signature/group-by.ts'
import type { ReportFinding } from '../report.ts'
import { counted } from './names.ts'

/** A failure that befell several: the first that was found, and the others that are told in the same words. */
export interface Alike {
  readonly first: ReportFinding
  readonly others: readonly ReportFinding[]
}

/** So many that differ in nothing but whom they befell are told once. Two are read side by side. */
const LEAST = 3

/** The findings in their order, those that differ only in whom they befell put together where the first of them stands. */
export function alike(findings: readonly ReportFinding[]): readonly Alike[] {
  const sorts = groupBy(findings, sortOf)
  return findings.flatMap((finding) => {
    const all = sorts.get(sortOf(finding))!
    if (all.length < LEAST) return [{ first: finding, others: [] }]
    return all[0] === finding ? [{ first: finding, others: all.slice(1) }] : []
  })
}

/** What is told of a finding without its ids, nodes and numbers. Of one that follows from another only the title is told. */
function sortOf({ code, kind, severity, title, entities, nodes, causedBy }: ReportFinding): string {
  const names = [...entities.map(({ id }) => id), ...nodes].sort((a, b) => b.length - a.length)
  let told = title
  for (const name of names) if (name !== '') told = told.replaceAll(name, '#')
  return JSON.stringify([code, kind, severity, causedBy.length > 0, told.replace(/\d+/g, '#')])
}

/** What tells alike findings apart, that on which a person acts first. */
const TOLD_APART = ['job', 'task', 'subtask', 'node'] as const
const NAMED = 3

/** `The same befell 39 other jobs (445, 447, 449 and 36 more)`; no sentence yet. */
export function othersBefallen({ first, others }: Alike): string {
  for (const kind of TOLD_APART) {
    const own = idsOf(kind, first)
    const ids = [...new Set(others.flatMap((other) => idsOf(kind, other)))].filter((id) => !own.includes(id))
    if (ids.length === 0) continue
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''
    return `The same befell ${counted(ids.length, `other ${kind}`)} (${ids.slice(0, NAMED).join(', ')}${more})`
  }
  return `The same happened ${others.length} more times`
}

function idsOf(kind: (typeof TOLD_APART)[number], { entities, nodes }: ReportFinding): readonly string[] {
  return kind === 'node' ? nodes : entities.flatMap((entity) => (entity.kind === kind ? entity.id : []))
}
