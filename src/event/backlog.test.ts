import { expect, test } from 'vitest'
import { kinship } from '../knowledge/kinship.ts'
import { makeEvent } from '../testing/events.ts'
import { Attributor } from './attribute.ts'
import { Backlog } from './backlog.ts'

function fill(): { readonly backlog: Backlog; readonly seen: string[]; push(kind: string, ids: Record<string, string>): void } {
  const seen: string[] = []
  const backlog = new Backlog(new Attributor(kinship), ({ event }) => seen.push(`${event!.kind} ${event!.ids.job ?? '-'}`))
  return { backlog, seen, push: (kind, ids) => backlog.push({ event: makeEvent(kind, 1, { ids }), crash: null }) }
}

test('what a later line tells is known to those that wait for it', () => {
  const { backlog, seen, push } = fill()
  push('a', { task: '10' })
  push('b', { task: '10', job: '1' })
  backlog.close()
  expect(seen).toEqual(['a 1', 'b 1'])
})

test('of a log that is still being written nothing waits for longer than from one call to the next', () => {
  const { backlog, seen, push } = fill()
  push('a', { task: '10' })
  backlog.letGo()
  push('b', { task: '10', job: '1' })
  expect(seen).toEqual([])
  backlog.letGo()
  expect(seen).toEqual(['a 1'])
  backlog.letGo()
  backlog.letGo()
  push('c', { task: '10' })
  backlog.close()
  expect(seen).toEqual(['a 1', 'b 1', 'c 1'])
})

test('a call in between does not let go of what came since', () => {
  const { backlog, seen, push } = fill()
  for (let i = 0; i < 5; i++) push('a', {})
  backlog.letGo()
  for (let i = 0; i < 8_000; i++) push('b', {})
  backlog.letGo()
  expect(seen).toHaveLength(4_000)
  backlog.close()
  expect(seen).toHaveLength(8_005)
})

test('moments are passed on in their order, a few with each that comes, and no more than not many more than wait are held', () => {
  const { backlog, seen, push } = fill()
  for (let i = 0; i < 30_000; i++) {
    const before = seen.length
    push(String(i), {})
    expect(seen.length - before).toBeLessThanOrEqual(2)
    expect(i + 1 - seen.length).toBeLessThanOrEqual(10_000)
  }
  backlog.close()
  expect(seen).toEqual(Array.from({ length: 30_000 }, (_, i) => `${i} -`))
})
