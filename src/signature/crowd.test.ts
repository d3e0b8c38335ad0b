import { expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { Selection, Signature } from '../knowledge/contract.ts'
import { makeEvent, makeHistory, makeRecord, makeReplayed, makeSignature } from '../testing/events.ts'
import { Matcher } from './match.ts'

const CROWD = 12_000
const kinds = (...names: string[]): Record<string, Selection> => Object.fromEntries(names.map((name) => [name, { event: name }]))

function jobsFound(signature: Signature, events: Iterable<Event>, replayed = makeReplayed({})): string[] {
  const matcher = new Matcher([signature])
  for (const event of events) matcher.see(event)
  return matcher.finish(replayed).map(({ entities }) => entities[0]!.id)
}

function of(job: string, kind: string, second: number): Event {
  return makeEvent(kind, second, { ids: { job } })
}

/** Jobs of which only `a` is said, with what is said of others at their places among them. */
function* crowd(said: Readonly<Record<number, readonly Event[]>>): Generator<Event> {
  for (let i = 0; i < CROWD; i++) {
    yield of(`c${i}`, 'a', i)
    yield* said[i] ?? []
  }
}

test('a job that fails among thousands of others is found wherever it stands', () => {
  const failed = (job: string, i: number): readonly Event[] => [of(job, 'a', i), of(job, 'b', i)]
  const lines = crowd({ 3: failed('1', 3), 6000: failed('2', 6000), 11990: failed('3', 11_990) })
  expect(jobsFound(makeSignature('a and b', kinds('a', 'b'), { per: 'job' }), lines)).toEqual(['1', '2', '3'])
})

test('one of which something is said from time to time is not forgotten', () => {
  const said = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i * 1000, [of('1', 'a', i * 1000)]]))
  const lines = crowd({ ...said, 0: [of('1', 'b', 0)], 11500: [of('1', 'c', 11_500)] })
  expect(jobsFound(makeSignature('a and b and c', kinds('a', 'b', 'c'), { per: 'job' }), lines)).toEqual(['1'])
})

test('one that only what is known in the end can complete is kept before others', () => {
  const selections: Record<string, Selection> = { ...kinds('a', 'b'), ended: { history: { machine: 'job', state: 'cancelled' } } }
  const signature = makeSignature('(b and ended) or count(a) >= 2', selections, { per: 'job' })
  const histories = [makeHistory('job', { kind: 'job', id: '1' }, 'cancelled')]
  const replayed = makeReplayed({ histories, entities: [makeRecord('job', '1', {})] })
  expect(jobsFound(signature, crowd({ 0: [of('1', 'b', 0)] }), replayed)).toEqual(['1'])
})
