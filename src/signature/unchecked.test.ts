import { expect, test } from 'vitest'
import { ENVELOPES } from '../envelope/index.ts'
import { needs } from '../knowledge/needs.ts'
import { makeEvent, makeHistory, makeReplayed, makeSignature } from '../testing/events.ts'
import { Matcher } from './match.ts'
import { type Held, uncheckedOf } from './unchecked.ts'

const kinds = { a: { event: 'a' }, b: { event: 'b' } }
const signature = makeSignature('a and b', kinds, { id: 'half', needs: ['owner-log', 'version'] })

function unchecked(names: readonly string[], replayed = makeReplayed()) {
  const matcher = new Matcher([signature])
  for (const [s, name] of names.entries()) matcher.see(makeEvent(name, s))
  matcher.finish(replayed)
  return uncheckedOf(matcher.nearMisses(), { replayed, sources: [], crashes: [] }, needs)
}

test('what was half met cannot be checked without the logs that it needs', () => {
  expect(unchecked(['a'])).toEqual([{ signature: 'half', lacks: ['the log of the DDL owner', 'the version of TiDB'] }])
  const owner = makeReplayed({ histories: [makeHistory('job', { kind: 'job', id: '1' }, 'running')], versions: ['v8.5.1'] })
  expect(unchecked(['a'], owner)).toEqual([])
})

test('standard error and INFO are missing until something shows them', () => {
  const needy = makeSignature('a and b', kinds, { id: 'half', needs: ['stderr', 'INFO'] })
  const matcher = new Matcher([needy])
  matcher.see(makeEvent('a', 1))
  const replayed = makeReplayed()
  matcher.finish(replayed)
  const source = { name: 'tidb.log', levels: { WARN: 3 }, envelopes: ['markdown'] }
  const lacks = (held: Partial<Held>) =>
    uncheckedOf(matcher.nearMisses(), { replayed, sources: [source], crashes: [], ...held }, needs).flatMap((one) => one.lacks)
  const [stderr, info] = ['what TiDB printed on standard error', 'lines of level INFO']
  expect(lacks({})).toEqual([stderr, info])
  expect(lacks({ sources: [{ ...source, levels: { INFO: 1 } }] })).toEqual([stderr])
  expect(lacks({ sources: [{ ...source, envelopes: ['cri'] }] })).toEqual([info])
  expect(lacks({ sources: [source, { ...source, name: 'log/tidb_stderr.log' }] })).toEqual([info])
  expect(lacks({ crashes: [{ endedProcess: false }] })).toEqual([stderr, info])
  expect(lacks({ crashes: [{ endedProcess: true }] })).toEqual([info])
})

test('every transport that is said to carry standard error is one', () => {
  const known = ENVELOPES.map(({ envelope }) => envelope.name)
  expect((needs.stderr.envelopes ?? []).filter((name) => !known.includes(name))).toEqual([])
})

test('a note is no log; what holds, and what nothing was met of, is checked', () => {
  const history = makeHistory('job', { kind: 'job', id: '1' }, 'running')
  const noted = { ...history, steps: history.steps.map((step) => ({ ...step, event: 'note.job' })) }
  expect(unchecked(['a'], makeReplayed({ histories: [noted], versions: ['v8.5.1'] }))).toHaveLength(1)
  expect(unchecked(['a', 'b'])).toEqual([])
  expect(unchecked([])).toEqual([])
})
