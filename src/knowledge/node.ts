import { defineSubject, type Message } from './contract.ts'

const table = 'model-dxf section 6'

// biome-ignore format: one row, one line
const messages: readonly Message[] = [
  { text: 'clean up nodes in framework meta since nodes shutdown', kind: 'node.down', entity: 'node', level: 'INFO', files: ['dispatcher_manager.go'], fields: ['cnt'], since: 'v7.5', until: 'v7.5' },
  { text: 'start to clean up dist_framework_meta', kind: 'node.meta-cleanup-started', entity: 'node', level: 'INFO', files: ['dispatcher_manager.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'clean up dist_framework_meta met error', kind: 'node.meta-cleanup-failed', entity: 'node', level: 'WARN', files: ['dispatcher_manager.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'generate scheduler nodes met error', kind: 'node.live-nodes-failed', entity: 'node', level: 'WARN', files: ['dispatcher_manager.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'get all nodes met error', kind: 'node.all-nodes-failed', entity: 'node', level: 'WARN', files: ['dispatcher_manager.go', 'nodes.go'], fields: ['error'], since: 'v7.5' },
  { text: 'dead node or not have enough slots, schedule subtasks away', kind: 'node.scheduled-away', entity: 'node', level: 'INFO', files: ['balancer.go'], fields: ['task-id', 'task-key', 'node', 'slot-capacity', 'used-slots'], since: '~v8.0' },
  { text: 'delete dead nodes from dist_framework_meta', kind: 'node.down', entity: 'node', level: 'INFO', files: ['nodes.go'], fields: ['dead-nodes'], since: 'v7.6' },
  { text: 'delete dead nodes from dist_framework_meta failed', kind: 'node.meta-cleanup-failed', entity: 'node', level: 'WARN', files: ['nodes.go'], fields: ['error'], since: 'v7.6' },
  { text: 'generate task executor nodes met error', kind: 'node.live-nodes-failed', entity: 'node', level: 'WARN', files: ['nodes.go'], fields: ['error'], since: 'v7.6' },
  { text: 'get managed nodes met error', kind: 'node.managed-nodes-failed', entity: 'node', level: 'WARN', files: ['nodes.go'], fields: ['error'], since: 'v7.6' },
  { text: 'initialize slot capacity', kind: 'node.slots-initialized', entity: 'node', level: 'INFO', files: ['slots.go'], fields: ['capacity'], since: 'v7.6' },
  { text: 'update slot capacity', kind: 'node.slots-changed', entity: 'node', level: 'INFO', files: ['slots.go'], fields: ['old', 'new'], since: 'v7.6' },
  { text: 'dist task executor manager started', kind: 'node.executor-manager-ready', entity: 'node', level: 'INFO', files: ['domain.go'], fields: [], shows: [{ machine: 'node', when: 'at', state: 'managing' }], since: 'v7.6' },
  { text: 'dist task executor manager start failed', kind: 'node.executor-manager-failed', entity: 'node', level: 'ERROR', files: ['domain.go'], fields: ['error'], since: 'v7.6' },
  { text: 'stopping dist task executor manager', kind: 'node.executor-manager-stopping', entity: 'node', level: 'INFO', files: ['domain.go'], fields: [], shows: [{ machine: 'node', when: 'after', state: 'stopping' }], since: 'v7.6' },
  { text: 'dist task executor manager stopped', kind: 'node.executor-manager-stopped', entity: 'node', level: 'INFO', files: ['domain.go'], fields: [], shows: [{ machine: 'node', when: 'after', state: 'stopped' }], since: 'v7.6' },
  { text: 'manager start', kind: 'node.executor-manager-started', entity: 'node', level: 'DEBUG', files: ['manager.go'], fields: [], shows: [{ machine: 'node', when: 'after', state: 'managing' }], since: 'v7.1', until: 'v7.5' },
  { text: 'task executor manager start', kind: 'node.executor-manager-started', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], shows: [{ machine: 'node', when: 'after', state: 'managing' }], since: 'v7.6' },
  { text: 'build task executor manager', kind: 'node.executor-manager-built', entity: 'node', level: 'INFO', files: ['manager.go'], fields: ['total-cpu', 'total-mem'], since: 'v7.6', until: '2025' },
  { text: 'start manager failed', kind: 'node.meta-init-failed', entity: 'node', level: 'WARN', files: ['manager.go'], fields: ['scope', 'retry times', 'error'], since: 'v7.5', until: '~v8.0' },
  { text: 'init meta failed', kind: 'node.meta-init-failed', entity: 'node', level: 'WARN', files: ['manager.go'], fields: ['error'], since: '~v8.1' },
  { text: 'recover meta failed', kind: 'node.meta-recover-failed', entity: 'node', level: 'WARN', files: ['manager.go'], fields: ['scope', 'retry times', 'error'], since: 'v7.6' },
  { text: 'failed to recover node meta', kind: 'node.meta-recover-failed', entity: 'node', level: 'ERROR', files: ['manager.go'], fields: ['error'], since: '~v8.5' },
  { text: 'recoverMetaLoop done', kind: 'node.meta-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.5' },
  { text: 'fetchAndHandleRunnableTasks done', kind: 'node.task-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.1', until: 'v7.4' },
  { text: 'fetchAndHandleRunnableTasksLoop done', kind: 'node.task-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'fetchAndFastCancelTasks done', kind: 'node.cancel-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.1', until: 'v7.4' },
  { text: 'fetchAndFastCancelTasksLoop done', kind: 'node.cancel-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.5', until: 'v7.5' },
  { text: 'handle tasks loop done', kind: 'node.task-loop-stopped', entity: 'node', level: 'INFO', files: ['manager.go'], fields: [], since: 'v7.6' },
  { text: 'failed to get executable task', kind: 'node.tasks-unreadable', entity: 'node', level: 'ERROR', files: ['manager.go'], fields: ['error'], since: '~v8.5' },
  { text: 'initialize node resource', kind: 'node.resources', entity: 'node', level: 'INFO', files: ['domain.go'], fields: ['total-cpu', 'total-mem', 'total-disk'], since: '2025' },
  { text: 'adjust memory limit for cgroup v2', kind: 'node.memory-adjusted', entity: 'node', level: 'INFO', files: ['manager.go', 'domain.go'], fields: ['before', 'after'], since: '~v8.1', until: '2025' },
  { text: 'init task executor manager meta failed', kind: 'node.meta-init-failed', entity: 'node', level: 'WARN', files: ['domain.go'], fields: ['error'], since: 'v7.6' },
  { text: 'found stale server info with same IP+Port, cleaning up', kind: 'node.stale-server-info', entity: 'node', level: 'INFO', files: ['syncer.go'], fields: ['staleID', 'ip', 'port'] },
]

/** A node as the framework for distributed tasks sees it: its executor manager, its slots, its row in dist_framework_meta. */
export const node = defineSubject({
  name: 'node',
  entity: 'node',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['stopped'], resting: ['stopped', 'managing'], final: [], other: ['stopping'] },
  // biome-ignore format: one row, one line
  transitions: [
    { from: 'stopped', to: 'managing', course: 'normal', by: ['node.executor-manager-started', 'node.executor-manager-ready'], cite: table },
    { from: 'managing', to: 'stopping', course: 'normal', by: ['node.executor-manager-stopping'], cite: table },
    { from: 'stopped', to: 'stopping', course: 'quirk', by: ['node.executor-manager-stopping'], cite: 'model-dxf section 6: a manager that never came up is stopped too' },
    { from: 'stopping', to: 'stopped', course: 'normal', by: ['node.executor-manager-stopped'], cite: table },
    { from: 'managing', to: 'stopped', course: 'normal', by: ['node.executor-manager-stopped'], cite: table },
    { from: 'stopping', to: 'managing', course: 'quirk', by: ['node.executor-manager-started'], cite: 'messages-2026: tests run several managers in one process' },
  ],
  messages,
  invariants: [],
})
