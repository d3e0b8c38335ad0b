import { expect, test } from 'vitest'
import { strangeNames, type TableNames } from './table-names.ts'

const names: TableNames = {
  kinds: new Set(['job.step-error', 'job.finished']),
  machines: new Set(['job', 'task']),
  states: new Map([['job', ['running', 'synced']]]),
  findings: new Set(['stall', 'livelock']),
}
const said = (selection: unknown): readonly string[] =>
  strangeNames({ a: selection }, names).map(({ path, message }) => `${path.join('.')} ${message}`)

test('what the tables do not have is told where it stands, with what may have been meant', () => {
  expect(said({ event: ['job.finished', 'job.step-eror'] })).toEqual([
    'selections.a.event.1 selections.a: there is no event "job.step-eror"; did you mean "job.step-error"?',
  ])
  expect(said({ finding: 'lifelock' })).toEqual([
    'selections.a.finding selections.a: there is no finding "lifelock"; did you mean "livelock"?',
  ])
  expect(said({ history: { machine: 'jobb', state: 'runing' } })).toEqual([
    'selections.a.history.machine selections.a: there is no machine "jobb"; did you mean "job"?',
  ])
  expect(said({ history: { machine: 'job', state: ['synced', 'runing'] } })).toEqual([
    'selections.a.history.state.1 selections.a: there is no state of job "runing"; did you mean "running"?',
  ])
})

test('what the tables have, and what is no selection at all, is let be', () => {
  expect(said({ event: 'job.finished', fields: { error: 'x' } })).toEqual([])
  expect(said({ text: 'something else' })).toEqual([])
  for (const odd of [null, 7, 'x', ['y'], { event: 3 }, { history: null }]) expect(said(odd)).toEqual([])
})
