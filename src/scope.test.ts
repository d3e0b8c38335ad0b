import { expect, test } from 'vitest'
import type { Instant, Item } from './entry/entry.ts'
import { scopeOf } from './scope.ts'

const at = (iso: string, zone: number | null): Instant => ({ ms: Date.parse(`${iso}Z`) - (zone ?? 0) * 60_000, zone })

function item(time: Instant | null, node: string | null = null): Item {
  return {
    kind: 'go-report',
    where: { source: 'x', line: 1 },
    origin: { source: 'x', node, container: null, stream: null },
    time,
    lines: [],
    at: [],
    repeats: [],
    isCut: false,
    embeddedIn: null,
  }
}

test('a time without zone is read on the clock of the log', () => {
  const scope = scopeOf({ since: at('2025-01-07T18:00:00', null) })
  expect(scope.item(item(at('2025-01-07T18:00:01', 480)))).toBe(true)
  expect(scope.item(item(at('2025-01-07T17:59:59', 480)))).toBe(false)
})

test('a time with zone is an instant', () => {
  const scope = scopeOf({ until: at('2025-01-07T10:00:00', 0) })
  expect(scope.item(item(at('2025-01-07T17:59:59', 480)))).toBe(true)
  expect(scope.item(item(at('2025-01-07T18:00:01', 480)))).toBe(false)
  expect(scope.item(item(null))).toBe(true)
})

test('nodes and jobs: what names another is left out, what names none stays', () => {
  const scope = scopeOf({ node: 'tidb-1', job: '443' })
  expect([null, 'tidb-1', 'tidb-2'].map((node) => scope.item(item(null, node)))).toEqual([true, true, false])
  const event = (ids: object) => scope.event({ ids } as never)
  expect([{}, { job: '443', task: '1' }, { job: '444' }, { task: '2' }].map(event)).toEqual([true, true, false, false])
})

test('a log rotated away days before is past; one of the day before may be in another zone', () => {
  const scope = scopeOf({ since: at('2024-01-15T19:21:10', null) })
  const named = (day: number) => `n1/tidb-2024-01-${day}T19-21-09.123.log.gz`
  expect([13, 14, 15, 16].map((day) => scope.isPast(named(day)))).toEqual([true, false, false, false])
  expect(scopeOf({ until: at('2030-01-01T00:00:00', null) }).isPast(named(13))).toBe(false)
})
