import { describe, expect, test } from 'vitest'
import { observe } from '../quality/observe.ts'
import type { History } from '../replay/history.ts'
import { print } from './cluster/line.ts'
import { logsOf, sightings } from './logs.ts'
import { scenarios } from './scenarios.ts'
import { simulate, type Wish } from './simulate.ts'
import { truthOf } from './truth.ts'

const all = Object.entries(scenarios).flatMap(([name, { eras, nodes }], i) =>
  eras.map(
    (era, j): Wish => ({ scenario: name, era, nodes: nodes + ((i + j) % 2), seed: 3 * i + j, jobs: 1 + (j % 2), pace: 1, noise: 0 }),
  ),
)

describe.each(all)('$scenario of $era', (wish) => {
  const cluster = simulate(wish)
  const logs = logsOf(cluster)
  const truth = truthOf(cluster, logs, null, null)

  test('every line is one that the tables know', () => {
    const unknown = logs.flatMap(({ lines }) => lines.filter(({ row }) => row === null).map(print))
    expect(unknown).toEqual([])
  })

  test('every line that shows a state shows the true one, and in its turn', () => {
    for (const [life, seen] of sightings(logs)) {
      const course = truth.entities.find(({ machine, id, node }) => machine === life.machine && id === life.id && node === life.node)!
      expect([life.machine, course.states.flatMap(({ lines }) => lines).length]).toEqual([life.machine, seen.length])
    }
  })

  test('is told as it was, and nothing is said against it', async () => {
    const { histories, alarms } = await observe(logs)
    expect(alarms).toEqual([])
    const ends = truth.entities
      .filter(({ machine }) => FOLLOWED.includes(machine))
      .flatMap((course) => {
        const history = histories.find((it) => isOf(it, course))
        return history === undefined
          ? []
          : [[`${course.machine} ${course.id}`, history.states[0], course.states.findLast(({ lines }) => lines.length > 0)?.state]]
      })
    expect(ends.length).toBeGreaterThan(0)
    expect(ends.filter(([, told, was]) => told !== was)).toEqual([])
  })
})

/** What is never printed again after its last line: others may have gone on unseen. */
const FOLLOWED = ['job', 'schema-state', 'task', 'task-step', 'subtask']

function isOf(
  { machine, entity, node }: History,
  course: { readonly machine: string; readonly id: string; readonly node: string | null },
): boolean {
  return machine === course.machine && entity.id === course.id && node === course.node
}

test('the same wish gives the same logs, another seed others', () => {
  const text = (seed: number) =>
    logsOf(simulate({ scenario: 'rolling-restart', era: 'v8.5', nodes: 3, seed, jobs: 2, pace: 2, noise: 30 }))
      .flatMap(({ lines }) => lines)
      .map(print)
      .join('\n')
  expect(text(5)).toBe(text(5))
  expect(text(5)).not.toBe(text(6))
})
