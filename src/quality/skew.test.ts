import { describe, expect, test } from 'vitest'
import { limits } from '../knowledge/limits.ts'
import type { History } from '../replay/history.ts'
import { Random } from '../simulate/cluster/random.ts'
import { faults } from '../simulate/faults.ts'
import { type Logs, logsOf } from '../simulate/logs.ts'
import { scenarios } from '../simulate/scenarios.ts'
import { simulate } from '../simulate/simulate.ts'
import { observe } from './observe.ts'

/** The clocks of two nodes differ by the skew at most; what each node printed stays in its order. */
function withClocks(logs: Logs, random: Random): Logs {
  return logs.map((log) => {
    const late = Math.floor(random.next() * limits.skewMs)
    return { ...log, lines: log.lines.map((line) => ({ ...line, ms: line.ms + late })) }
  })
}

function logsFor(scenario: string, nodes: number, seed: number): Logs {
  return logsOf(simulate({ scenario, era: scenarios[scenario]!.eras.at(-1)!, nodes, seed, jobs: 1, pace: 1, noise: 0 }))
}

const nameOf = ({ machine, entity, node }: History): string => `${machine} ${entity.id} ${node ?? ''}`

describe('whatever the clocks of the nodes, within the skew', () => {
  test.each(Object.entries(scenarios))('%s is told alike', async (scenario, { nodes }) => {
    const logs = logsFor(scenario, nodes + 1, 3)
    const before = new Map((await observe(logs)).histories.map((history) => [nameOf(history), history.verdict]))
    const { alarms, histories } = await observe(withClocks(logs, new Random(99)))
    expect(alarms).toEqual([])
    expect(histories.map(nameOf).sort()).toEqual([...before.keys()].sort())
    // A line that comes too late is one that had to be assumed until then.
    const changed = histories.filter((history) => history.verdict !== before.get(nameOf(history)))
    expect(changed.flatMap(({ verdict }) => (verdict === 'conforming-if' ? [] : [verdict]))).toEqual([])
  })

  test('a clock that is a minute late is told, and accuses nobody', async () => {
    for (const scenario of ['global-sort', 'local-sort', 'import-into-global-sort']) {
      const logs = logsFor(scenario, 3, 5)
      const late = logs.map((log, i) => (i === 2 ? { ...log, lines: log.lines.map((line) => ({ ...line, ms: line.ms - 60_000 })) } : log))
      const { alarms, clocks } = await observe(late)
      expect(alarms).toEqual([])
      const told = clocks.filter(({ clock }) => clock !== null)
      const slow = logs[2]!.node
      expect(told.some(({ node, clock }) => node === slow || clock!.against === slow)).toBe(true)
      for (const { node, clock } of told) {
        const off = node === slow ? -60_000 : 60_000
        expect(clock!.leastMs ?? off).toBeLessThanOrEqual(off)
        expect(clock!.mostMs ?? off).toBeGreaterThanOrEqual(off)
      }
    }
  })

  test.each(faults.map((fault) => [fault.name, fault] as const))(
    'a fault is told that has nothing to do with them: %s',
    async (_, fault) => {
      const logs = logsFor('rolling-restart', 3, 8)
      for (let seed = 1; seed <= 3; seed++) {
        const planted = fault.plant(logs, new Random(seed * 7_919))
        if (planted === null) continue
        const codes = async (faulty: Logs) => [...new Set((await observe(faulty)).alarms.map(({ code }) => code))].sort()
        const told = await codes(planted.logs)
        expect(await codes(withClocks(planted.logs, new Random(seed)))).toEqual(told)
      }
    },
  )
})
