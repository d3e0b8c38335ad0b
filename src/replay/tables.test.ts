import { describe, expect, test } from 'vitest'
import type { EntityKind, Subject, Transition } from '../knowledge/contract.ts'
import { subjects } from '../knowledge/index.ts'
import { limits } from '../knowledge/limits.ts'
import { eventOf, sighting, wholeLogs } from '../testing/replay.ts'
import type { History } from './history.ts'
import { compileMachine } from './machine.ts'
import { Replay } from './replay.ts'

const judged = subjects.filter((subject) => subject.transitions.length > 0)

function walk(subject: Subject, states: readonly string[], kinds: readonly string[] = []): History {
  const it = new Replay(subjects, { limits })
  states.forEach((state, i) => {
    const shape = { machine: subject.name, entity: subject.entity as EntityKind, id: '1', at: i }
    it.see(sighting(state, { ...shape, kind: kinds[i] ?? 'seen', when: 'at' }))
  })
  return it.close(wholeLogs(['n1', 'n2'])).histories[0] as History
}

/** Shortest way from a beginning to a state along rows that need no witness. */
function wayTo(subject: Subject, target: string): string[] | null {
  const machine = compileMachine(subject)
  const queue: number[][] = [[0]]
  const seen = new Set([0])
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    const here = way.at(-1) as number
    if (machine.states[here] === target && here > 0) return way.slice(1).map((state) => machine.states[state] as string)
    for (const edge of machine.leaving[here] ?? []) {
      if (edge.course === 'recovery' || seen.has(edge.to)) continue
      seen.add(edge.to)
      queue.push([...way, edge.to])
    }
  }
  return null
}

describe.each(judged.map((subject) => [subject.name, subject] as const))('the machine of %s', (_, subject) => {
  const rows: readonly Transition[] = subject.transitions

  test('every row may be walked', () => {
    for (const row of rows.filter((it) => it.from !== null && it.course !== 'recovery')) {
      const { verdict, violations } = walk(subject, [row.from as string, row.to])
      expect({ row, violations }).toEqual({ row, violations: [] })
      expect(['conforming', 'conforming-if']).toContain(verdict)
    }
  })

  test('a recovery row may be walked by its own line', () => {
    for (const row of rows.filter((it) => it.course === 'recovery' && it.by.length > 0))
      expect(walk(subject, [row.from as string, row.to], ['seen', row.by[0] as string]).violations).toEqual([])
  })

  test('every state is reached from a beginning, and the way there conforms', () => {
    for (const name of Object.values(subject.states).flat()) {
      const way = wayTo(subject, name)
      expect({ name, way }).not.toEqual({ name, way: null })
      if ((way ?? []).length > 1) expect(walk(subject, way ?? []).violations).toEqual([])
    }
  })
})

describe('limits', () => {
  test('a healthy reorganisation that reports its rounds is no livelock', () => {
    const it = new Replay(subjects, { limits })
    for (let i = 0; i < 500; i++) {
      const error = '[ddl:8245]wait for reorganization timeout'
      it.see(
        eventOf({ kind: 'reorg.wait-timeout', entity: 'job', id: '1', fields: { error, 'total added row count': String(i) }, at: i * 5 }),
      )
    }
    expect(it.detections()).toEqual([])
  })

  test('no kind or state stands in them that the tables do not know', () => {
    const kinds = new Set(subjects.flatMap((subject) => subject.messages.map((row) => row.kind)))
    expect(limits.detect.benignKinds.filter((kind) => !kinds.has(kind))).toEqual([])
    const healing = Object.values(limits.detect.healing.by).flat()
    expect(healing.filter((kind) => !kinds.has(kind))).toEqual([])
    const { won, lost } = limits.detect.healing
    for (const [machine, named] of [...Object.entries<readonly string[]>(won), ...Object.entries<readonly string[]>(lost)]) {
      const { initial, resting, final, other } = subjects.find(({ name }) => name === machine)!.states
      expect([...initial, ...resting, ...final, ...other]).toEqual(expect.arrayContaining([...named]))
    }
  })
})
