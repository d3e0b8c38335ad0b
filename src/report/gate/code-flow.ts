import type { Where } from '../../source/source.ts'
import { compareText, first } from '../order.ts'
import type { Report, ReportFinding, ReportStep, Time } from '../report.ts'
import { compareTimes } from '../time.ts'

export interface FlowStep {
  readonly where: Where
  readonly time: Time
  readonly text: string
}

/** The way to a finding, line by line: the course of what it is about, as far as lines show it, and the evidence. The last steps, at most `most`. */
export function flowOf(finding: ReportFinding, report: Report, most: number): readonly FlowStep[] {
  const { entities, evidence } = finding
  const steps = historyOf(entities[0], report).flatMap(({ where, time, event, from, to, course }): FlowStep[] =>
    where === null ? [] : [{ where, time, text: `${event}: ${from ?? 'nothing'} → ${to}${course === 'normal' ? '' : ` (${course})`}` }],
  )
  const shown = evidence.map(({ where, time, role, text }): FlowStep => ({ where, time, text: `${role}: ${text.split('\n')[0]}` }))
  const byPlace = new Map([...steps, ...shown].map((step) => [`${step.where.source}:${step.where.line}`, step]))
  return [...byPlace.values()]
    .sort((a, b) => first(compareTimes(a.time, b.time), compareText(a.where.source, b.where.source), a.where.line - b.where.line))
    .slice(-most)
}

function historyOf(
  entity: ReportFinding['entities'][number] | undefined,
  { jobs, tasks, subtasks, resources }: Report,
): readonly ReportStep[] {
  const id = entity?.id
  switch (entity?.kind) {
    case undefined:
      return []
    case 'job':
      return jobs.find((job) => job.id === id)?.history ?? []
    case 'task':
      return tasks.find((task) => task.id === id)?.history ?? []
    case 'subtask':
      return subtasks.find((subtask) => subtask.id === id)?.history ?? []
    default:
      return resources.find((resource) => resource.kind === entity!.kind && resource.id === id)?.history ?? []
  }
}
