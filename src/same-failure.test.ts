import { describe, expect, test } from 'vitest'
import { fingerprintOf } from './report/build/fingerprint.ts'
import { eraNames } from './simulate/cluster/era.ts'
import { print } from './simulate/cluster/line.ts'
import { Random } from './simulate/cluster/random.ts'
import { faults } from './simulate/faults.ts'
import { type Logs, logsOf } from './simulate/logs.ts'
import { scenarios } from './simulate/scenarios.ts'
import { simulate } from './simulate/simulate.ts'
import type { Source } from './source/source.ts'
import { triage } from './triage.ts'

/** What can differ between two runs in which the same goes wrong. */
interface Telling {
  readonly seed: number
  readonly noise: number
  /** What the nodes are called, and the port they listen on. */
  readonly rename: (text: string) => string
  readonly turned: boolean
}

const here: Telling = { seed: 11, noise: 0, rename: (text) => text, turned: false }
const there: Telling = {
  seed: 22,
  noise: 20,
  rename: (text) => text.replace(/\btidb-(\d)/g, (_, n) => `prod-db-tidb-${Number(n) + 3}`).replaceAll(':4000', ':3930'),
  turned: true,
}

async function* sourcesOf(logs: Logs, { rename, turned }: Telling): AsyncGenerator<Source> {
  for (const { node, lines } of turned ? logs.toReversed() : logs) {
    const text = rename(lines.map((line) => `${print(line)}\n`).join(''))
    yield {
      ...{ name: rename(`${node}.log`), node: rename(node), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(text)
      },
    }
  }
}

/** @returns the machine whose course is broken, and the fingerprints; null where the logs have no place for the fault */
async function toldOf(scenario: string, fault: (typeof faults)[number], telling: Telling) {
  const { eras, nodes } = scenarios[scenario]!
  const { seed, noise } = telling
  const logs = logsOf(simulate({ scenario, era: eras.at(-1) ?? eraNames[0], nodes: nodes + 1, seed, jobs: 1, pace: 6, noise }))
  const planted = fault.plant(logs, new Random(5))
  if (planted === null) return null
  const { findings } = await triage({ sources: sourcesOf(planted.logs, telling), signatures: [], version: '0.0.0', minCoverage: 0 })
  return { machine: planted.life?.machine ?? null, prints: [...new Set(findings.map(({ id }) => fingerprintOf(id)))].sort() }
}

describe('the same failure has the same fingerprints, whatever the times, ids, ports, nodes, noise and order of the files', () => {
  // Each fault in five of the scenarios: together they have every one of them.
  const names = Object.keys(scenarios)
  const tried = faults.flatMap(({ name }, i) => [0, 4, 8, 12, 16].map((step) => [name, names[(3 * i + step) % names.length]!] as const))

  const compared: string[] = []

  test.each([...new Map(tried.map((pair) => [pair.join(), pair])).values()])('%s in %s', async (name, scenario) => {
    const fault = faults.find((one) => one.name === name)!
    const [one, other] = [await toldOf(scenario, fault, here), await toldOf(scenario, fault, there)]
    // Chance may have put the fault elsewhere: then it is another failure.
    if (one === null || other === null || one.machine !== other.machine) return
    expect(other.prints).toEqual(one.prints)
    compared.push(...one.prints)
  })

  test('and there was something to compare', () => expect(new Set(compared).size).toBeGreaterThan(10))
})
