import type { Replayed } from '../../replay/history.ts'
import { compareNaturally } from '../../replay/natural.ts'
import type { ReportJob, ReportResource, ReportSubtask, ReportTask } from '../report.ts'
import { isoTime } from '../time.ts'
import type { Dossier } from './dossier.ts'
import { attribute, dossiers, numberAttribute, stateOf, storyOf, verdictOf } from './dossier.ts'
import { attemptLines, jobView, resourceViews, schemaStateMachine, subtaskView, taskStepMachine, taskView } from './views.ts'

/** The entities of the report, each list sorted by id, linked in both directions. */
export interface Entities {
  readonly jobs: readonly ReportJob[]
  readonly tasks: readonly ReportTask[]
  readonly subtasks: readonly ReportSubtask[]
  readonly resources: readonly ReportResource[]
}

export function buildEntities(replayed: Replayed): Entities {
  const subtasks = dossiers(replayed, subtaskView).map(subtask)
  const subtasksOf = idsBy(subtasks, ({ taskId }) => taskId)
  const tasks = dossiers(replayed, taskView).map((dossier) => task(dossier, subtasksOf.get(dossier.ref.id) ?? []))
  const tasksOf = idsBy(tasks, ({ jobId }) => jobId)
  const jobs = dossiers(replayed, jobView).map((dossier) => job(dossier, tasksOf.get(dossier.ref.id) ?? []))
  const resources = resourceViews.flatMap((view) => dossiers(replayed, view).map((dossier) => resource(dossier, view.name)))
  return { jobs, tasks, subtasks, resources }
}

/** Ids of parts by the id of their whole, in their order. */
function idsBy<T extends { readonly id: string }>(
  parts: readonly T[],
  wholeOf: (part: T) => string | null,
): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>()
  for (const part of parts) {
    const whole = wholeOf(part)
    if (whole === null) continue
    const known = ids.get(whole)
    if (known === undefined) ids.set(whole, [part.id])
    else known.push(part.id)
  }
  return ids
}

function judged(dossier: Dossier) {
  return {
    id: dossier.ref.id,
    lastError: attribute(dossier, 'lastError'),
    firstSeen: isoTime(dossier.record?.first ?? null),
    lastSeen: isoTime(dossier.record?.last ?? null),
    verdict: verdictOf(dossier),
    history: storyOf(dossier),
  }
}

function job(dossier: Dossier, tasks: readonly string[]): ReportJob {
  return {
    ...judged(dossier),
    type: attribute(dossier, 'type'),
    state: stateOf(dossier, jobView.machines[0]!) ?? attribute(dossier, 'state'),
    schemaState: stateOf(dossier, schemaStateMachine) ?? attribute(dossier, 'schemaState'),
    table: attribute(dossier, 'table'),
    query: attribute(dossier, 'query'),
    rowCount: numberAttribute(dossier, 'rowCount'),
    errorCount: numberAttribute(dossier, 'errorCount'),
    tasks,
  }
}

function task(dossier: Dossier, subtasks: readonly string[]): ReportTask {
  return {
    ...judged(dossier),
    type: attribute(dossier, 'type'),
    key: attribute(dossier, 'key'),
    jobId: dossier.record?.kin.job ?? null,
    state: stateOf(dossier, taskView.machines[0]!) ?? attribute(dossier, 'state'),
    step: stateOf(dossier, taskStepMachine) ?? attribute(dossier, 'step'),
    subtasks,
  }
}

function subtask(dossier: Dossier): ReportSubtask {
  return {
    ...judged(dossier),
    taskId: dossier.record?.kin.task ?? null,
    step: attribute(dossier, 'step'),
    state: stateOf(dossier, subtaskView.machines[0]!) ?? attribute(dossier, 'state'),
    nodes: [...(dossier.record?.nodes ?? [])].sort(compareNaturally),
    attempts: attempts(dossier),
  }
}

/** How often it was begun: an attempt prints several lines, so that no more is certain than the one sort of line that was seen most. */
function attempts(dossier: Dossier): number {
  const steps = dossier.histories
    .filter((history) => history.machine === attemptLines.machine)
    .flatMap((history) => history.steps)
    .filter((step) => step.course !== 'inferred')
  const printed = attemptLines.events.map((event) => steps.reduce((sum, step) => sum + (step.event === event ? step.count : 0), 0))
  const ran = steps.some((step) => step.to === attemptLines.running)
  return numberAttribute(dossier, 'attempts') ?? Math.max(ran ? 1 : 0, ...printed)
}

function resource(dossier: Dossier, kind: string): ReportResource {
  return {
    kind,
    id: dossier.ref.id,
    jobId: dossier.record?.kin.job ?? null,
    node: dossier.node,
    state: stateOf(dossier, dossier.ref.kind) ?? attribute(dossier, 'state'),
    verdict: verdictOf(dossier),
    history: storyOf(dossier),
  }
}
