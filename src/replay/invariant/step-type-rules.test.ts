import { expect, test } from 'vitest'
import { testRules } from '../../testing/rule-cases.ts'
import { brokenIn, type Logs, ordinary, type Said } from '../../testing/rule-logs.ts'

const of = (type: string) => ({ 'task-id': 30001, 'task-type': type })
const withKey = { 'task-id': 30001, 'task-key': 'ddl/backfill/105' }

const one = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary(), ...lines] })
const old = (...lines: readonly Said[]): Logs => ({ 'tidb-0': [...ordinary('v7.5.0'), ...lines] })
const switched = (at: number, from: string, to: string, task: Readonly<Record<string, string | number>>): Said => [
  ...([at, 'INFO', 'scheduler.go', 'switch to next step'] as const),
  { ...task, 'current-step': from, 'next-step': to },
]
const began = (at: number, step: string): Said => [
  ...([at, 'INFO', 'task_executor.go', 'execute task step start'] as const),
  { ...of('ImportInto'), step },
]
const numbered = (at: number, from: number, to: number, type = 'ImportInto'): Said => [
  ...([at, 'INFO', 'dispatcher.go', 'onNextStage'] as const),
  { ...of(type), 'current-step': from, 'next-step': to },
]
const dispatched = (at: number, step: number, type = 'ImportInto'): Said => [
  ...([at, 'INFO', 'dispatcher.go', 'dispatch subtasks'] as const),
  { ...of(type), state: 'running', step, concurrency: 4, subtasks: 2 },
]

testRules({
  'step-of-another-type': {
    broken: one(switched(10, 'one', 'ingest', withKey)),
    legal: [one(switched(10, 'merge-sort', 'ingest', withKey)), one(switched(10, 'one', 'two', of('Example')))],
    lost: [one(switched(10, 'one', 'ingest', { 'task-id': 30001 }))],
  },
  'step-of-another-sort': {
    broken: one(switched(10, 'import', 'post-process', of('ImportInto')), began(12, 'collect-conflicts')),
    legal: [
      one(switched(10, 'import', 'post-process', of('ImportInto')), began(12, 'post-process')),
      one(switched(10, 'ingest', 'collect-conflicts', of('ImportInto')), began(12, 'collect-conflicts')),
    ],
    lost: [{ 'tidb-0': [...ordinary(), began(10, 'import')], 'tidb-1': [...ordinary(), began(11, 'collect-conflicts')] }],
  },
  'numbered-step-went-back-of-import': {
    broken: old(numbered(10, 5, 2), dispatched(11, 5), numbered(20, 2, -2), dispatched(21, 5)),
    legal: [
      old(numbered(5, -1, 3), numbered(10, 3, 4), dispatched(11, 3), numbered(20, 4, 5), numbered(30, 5, 2), numbered(40, 2, -2)),
      old(numbered(5, -1, 1), numbered(10, 1, 2), numbered(20, 2, -2)),
      one(numbered(10, 2, -2), dispatched(11, 5)),
    ],
    lost: [{ 'tidb-0': [...ordinary('v7.5.0'), numbered(10, 2, -2)], 'tidb-1': [...ordinary('v7.5.0'), dispatched(11, 5)] }],
  },
  'numbered-step-went-back-of-backfill': {
    broken: old(numbered(10, 3, -2, 'backfill'), dispatched(21, 1, 'backfill')),
    legal: [
      old(numbered(5, -1, 1, 'backfill'), dispatched(6, -1, 'backfill'), numbered(10, 1, 3, 'backfill'), numbered(20, 3, -2, 'backfill')),
    ],
    lost: [
      {
        'tidb-0': [...ordinary('v7.5.0'), numbered(10, 3, -2, 'backfill')],
        'tidb-1': [...ordinary('v7.5.0'), dispatched(11, 1, 'backfill')],
      },
    ],
  },
})

test('the step of another type is told of what runs, too', async () => {
  const ran = (step: string, task = of('backfill')): Said => [
    ...([10, 'INFO', 'task_executor.go', 'run subtask start'] as const),
    { ...task, subtaskID: 30101, step },
  ]
  expect(await brokenIn(one(ran('encode')))).toEqual(['step-of-another-type'])
  for (const step of ['merge-sort', 'a-new-one']) expect(await brokenIn(one(ran(step)))).toEqual([])
})
