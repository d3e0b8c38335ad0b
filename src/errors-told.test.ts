import { describe, expect, test } from 'vitest'
import { ErrorsTold } from './errors-told.ts'
import { errors } from './knowledge/error-codes.ts'
import { makeEvent } from './testing/events.ts'
import { reportOf } from './testing/gate-runs.ts'

describe('what lines say went wrong', () => {
  test('the gravest comes first, what was said again is counted, and what is known of an error stands with it', () => {
    const told = new ErrorsTold()
    const line = (at: number, level: 'INFO' | 'WARN' | 'ERROR' | 'FATAL', message: string, error = ''): void =>
      told.see({
        ...makeEvent('x', at),
        level,
        text: `[${level}] [a.go:1] ["${message}"]`,
        row: null,
        fields: error === '' ? {} : { error },
      })
    line(1, 'INFO', 'all is well')
    line(2, 'INFO', 'all is well', '<nil>')
    line(3, 'WARN', 'slow')
    line(4, 'INFO', 'step not made', '[tikv:9001]PD server timeout\nstack')
    line(5, 'ERROR', 'step failed', 'no room')
    line(6, 'ERROR', 'step failed', 'no room')
    line(7, 'FATAL', 'giving up')
    const found = told.gravest(errors)
    expect(found.map(({ message, error, count }) => [message, error, count])).toEqual([
      ['giving up', '', 1],
      ['step failed', 'no room', 2],
      ['step not made', '[tikv:9001]PD server timeout', 1],
    ])
    expect(found.map(({ meaning }) => meaning !== null)).toEqual([false, false, true])
  })

  test('no more than a handful', () => {
    const told = new ErrorsTold()
    for (let i = 0; i < 1_000; i++) told.see({ ...makeEvent('x', i), level: 'ERROR', row: null, fields: { error: `no ${i}` } })
    expect(told.gravest([])).toHaveLength(5)
  })
})

test('a bare line of one word and a task is read, and told', async () => {
  const { coverage, errors } = await reportOf(
    ['-'],
    '[onError] [task-id=12] [task-type=backfill] [step=read-index] [error="no seats left"]\n',
  )
  expect(coverage).toMatchObject({ entries: 1, recognised: 1, strays: 0 })
  expect(errors?.map(({ message, error }) => [message, error])).toEqual([['onError', 'no seats left']])
})
