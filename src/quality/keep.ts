import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Line, type Mark, print } from '../simulate/cluster/line.ts'
import type { Wish } from '../simulate/simulate.ts'
import type { Made } from './mutant.ts'

/**
 * Writes the logs of each mutant that was missed, or told although lost lines explain it, to a directory of its own,
 * with what each line shows by the truth, for whoever looks into it.
 */
export function keepMissed(directory: string, { scenario, era, seed }: Wish, made: readonly Made[]): void {
  for (const [i, { mutant, logs }] of made.entries()) {
    const { fault, explained, whole, told } = mutant
    if (whole.caught !== explained) continue
    const own = join(directory, `${explained ? 'told' : 'missed'}-${fault}-${scenario}-${era}-${seed}-${i}`)
    mkdirSync(own, { recursive: true })
    for (const { node, lines } of logs) writeFileSync(join(own, `${node}.log`), lines.map((line) => `${print(line)}\n`).join(''))
    const truth = logs.flatMap(({ lines }) => lines.flatMap((line) => line.marks.map((mark) => ({ line, mark }))))
    writeFileSync(join(own, 'truth.txt'), `${told}, breaks ${mutant.breaks}\n${truth.map(printMark).sort().join('')}`)
  }
}

function printMark({ line, mark: { life, state, when } }: { readonly line: Line; readonly mark: Mark }): string {
  return `${new Date(line.ms).toISOString()} ${line.node} ${life.machine} ${life.id} ${when} ${state}: ${line.message}\n`
}
