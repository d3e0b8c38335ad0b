import type { Cluster } from './cluster/cluster.ts'
import type { Era } from './cluster/era.ts'
import type { JobSpec } from './ddl/job.ts'
import { addNoise } from './noise/noise.ts'
import { begin } from './scenario/plain.ts'
import { scenarios } from './scenarios.ts'

/** What is wished of a simulated cluster. */
export interface Wish {
  /** A name of the table of scenarios. */
  readonly scenario: string
  readonly era: Era['name']
  readonly nodes: number
  readonly seed: number
  /** So many times the scenario happens, one after the other; the cluster stays the same. */
  readonly jobs: number
  /** How many times as long as usual the reading of a table takes. */
  readonly pace: number
  /** Lines of other code, on each node. */
  readonly noise: number
}

const TABLES = ['sbtest1', 'orders', 'customer', 'shipment', 'ledger', 'event_log']
/** Between two jobs, in milliseconds. */
const PAUSE = 3_000

/** A cluster that has gone through all that was wished, its nodes holding their logs. The same wish gives the same cluster. */
export function simulate({ scenario, era, nodes, seed, jobs, pace, noise }: Wish): Cluster {
  const { tell } = scenarios[scenario]!
  const cluster = begin(era, nodes, seed)
  for (let i = 0; i < jobs; i++) {
    const table = TABLES[i % TABLES.length] as string
    const spec: JobSpec = { table, index: i < TABLES.length ? 'idx_c' : `idx_c${i}`, rows: 10_000 * cluster.random.whole(2, 90), pace }
    tell(cluster, spec)
    cluster.clock.pass(PAUSE)
  }
  if (noise > 0) addNoise(cluster, noise)
  return cluster
}
