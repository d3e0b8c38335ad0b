import { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Random } from '../cluster/random.ts'
import { CHATTER } from './chatter.ts'
import type { NoiseLine } from './noise-line.ts'
import { TROUBLE } from './trouble.ts'

/** All that a busy cluster prints beside its DDL. */
export const ALL: readonly NoiseLine[] = [...CHATTER, ...TROUBLE]

/** Nothing of this sort is printed while the first process starts. */
const STARTING_MS = 4_000

/** Puts such lines between all others, on every node, from the begin of the run to its end. */
export function addNoise(cluster: Cluster, lines: number, rows: readonly NoiseLine[] = ALL): void {
  const { clock, era, random } = cluster
  const choose = chooser(rows)
  for (const node of cluster.live)
    for (let i = 0; i < lines; i++) {
      const { level, file, message, fields } = choose(random)
      const at = new Clock(era.begins + STARTING_MS + random.next() * (clock.ms - era.begins - STARTING_MS), random)
      node.say(at, level, file, message(random), fields(random))
    }
}

/** Picks a row as often as its weight says. */
export function chooser(rows: readonly NoiseLine[]): (random: Random) => NoiseLine {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  return (random) => {
    let left = random.next() * total
    return rows.find(({ weight }) => (left -= weight) < 0) ?? (rows[0] as NoiseLine)
  }
}
