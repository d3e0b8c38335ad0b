import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import { mergeEvents } from '../event/merge.ts'
import type { Subject } from '../knowledge/contract.ts'
import { limits } from '../knowledge/limits.ts'
import type { Verdict } from '../replay/history.ts'
import { Replay } from '../replay/replay.ts'
import { sighting, subjectOf, wholeLogs } from '../testing/replay.ts'

const SKEW_MS = 2_000
const NODES = ['n1', 'n2', 'n3'] as const
const STATES = ['a', 'b', 'c', 'd', 'e', 'f']
/** No row leads there. */
const NOWHERE = 'x'

/** From one state to the next, and a few rows besides. */
const machine = fc.array(fc.tuple(fc.constantFrom(...STATES), fc.constantFrom(...STATES)), { maxLength: 4 }).map((more): Subject => {
  const rows = [
    ...STATES.slice(1).map((state, i) => `${STATES[i]}>${state}`),
    ...more.filter(([from, to]) => from !== to).map((row) => row.join('>')),
  ]
  return subjectOf([...new Set(rows)], { states: { initial: ['a'], resting: [], final: [], other: [...STATES.slice(1), NOWHERE] } })
})
const step = fc.record({ choice: fc.nat(20), node: fc.constantFrom(...NODES), ms: fc.integer({ min: 1, max: 3_000 }) })
const walk = fc.array(step, { minLength: 2, maxLength: 9 })
const clocks = fc.tuple(...NODES.map(() => fc.integer({ min: 0, max: SKEW_MS })))

/** Lines that tell of a walk through the machine, each by the node that happened to print it. */
function linesOf({ transitions }: Subject, steps: readonly { choice: number; node: string; ms: number }[]): Event[] {
  let [state, ms] = ['a', 0]
  return steps.map(({ choice, node, ms: pause }, i) => {
    const next = transitions.filter(({ from }) => from === state)
    if (i > 0 && choice < 16 && next.length > 0) state = next[choice % next.length]!.to
    ms += pause
    return sighting(state, { node, at: ms / 1_000, line: i + 1 })
  })
}

/** As the nodes' clocks have it, each node's lines in their order. */
function told(subject: Subject, lines: readonly Event[], late: readonly number[]): Verdict {
  const sources = NODES.map((node, i) =>
    lines.filter((line) => line.node === node).map((line) => ({ ...line, time: { ms: line.time!.ms + late[i]!, zone: 0 } })),
  )
  const replay = new Replay([subject], { limits: { ...limits, skewMs: SKEW_MS } })
  for (const event of mergeEvents(sources)) replay.see(event)
  return replay.close(wholeLogs(NODES)).histories[0]!.verdict
}

test('a course that is allowed is never violating, whatever the clocks of the nodes', () => {
  fc.assert(
    fc.property(machine, walk, clocks, (subject, steps, late) => {
      expect(told(subject, linesOf(subject, steps), late)).not.toBe('violating')
    }),
    { numRuns: 600 },
  )
})

test('one that is not is always, where no clock can be at fault', () => {
  fc.assert(
    fc.property(machine, walk, clocks, fc.nat(), (subject, steps, late, choice) => {
      const lines = linesOf(subject, steps)
      const at = choice % lines.length
      const { node, time } = lines[at]!
      const wrong = sighting(NOWHERE, { node: node!, at: time!.ms / 1_000, line: 99 })
      expect(told(subject, [...lines.slice(0, at + 1), wrong, ...lines.slice(at + 1)], late)).toBe('violating')
    }),
    { numRuns: 600 },
  )
})
