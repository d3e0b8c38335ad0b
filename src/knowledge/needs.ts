import type { Need, NeedRow } from './contract.ts'

/** What tells that the logs hold what a signature needs: lines of the log itself that move one of the machines, or what else only it brings. */
export const needs: Readonly<Record<Need, NeedRow>> = {
  'owner-log': { says: 'the log of the DDL owner', machines: ['job', 'schema-state', 'task', 'task-step'] },
  'executor-log': { says: 'the logs of the nodes that run subtasks', machines: ['subtask', 'executor', 'engine', 'backend-ctx'] },
  // Containers and test runners write what a process prints on both its outputs into one stream of lines.
  stderr: {
    says: 'what TiDB printed on standard error',
    crash: true,
    names: ['stderr'],
    envelopes: [
      'cri',
      'docker-json',
      'kubectl',
      'compose',
      'stern',
      'loki-json',
      'logcli',
      'grafana',
      'journald',
      'jenkins',
      'github-cli',
      'test2json',
    ],
  },
  INFO: { says: 'lines of level INFO', levels: ['INFO', 'DEBUG'] },
  version: { says: 'the version of TiDB', version: true },
}
