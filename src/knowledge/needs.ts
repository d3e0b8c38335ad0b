import type { Need, NeedRow } from './contract.ts'

/** What tells that the logs hold what a signature needs: lines of the log itself that move one of the machines. */
export const needs: Readonly<Record<Need, NeedRow>> = {
  'owner-log': { says: 'the log of the DDL owner', machines: ['job', 'schema-state', 'task', 'task-step'] },
  'executor-log': { says: 'the logs of the nodes that run subtasks', machines: ['subtask', 'executor', 'engine', 'backend-ctx'] },
  version: { says: 'the version of TiDB', machines: [] },
}
