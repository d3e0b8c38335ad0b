import { Random } from '../simulate/cluster/random.ts'
import { mix } from './mix.ts'
import { type NoisePool, noisePool } from './noise.ts'
import { plotOf, tell } from './story.ts'

export interface Wanted {
  readonly nodes: number
  /** Of each node's log. */
  readonly bytes: number
  readonly seed: number
}

/** A piece of the log of one node: whole lines. */
export interface Piece {
  readonly node: number
  readonly data: Buffer
}

/** Share of the lines that tell the story, and of those that are WARN or ERROR of other code. */
export const RELEVANT = 0.05
export const TROUBLED = 0.02
const MEAN_LINE = 312
const MOST_BODIES = 30_000

/**
 * The logs of a cluster through some ADD INDEX, all of them healthy, piece by piece in the order of each node's log.
 * The same wish gives the same bytes.
 */
export function* generate({ nodes, bytes, seed }: Wanted): Generator<Piece> {
  const plot = plotOf((bytes / MEAN_LINE) * RELEVANT, nodes)
  const random = new Random(seed)
  const pool = poolFor(random, nodes * bytes)
  for (const { from, to, logs } of tell('v8.5', nodes, seed, plot))
    for (const [node, story] of logs.entries())
      for (const data of mix(story, from, to, bytes / plot.jobs, pool, random)) yield { node, data }
}

function poolFor(random: Random, bytes: number): NoisePool {
  const bodies = Math.min(MOST_BODIES, Math.max(2_000, Math.round(bytes / MEAN_LINE / 4)))
  return noisePool(random, bodies, TROUBLED / (1 - RELEVANT))
}
