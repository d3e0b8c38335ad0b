import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { subjects } from '../../knowledge/index.ts'
import { limits } from '../../knowledge/limits.ts'
import { Life } from '../../simulate/cluster/life.ts'
import type { Line, Mark } from '../../simulate/cluster/line.ts'
import { Random } from '../../simulate/cluster/random.ts'
import { type Logs, logsOf } from '../../simulate/logs.ts'
import { losses } from '../../simulate/loss.ts'
import { scenarios } from '../../simulate/scenarios.ts'
import { simulate } from '../../simulate/simulate.ts'
import { cheapestBill } from '../../testing/oracle.ts'
import { explains, TOGETHER } from './explains.ts'
import { brokenRule } from './rules.ts'

const { skewMs } = limits

/** A line of a test: `a|running,write only` is printed by node a; with a third part, as a line of that text. */
function lineOf(machines: readonly string[], text: string, ms: number): Line {
  const [node = '', states = '', message = ''] = text.split('|')
  const row = subjects.flatMap(({ messages }) => messages).find((it) => it.text === message) ?? null
  const marks = states
    .split(',')
    .flatMap((state, i): Mark[] =>
      state === '' ? [] : [{ life: new Life(machines[i]!, '1', null, state), state, when: 'at', ahead: false }],
    )
  return { node, ms, level: 'INFO', place: '', message, fields: {}, tail: '', row, marks }
}

function explained(machines: readonly string[], texts: readonly string[], stepMs = 60_000): boolean {
  return explains(
    machines,
    '1',
    null,
    texts.map((text, i) => lineOf(machines, text, i * stepMs)),
    skewMs,
  )
}

describe('a job with its schema state', () => {
  const job = (...texts: string[]) =>
    explained(
      ['job', 'schema-state'],
      texts.map((text) => `a|${text}`),
    )

  test('goes forward, with any line lost', () => {
    expect(
      job('queueing,none', 'running,delete only', 'running,write only', 'running,write reorganization', 'done,public', 'synced,public'),
    ).toBe(true)
    expect(job('queueing,none', 'done,public')).toBe(true)
    expect(job('running,write only', 'paused,', 'synced,')).toBe(true)
  })

  test('goes back only with a rollback', () => {
    expect(job('running,write only', 'running,delete only')).toBe(false)
    expect(job('running,write only', 'rollingback,delete only', 'rollback done,none')).toBe(true)
    expect(job('running,write only', 'rollback done,none')).toBe(true)
    expect(job('rollingback,delete reorganization', 'synced,public')).toBe(false)
    expect(job('running,none', 'synced,none')).toBe(false)
  })

  test('each of its two states alone would have allowed it', () => {
    expect(explained(['schema-state'], ['a|write only', 'a|delete only'])).toBe(true)
  })
})

test('a task keeps to the steps of its type, has none before it begins, and no others behind it', () => {
  const task = (...texts: string[]) =>
    explained(
      ['task', 'task-step'],
      texts.map((text) => `a|${text}`),
    )
  expect(task('pending,init', 'running,read-index', 'succeed,done')).toBe(true)
  expect(task('running,read-index', 'running,post-process')).toBe(false)
  expect(task('running,encode', 'running,ingest', 'succeed,')).toBe(true)
  expect(task('pending,read-index')).toBe(false)
  expect(task('succeed,', 'pending,')).toBe(false)
  expect(task('running,ingest', 'running,read-index')).toBe(false)
})

test('lines of two nodes may have changed places within what their clocks may differ, those of one node not', () => {
  const swapped = ['a|running,write only', 'b|running,delete only']
  expect(explained(['job', 'schema-state'], swapped, skewMs)).toBe(true)
  expect(explained(['job', 'schema-state'], swapped, skewMs + 1)).toBe(false)
  expect(explained(['job', 'schema-state'], ['a|running,write only', 'a|running,delete only'], 1)).toBe(false)
})

test('that a job was written may be told when its owner has begun, but not much later', () => {
  const late = (ms: number) =>
    explained(['job', 'schema-state'], ['a|running,delete only', 'a|queueing,none|add DDL jobs', 'a|running,write only'], ms)
  expect(late(1_500)).toBe(true)
  expect(late(2_500)).toBe(false)
  expect(explained(['job', 'schema-state'], ['a|running,delete only', 'a|queueing,none'], 1_500)).toBe(false)
})

test('a line that does not say which end a task came to allows each', () => {
  const task = (...texts: string[]) =>
    explained(
      ['task', 'task-step'],
      texts.map((text) => `a|${text}`),
    )
  expect(task('running,read-index', 'reverted,', 'succeed,|cleanup task')).toBe(true)
  expect(task('running,read-index', 'reverted,', 'succeed,')).toBe(false)
})

test('for a machine alone it agrees with trying all paths', () => {
  const small = subjects.filter(
    ({ name, transitions }) => !TOGETHER.flat().includes(name) && transitions.length > 0 && transitions.length < 12,
  )
  expect(small.length).toBeGreaterThan(5)
  const trace = fc.constantFrom(...small).chain((subject) => {
    const { initial, resting, final, other } = subject.states
    return fc.tuple(
      fc.constant(subject),
      fc.array(fc.constantFrom(...new Set([...initial, ...resting, ...final, ...other])), { minLength: 1, maxLength: 5 }),
    )
  })
  fc.assert(
    fc.property(trace, ([subject, states]) => {
      const bill = cheapestBill(
        subject,
        states.map((state) => ({ states: [state], kind: '', reported: false })),
        true,
      )
      expect(
        explained(
          [subject.name],
          states.map((state) => `a|${state}`),
        ),
      ).toBe(bill !== null)
    }),
  )
})

describe('healthy runs are explained', () => {
  const faults = (logs: Logs): string[] => {
    const lines = logs.flatMap((log) => log.lines).sort((a, b) => Math.floor(a.ms) - Math.floor(b.ms))
    const lives = new Set(lines.flatMap(({ marks }) => marks.map(({ life }) => life)))
    const wrong = [...lives].filter(({ machine, id, node }) => {
      const together = TOGETHER.find((machines) => machines.includes(machine)) ?? [machine]
      return !explains(together, id, node, lines, skewMs)
    })
    return [...wrong.map(({ machine, id }) => `${machine} ${id}`), ...(brokenRule(logs, skewMs) ?? '')]
  }

  test.each(Object.entries(scenarios))('%s', (scenario, { eras, nodes }) => {
    for (const [seed, era] of [...new Set([eras[0]!, eras.at(-1)!])].entries()) {
      const logs = logsOf(simulate({ scenario, era, nodes: nodes + seed, seed, jobs: 1, pace: 1, noise: 0 }))
      expect(faults(logs)).toEqual([])
      for (const lose of Object.values(losses)) expect(faults(lose(logs, 0.3, new Random(seed)))).toEqual([])
    }
  })
})
