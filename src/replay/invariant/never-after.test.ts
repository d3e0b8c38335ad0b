import { expect, test } from 'vitest'
import type { NeverAfterRule } from '../../knowledge/rules.ts'
import { eventOf } from '../../testing/replay.ts'
import { neverAfterRule } from './never-after.ts'
import type { Suspicion } from './rule.ts'

const SKEW = 2_000
const rule: NeverAfterRule = {
  ...{ id: 'run-after', rule: 'never-after', per: ['task'], because: '', cite: '', upholds: [], severity: 'low' },
  ...{ after: ['began'], never: ['pending'], unless: [], withinMs: 60_000 },
}

/** Lines as `seconds node kind`. @returns those that are told, each as the seconds of both lines */
function told(lines: readonly string[], more: Partial<NeverAfterRule> = {}): string[] {
  const found: string[] = []
  const suspect = ({ events }: Suspicion) => void found.push(events.map(({ time }) => time!.ms / 1_000).join(' '))
  const it = neverAfterRule({ ...rule, ...more }, suspect, SKEW)
  for (const [i, line] of lines.entries()) {
    const [at, node, kind] = line.split(' ') as [string, string, string]
    it.see(eventOf({ kind, entity: 'task', at: Number(at), node, line: i + 1 }), '1', node)
  }
  const first = eventOf({ kind: '', entity: 'task', at: 0, node: 'a', line: 1 }).time!.ms / 1_000
  return found.map((pair) =>
    pair
      .split(' ')
      .map((at) => Number(at) - first)
      .join(' '),
  )
}

test('another node that has just said the same hides nothing of what was said long before', () => {
  expect(told(['0 a began', '20 b began', '21 a pending'])).toEqual(['0 21'])
  expect(told(['0 c began', '20 b began', '21 a pending'])).toEqual(['0 21'])
})

test('lines of two nodes within the skew have no order', () => {
  expect(told(['20 b began', '21 a pending'])).toEqual([])
  expect(told(['20 b began', '22.5 a pending'])).toEqual(['20 22.5'])
})

test('what lies too far back is of another thing, and the newest is what counts for that', () => {
  expect(told(['0 a began', '70 a pending'])).toEqual([])
  expect(told(['0 a began', '50 b began', '90 a pending'])).toEqual(['50 90'])
  expect(told(['0 a began', '100 b began', '101 a pending'])).toEqual([])
})

test('a grace is counted from the newest', () => {
  expect(told(['0 a began', '20 b began', '24 a pending'], { graceMs: 5_000 })).toEqual([])
  expect(told(['0 a began', '20 b began', '26 a pending'], { graceMs: 5_000 })).toEqual(['20 26'])
})
