import type { Replayed } from '../../replay/history.ts'
import { compareText } from '../order.ts'
import type { ReportJob, ReportResource, ReportSubtask, ReportTask } from '../report.ts'
import { isoTime } from '../time.ts'
import type { Dossier } from './dossier.ts'
import { attribute, dossiers, numberAttribute, stateOf, storyOf, verdictOf } from './dossier.ts'
import { attemptStart, jobView, resourceViews, schemaStateMachine, subtaskView, taskStepMachine, taskView } from './views.ts'

/** The entities of the report, each list sorted by id, linked in both directions. */
export interface Entities {
  readonly jobs: readonly ReportJob[]
  readonly tasks: readonly ReportTask[]
  readonly subtasks: readonly ReportSubtask[]
  readonly resources: readonly ReportResource[]
}

export function buildEntities(replayed: Replayed): Entities {
  const subtasks = dossiers(replayed, subtaskView).map(subtask)
  const tasks = dossiers(replayed, taskView).map((dossier) => task(dossier, subtasks))
  const jobs = dossiers(replayed, jobView).map((dossier) => job(dossier, tasks))
  const resources = resourceViews.flatMap((view) => dossiers(replayed, view).map((dossier) => resource(dossier, view.name)))
  return { jobs, tasks, subtasks, resources }
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

function job(dossier: Dossier, tasks: readonly ReportTask[]): ReportJob {
  return {
    ...judged(dossier),
    type: attribute(dossier, 'type'),
    state: stateOf(dossier, jobView.machines[0]!) ?? attribute(dossier, 'state'),
    schemaState: stateOf(dossier, schemaStateMachine) ?? attribute(dossier, 'schemaState'),
    table: attribute(dossier, 'table'),
    query: attribute(dossier, 'query'),
    rowCount: numberAttribute(dossier, 'rowCount'),
    errorCount: numberAttribute(dossier, 'errorCount'),
    tasks: tasks.filter((candidate) => candidate.jobId === dossier.ref.id).map((candidate) => candidate.id),
  }
}

function task(dossier: Dossier, subtasks: readonly ReportSubtask[]): ReportTask {
  return {
    ...judged(dossier),
    type: attribute(dossier, 'type'),
    key: attribute(dossier, 'key'),
    jobId: dossier.record?.kin.job ?? null,
    state: stateOf(dossier, taskView.machines[0]!) ?? attribute(dossier, 'state'),
    step: stateOf(dossier, taskStepMachine) ?? attribute(dossier, 'step'),
    subtasks: subtasks.filter((candidate) => candidate.taskId === dossier.ref.id).map((candidate) => candidate.id),
  }
}

function subtask(dossier: Dossier): ReportSubtask {
  return {
    ...judged(dossier),
    taskId: dossier.record?.kin.task ?? null,
    step: attribute(dossier, 'step'),
    state: stateOf(dossier, subtaskView.machines[0]!) ?? attribute(dossier, 'state'),
    nodes: [...(dossier.record?.nodes ?? [])].sort(compareText),
    attempts: attempts(dossier),
  }
}

function attempts(dossier: Dossier): number {
  const started = dossier.histories
    .filter((history) => history.machine === attemptStart.machine)
    .flatMap((history) => history.steps)
    .filter((step) => step.to === attemptStart.to && step.course !== 'inferred')
    .reduce((total, step) => total + step.count, 0)
  return numberAttribute(dossier, 'attempts') ?? started
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
