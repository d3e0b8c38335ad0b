import { Random } from '../simulate/cluster/random.ts'
import { faults } from '../simulate/faults.ts'
import { logsOf } from '../simulate/logs.ts'
import { scenarios } from '../simulate/scenarios.ts'
import { simulate, type Wish } from '../simulate/simulate.ts'
import { keepMissed } from './keep.ts'
import { type Mutant, mutants } from './mutant.ts'
import { observe } from './observe.ts'
import { type Swept, sweep } from './sweep.ts'

/** Of the lines, with which mutants are looked at a second time. */
export const LOSS = 0.1

/** What is done to each run. */
export interface Asked {
  /** The one that is planted; null for all. */
  readonly fault: string | null
  /** Whether healthy runs are looked at with lines lost, which takes most of the time. */
  readonly sweep: boolean
  /** Where the logs of a mutant that was missed are kept; null for nowhere. */
  readonly keep: string | null
}

/** A healthy run, all that was done to it, and what was made of that. */
export interface Examined {
  readonly wish: Wish
  readonly mutants: readonly Mutant[]
  readonly swept: readonly Swept[]
}

/** The backfill takes so many times as long in turn: some faults need time. */
const PACES = [1, 25, 6]

/** One run of every scenario for each seed; ages, numbers of nodes, paces and noise go round. */
export function wishes(seeds: readonly number[], only: (scenario: string) => boolean): readonly Wish[] {
  return seeds.flatMap((seed) =>
    Object.entries(scenarios).flatMap(([scenario, { eras, nodes }], i) => {
      if (!only(scenario)) return []
      const era = eras[(seed + i) % eras.length]!
      return [
        {
          scenario,
          era,
          nodes: nodes + (seed % 3),
          seed,
          jobs: 1 + Number(seed % 4 === 0),
          pace: PACES[seed % 3]!,
          noise: 15 * (seed % 2),
        },
      ]
    }),
  )
}

export async function examine(wish: Wish, asked: Asked): Promise<Examined> {
  const logs = logsOf(simulate(wish))
  const healthy = await observe(logs)
  const found: Mutant[] = []
  for (const fault of faults.filter(({ name }) => asked.fault === null || asked.fault === name)) {
    const own = await mutants(logs, healthy, fault, randomOf(wish, fault.name), LOSS)
    if (asked.keep !== null) keepMissed(asked.keep, wish, own)
    found.push(...own.map(({ mutant }) => mutant))
  }
  return { wish, mutants: found, swept: asked.sweep ? await sweep(logs, healthy, randomOf(wish, 'sweep')) : [] }
}

/** Numbers of neighbouring seeds begin alike: this makes them differ. */
function randomOf({ scenario, era, seed }: Wish, what: string): Random {
  let sum = 2_166_136_261
  for (const char of `${scenario} ${era} ${seed} ${what}`) sum = Math.imul(sum ^ char.charCodeAt(0), 16_777_619) >>> 0
  return new Random(new Random(sum).whole(1, 1_000_000_000))
}
