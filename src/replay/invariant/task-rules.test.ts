import { testRules } from '../../testing/rule-cases.ts'
import { type Logs, ordinary, type Said, withLosses } from '../../testing/rule-logs.ts'

const ofTask = { 'task-id': 30001, 'task-type': 'backfill' }
const of = (id: number, key: string) => ({ 'task-id': id, 'task-key': key })

const one = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary(), ...lines] })
const two = (owner: readonly Said[], other: readonly Said[]): Logs => ({
  'tidb-0': [...ordinary(), ...owner],
  'tidb-1': [...ordinary(), ...other],
})
const switched = (at: number, from: string, to: string, more = {}): Said => [
  ...([at, 'INFO', 'scheduler.go', 'switch to next step'] as const),
  { ...ofTask, 'current-step': from, 'next-step': to, ...more },
]
const eligible = (at: number, num: number): Said => [at, 'INFO', 'scheduler.go', 'eligible instances', { ...ofTask, num }]
const planned = (at: number, step: string, subtasks: number, state = 'running'): Said => [
  ...([at, 'INFO', 'scheduler.go', 'schedule subtasks'] as const),
  { ...ofTask, state, step, concurrency: 8, subtasks },
]
const ran = (at: number, id = 30101, step = 'read-index'): Said => [
  ...([at, 'INFO', 'task_executor.go', 'run subtask start'] as const),
  { ...ofTask, subtaskID: id, step },
]
const completed = (at: number, id = 30101, step = 'read-index'): Said => [
  ...([at, 'INFO', 'task_executor.go', 'run subtask completed'] as const),
  { ...ofTask, subtaskID: id, step, takeTime: '3s' },
]
const failedRun = (at: number): Said => [
  ...([at, 'INFO', 'task_executor.go', 'run subtask failed'] as const),
  { ...ofTask, subtaskID: 30101, step: 'read-index', takeTime: '50s', error: 'context canceled' },
]
const keyed = (at: number, id: number, key: string): Said => [at, 'INFO', 'scheduler_manager.go', 'task scheduler started', of(id, key)]
const failed = (at: number): Said => [at, 'WARN', 'task_executor.go', 'subtask failed', { ...ofTask, error: 'duplicate entry' }]
const reverted = (at: number): Said => [at, 'ERROR', 'handle.go', 'task reverted', { 'task-id': 30001, error: 'cancelled by user' }]
const scheduler = (at: number, what: 'started' | 'exit'): Said => [
  at,
  'INFO',
  'scheduler_manager.go',
  `task scheduler ${what}`,
  { ...ofTask },
]
const pausing = (at: number): Said => [at, 'INFO', 'scheduler.go', 'on pausing state', { ...ofTask, state: 'pausing', step: 'read-index' }]
const paused = (at: number): Said => [
  ...([at, 'INFO', 'scheduler.go', 'all running subtasks paused, update the task to paused state'] as const),
  { ...ofTask },
]
const resumed = (at: number): Said => [
  at,
  'INFO',
  'scheduler.go',
  'on resuming state',
  { ...ofTask, state: 'resuming', step: 'read-index' },
]
const pausingFor = (seconds: number): Said[] => Array.from({ length: seconds / 10 }, (_, i) => pausing(10 + i * 10))
const retried = (at: number, count: number): Said => [
  ...([at, 'WARN', 'handle.go', 'met retryable error'] as const),
  { ...ofTask, 'retry-count': count, 'max-retry': 30, error: 'try again' },
]
const loop = (at: number, id: number, state = 'running'): Said => [
  ...([at, 'INFO', 'scheduler.go', 'schedule task'] as const),
  { ...of(id, 'ddl/backfill/105'), state },
]
const plan = [switched(10, 'init', 'read-index'), eligible(10.1, 2), planned(10.2, 'read-index', 2)]

testRules({
  'task-run-after-its-end': {
    broken: one(ran(5), reverted(20), scheduler(30, 'started')),
    legal: [one(ran(5), reverted(20), scheduler(20.5, 'exit'))],
    lost: [two([ran(5), reverted(20)], [scheduler(22, 'started')])],
  },
  'subtask-run-after-its-task': {
    broken: one(ran(5), reverted(20), completed(90)),
    legal: [one(ran(5), reverted(20), completed(60)), one(ran(5), completed(19), reverted(20))],
    lost: [one(ran(5), completed(90))],
  },
  'step-left-before-its-subtasks': {
    broken: two([...plan, switched(20, 'read-index', 'merge-sort')], [ran(11), completed(60)]),
    legal: [
      two([...plan, switched(20, 'read-index', 'merge-sort')], [ran(11), completed(21)]),
      two([...plan, switched(20, 'read-index', 'merge-sort')], [ran(50, 30201, 'merge-sort'), completed(60, 30201, 'merge-sort')]),
    ],
    lost: [two([...plan], [ran(11), completed(60)])],
  },
  'step-planned-after-it-was-left': {
    broken: one(switched(10, 'init', 'read-index'), switched(20, 'read-index', 'merge-sort'), planned(21, 'read-index', 2)),
    legal: [one(...plan, switched(20, 'read-index', 'merge-sort'), planned(21, 'merge-sort', 0), switched(22, 'read-index', 'merge-sort'))],
    lost: [two([switched(20, 'read-index', 'merge-sort')], [planned(22, 'read-index', 2)])],
  },
  'step-left-at-its-end': {
    broken: one(switched(10, 'done', 'merge-sort')),
    legal: [one(switched(10, 'ingest', 'done'))],
    lost: [one(switched(10, '', 'merge-sort'))],
  },
  'step-went-back': {
    broken: one(ran(10, 30201, 'merge-sort'), completed(11, 30201, 'merge-sort'), ran(12)),
    legal: [one(ran(10), completed(11), ran(12), completed(13), ran(14, 30201, 'write&ingest'), ran(15, 30201, 'ingest'))],
    lost: [two([ran(10, 30201, 'merge-sort')], [ran(12)])],
  },
  'task-pending-again': {
    broken: one(switched(10, 'read-index', 'merge-sort'), loop(20, 30001, 'pending')),
    legal: [
      one(loop(9, 30001, 'pending'), switched(10, 'init', 'read-index'), loop(11, 30001, 'pending')),
      one(switched(10, 'read-index', 'merge-sort'), loop(20, 30002, 'pending')),
    ],
    lost: [two([switched(10, 'read-index', 'merge-sort')], [loop(12, 30001, 'pending')])],
  },
  'task-scheduled-in-its-end': {
    broken: one(loop(10, 30001, 'failed')),
    legal: [one(loop(10, 30001, 'reverting'))],
    lost: [one(loop(10, 30001, ''))],
  },
  'later-step-planned-for-a-pending-task': {
    broken: one(planned(10, 'merge-sort', 2, 'pending')),
    legal: [one(planned(10, 'read-index', 2, 'pending')), one(planned(10, 'merge-sort', 2))],
    lost: [one(planned(10, '', 2, 'pending'))],
  },
  'step-left-over-a-failed-subtask': {
    broken: two([...plan, switched(40, 'read-index', 'merge-sort')], [ran(11), failed(20)]),
    legal: [two([...plan, resumed(30), switched(40, 'read-index', 'merge-sort')], [ran(11), failed(20)]), two(plan, [ran(11), failed(20)])],
    lost: [
      withLosses(two([...plan, switched(40, 'read-index', 'merge-sort')], [ran(11), failed(20)])),
      { 'tidb-0': [...ordinary('v7.5.0'), ...plan, failed(20), switched(40, 'read-index', 'merge-sort')] },
    ],
  },
  'step-with-more-subtasks-than-planned': {
    broken: two([...plan, ran(11), switched(20, 'read-index', 'merge-sort')], [ran(12, 30102), ran(14, 30103)]),
    legal: [
      two([...plan, ran(11), switched(20, 'read-index', 'merge-sort')], [ran(12, 30102), ran(14, 30102), ran(21, 30201, 'merge-sort')]),
      two([...plan, planned(10.8, 'read-index', 3), ran(11)], [ran(12, 30102), ran(14, 30103)]),
    ],
    lost: [
      two([switched(10, 'init', 'read-index'), ran(11)], [ran(12, 30102), ran(14, 30103)]),
      withLosses(two([...plan, ran(11), switched(20, 'read-index', 'merge-sort')], [ran(12, 30102), ran(14, 30103)])),
    ],
  },
  'task-stuck-pausing': {
    broken: one(paused(5), ...pausingFor(700)),
    legal: [one(paused(5), ...pausingFor(60), paused(70), ...Array.from({ length: 50 }, (_, i) => eligible(80 + i * 20, 2)))],
    lost: [withLosses(one(paused(5), ...pausingFor(700))), one(...pausingFor(700))],
  },
  'task-key-of-two-tasks': {
    broken: one(loop(10, 30001), loop(20, 30002), loop(100, 30001), loop(110, 30002)),
    legal: [one(loop(10, 30001), loop(20, 30001), loop(100, 30002), loop(190, 30002))],
    lost: [one(loop(10, 30001), loop(110, 30002))],
  },
  'retried-beyond-its-limit': {
    broken: one(retried(10, 30)),
    legal: [one(retried(10, 29))],
    lost: [one([10, 'WARN', 'handle.go', 'met retryable error', { ...ofTask, 'retry-count': 30 }])],
  },
  'subtasks-scheduled-without-nodes': {
    broken: one(eligible(10, 0), planned(11, 'read-index', 2)),
    legal: [one(eligible(10, 0), eligible(11, 2), planned(12, 'read-index', 2)), one(eligible(10, 0), planned(11, 'merge-sort', 0))],
    lost: [withLosses(one(eligible(10, 0), planned(11, 'read-index', 2)))],
  },
  'scheduler-started-twice': {
    broken: one(scheduler(5, 'started'), scheduler(6, 'exit'), scheduler(10, 'started'), scheduler(40, 'started')),
    legal: [
      one(scheduler(5, 'started'), scheduler(6, 'exit'), scheduler(10, 'started'), scheduler(20, 'started'), scheduler(20.01, 'exit')),
      one(scheduler(5, 'started'), scheduler(6, 'exit'), scheduler(10, 'started'), ...ordinary(), scheduler(40, 'started')),
      one(scheduler(5, 'started'), scheduler(6, 'exit'), scheduler(10, 'started'), scheduler(10, 'started')),
    ],
    lost: [
      one(scheduler(5, 'started'), scheduler(40, 'started')),
      withLosses(one(scheduler(5, 'started'), scheduler(6, 'exit'), scheduler(10, 'started'), scheduler(40, 'started'))),
    ],
  },
  'scheduler-without-slots-at-work': {
    broken: one(switched(10, 'init', 'read-index', { 'allocated-slots': 'false' })),
    legal: [one(switched(10, 'init', 'read-index', { 'allocated-slots': 'true' }))],
    lost: [one(switched(10, 'init', 'read-index'))],
  },
  'subtask-of-two-tasks': {
    broken: one(ran(10), [
      12,
      'INFO',
      'task_executor.go',
      'run subtask completed',
      { 'task-id': 30002, subtaskID: 30101, step: 'read-index' },
    ]),
    legal: [
      one(ran(10), completed(12), ran(13, 30102)),
      one(ran(10), [90_000, 'INFO', 'task_executor.go', 'run subtask start', { 'task-id': 30002, subtaskID: 30101 }]),
    ],
    lost: [one([12, 'INFO', 'task_executor.go', 'run subtask completed', { 'task-id': 30002, subtaskID: 30101, step: 'read-index' }])],
  },
  'task-of-two-keys': {
    broken: one(loop(10, 30001), keyed(11, 30001, 'ddl/backfill/105'), keyed(12, 30001, 'ddl/backfill/106')),
    legal: [one(keyed(11, 30001, 'ddl/backfill/105'), keyed(12, 30002, 'ddl/backfill/106'))],
    lost: [one(keyed(12, 30001, 'ddl/backfill/106'))],
  },
  'subtask-run-in-two-places': {
    broken: two([ran(10), completed(60)], [ran(20), completed(61)]),
    legal: [
      two([ran(10), completed(25)], [ran(20), completed(190)]),
      two([ran(10), failedRun(60)], [ran(20), completed(61)]),
      two(
        [ran(10), [21, 'INFO', 'task_executor.go', 'subtask is scheduled away, cancel running', { ...ofTask, subtaskID: 30101 }]],
        [ran(20), completed(190)],
      ),
    ],
    lost: [two([ran(10)], [ran(20), completed(190)]), two([completed(60)], [ran(20), completed(61)])],
  },
  'two-subtasks-at-once': {
    broken: one(ran(10), ran(20, 30102), completed(30, 30102), completed(40)),
    legal: [
      one(ran(10), completed(20), ran(20.1, 30102), completed(30, 30102)),
      two([ran(10), completed(40)], [ran(20, 30102), completed(30, 30102)]),
    ],
    lost: [
      one(ran(10), ran(20, 30102), completed(30, 30102)),
      withLosses(one(ran(10), ran(20, 30102), completed(30, 30102), completed(40))),
    ],
  },
  'node-slots-overbooked': {
    broken: one([
      10,
      'INFO',
      'manager.go',
      'task executor started',
      { ...of(30001, 'ddl/backfill/105'), type: 'backfill', 'node-remaining-slots': -4 },
    ]),
    legal: [
      one([
        10,
        'INFO',
        'manager.go',
        'task executor started',
        { ...of(30001, 'ddl/backfill/105'), type: 'backfill', 'node-remaining-slots': 0 },
      ]),
    ],
    lost: [one([10, 'INFO', 'manager.go', 'task executor started', { ...of(30001, 'ddl/backfill/105'), type: 'backfill' }])],
  },
})
