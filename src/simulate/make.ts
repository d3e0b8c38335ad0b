import type { Era } from './cluster/era.ts'
import { print } from './cluster/line.ts'
import { Random } from './cluster/random.ts'
import { faults } from './faults.ts'
import { type Logs, logsOf } from './logs.ts'
import { losses } from './loss.ts'
import { scenarios } from './scenarios.ts'
import { simulate, type Wish } from './simulate.ts'
import { type Truth, truthOf } from './truth.ts'

/** What is to be done to the logs of a simulated cluster. */
export interface Harm {
  /** A name of the list of faults. */
  readonly fault: string | null
  /** How lines get lost, by name, and which share of them, 0 to 1. */
  readonly way: string
  readonly loss: number
}

export interface MadeFile {
  readonly name: string
  readonly text: string
}

/** Everything that may be asked for, by name. */
export interface Menu {
  readonly scenarios: readonly {
    readonly name: string
    readonly about: string
    readonly eras: readonly Era['name'][]
    readonly nodes: number
  }[]
  readonly faults: readonly { readonly name: string; readonly about: string }[]
  readonly ways: readonly string[]
}

export function menu(): Menu {
  return {
    scenarios: Object.entries(scenarios).map(([name, { about, eras, nodes }]) => ({ name, about, eras, nodes })),
    faults: faults.map(({ name, about }) => ({ name, about })),
    ways: Object.keys(losses),
  }
}

/**
 * The log of each node, and `truth.json` beside them. The same wish and harm give the same bytes.
 * @param wish of names that the menu has
 * @returns null where the logs have no place for the fault
 */
export function make(wish: Wish, harm: Harm): readonly MadeFile[] | null {
  const cluster = simulate(wish)
  const whole = logsOf(cluster)
  const random = new Random(wish.seed)
  const chosen = faults.find(({ name }) => name === harm.fault) ?? null
  const planted = chosen?.plant(whole, random) ?? null
  if (chosen !== null && planted === null) return null
  const logs = losses[harm.way as keyof typeof losses](planted?.logs ?? whole, harm.loss, random)
  const told = printTruth({ wish, harm, ...truthOf(cluster, logs, chosen, planted) })
  return [...logs.map(({ node, lines }) => ({ name: `${node}.log`, text: textOf(lines) })), { name: 'truth.json', text: told }]
}

function textOf(lines: Logs[number]['lines']): string {
  return lines.map((line) => `${print(line)}\n`).join('')
}

/** As JSON with a line for each entity, so that it can be read, searched and compared line by line. */
function printTruth({ entities, ...rest }: Truth & { readonly wish: Wish; readonly harm: Harm }): string {
  const head = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
  return `{\n${head.join('')}"entities": [\n${entities.map((entity) => JSON.stringify(entity)).join(',\n')}\n]\n}\n`
}
