import type { EntityKind } from '../../knowledge/contract.ts'

/** Which machines and attributes of an entity feed which part of the report. Attribute names are those of the subjects' tables. */
export interface View {
  readonly entity: EntityKind
  /** The report's name of the kind. */
  readonly name: string
  /** Machines in the order in which equal-timed steps are told; the first gives `state`. Machines not listed follow. */
  readonly machines: readonly string[]
}

export const jobView: View = { entity: 'job', name: 'job', machines: ['job', 'schema-state', 'backfill-state'] }
export const taskView: View = { entity: 'task', name: 'task', machines: ['task', 'task-step'] }
export const subtaskView: View = { entity: 'subtask', name: 'subtask', machines: ['subtask'] }

/** What is told under `resources`: everything with a history of its own that is no job, task, subtask, node or owner. */
export const resourceViews: readonly View[] = [
  { entity: 'reorg-ctx', name: 'reorg-context', machines: ['reorg-ctx'] },
  { entity: 'backend', name: 'backend', machines: ['backend'] },
  { entity: 'engine', name: 'engine', machines: ['engine'] },
  { entity: 'checkpoint', name: 'checkpoint', machines: ['checkpoint'] },
  { entity: 'flush-lock', name: 'flush-lock', machines: ['flush-lock'] },
  { entity: 'schema-version', name: 'schema-version', machines: ['schema-version'] },
  { entity: 'scheduler', name: 'scheduler', machines: ['scheduler'] },
  { entity: 'executor', name: 'executor', machines: ['executor'] },
]

/** Machine whose state is a job's schema state, and whose state is a task's step, when no attribute says it. */
export const schemaStateMachine = 'schema-state'
export const taskStepMachine = 'task-step'

/** Lines of which TiDB prints one for each attempt at a subtask, the second where the attempt failed and is made again. */
export const attemptLines = { machine: 'subtask', events: ['subtask.run-started', 'subtask.retryable-error'], running: 'running' } as const
