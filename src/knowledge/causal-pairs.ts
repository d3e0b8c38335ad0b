import type { CausalPair } from './rules.ts'

/** Of which lines of two nodes one leads to the other. */
export const causalPairs: readonly CausalPair[] = [
  {
    cause: 'task.step-switch',
    agree: [
      ['task', 'task'],
      ['next-step', 'step'],
    ],
    effect: 'executor.step-started',
    counts: 'first',
    cite: 'model-dxf section 4: an executor begins a step whose subtasks the scheduler has written',
  },
  {
    cause: 'subtask.run-completed',
    agree: [
      ['task', 'task'],
      ['step', 'current-step'],
    ],
    effect: 'task.step-switch',
    counts: 'last',
    cite: 'model-dxf section 7, I4: a step is left when every subtask of it has succeeded',
  },
  {
    cause: 'mdl.acknowledged',
    agree: [
      ['job', 'job'],
      ['schema-version', 'schema-version'],
    ],
    effect: 'schema-version.synced',
    counts: 'last',
    cite: 'model-ddl-ingest 1.10: the owner waits until every node has acknowledged the version',
  },
  {
    cause: 'schema-version.synced',
    agree: [
      ['job', 'job'],
      ['schema-version', 'schema-version', 'next'],
    ],
    effect: 'mdl.acknowledged',
    counts: 'first',
    cite: 'model-ddl-ingest 1.10: the next step of a job publishes its version when every node has acknowledged the one before',
  },
]
