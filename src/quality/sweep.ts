import type { History } from '../replay/history.ts'
import type { Random } from '../simulate/cluster/random.ts'
import type { Logs } from '../simulate/logs.ts'
import { losses } from '../simulate/loss.ts'
import { type Observed, observe } from './observe.ts'

export const SHARES = [0, 0.05, 0.1, 0.25, 0.5] as const
export const WAYS = Object.keys(losses) as readonly (keyof typeof losses)[]

/** What was made of one healthy run that lost a share of its lines in one way. */
export interface Swept {
  readonly way: string
  readonly share: number
  /** Histories whose verdict is that TiDB broke its own rules. */
  readonly violating: number
  /** Histories that are judged when no line is lost, and how many of them are not any more. */
  readonly judged: number
  readonly notJudgeable: number
  readonly conformingIf: number
  /** Everything that was said against the cluster, by its code. */
  readonly alarms: readonly string[]
}

/** A healthy run through all losses. */
export async function sweep(logs: Logs, healthy: Observed, random: Random): Promise<readonly Swept[]> {
  const swept: Swept[] = []
  for (const way of WAYS)
    for (const share of SHARES) {
      const unharmed = share === 0 || (way === 'node' && logs.length === 1)
      const seen = unharmed ? healthy : await observe(losses[way](logs, share, random))
      swept.push(sum(way, share, seen.histories, healthy.histories, seen))
    }
  return swept
}

function sum(way: string, share: number, histories: readonly History[], before: readonly History[], { alarms }: Observed): Swept {
  const judgeable = new Set(before.filter(({ verdict }) => verdict !== 'not-judgeable').map(nameOf))
  const own = histories.filter((history) => judgeable.has(nameOf(history)))
  const count = (verdict: History['verdict']): number => own.filter((history) => history.verdict === verdict).length
  return {
    ...{ way, share, judged: own.length, notJudgeable: count('not-judgeable'), conformingIf: count('conforming-if') },
    violating: histories.filter(({ verdict }) => verdict === 'violating').length,
    alarms: alarms.map(({ code }) => code),
  }
}

function nameOf({ machine, entity, node }: History): string {
  return `${machine} ${entity.id} ${node ?? ''}`
}
