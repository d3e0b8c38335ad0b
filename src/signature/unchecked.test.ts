import { expect, test } from 'vitest'
import { needs } from '../knowledge/needs.ts'
import { makeEvent, makeHistory, makeReplayed, makeSignature } from '../testing/events.ts'
import { Matcher } from './match.ts'
import { uncheckedOf } from './unchecked.ts'

const kinds = { a: { event: 'a' }, b: { event: 'b' } }
const signature = makeSignature('a and b', kinds, { id: 'half', needs: ['owner-log', 'version'] })

function unchecked(names: readonly string[], replayed = makeReplayed()) {
  const matcher = new Matcher([signature])
  for (const [s, name] of names.entries()) matcher.see(makeEvent(name, s))
  matcher.finish(replayed)
  return uncheckedOf(matcher.nearMisses(), replayed, needs)
}

test('what was half met cannot be checked without the logs that it needs', () => {
  expect(unchecked(['a'])).toEqual([{ signature: 'half', lacks: ['the log of the DDL owner', 'the version of TiDB'] }])
  const owner = makeReplayed({ histories: [makeHistory('job', { kind: 'job', id: '1' }, 'running')], versions: ['v8.5.1'] })
  expect(unchecked(['a'], owner)).toEqual([])
})

test('a note is no log; what holds, and what nothing was met of, is checked', () => {
  const history = makeHistory('job', { kind: 'job', id: '1' }, 'running')
  const noted = { ...history, steps: history.steps.map((step) => ({ ...step, event: 'note.job' })) }
  expect(unchecked(['a'], makeReplayed({ histories: [noted], versions: ['v8.5.1'] }))).toHaveLength(1)
  expect(unchecked(['a', 'b'])).toEqual([])
  expect(unchecked([])).toEqual([])
})
