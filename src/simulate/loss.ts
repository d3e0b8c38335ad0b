import type { Line } from './cluster/line.ts'
import type { Random } from './cluster/random.ts'
import type { Log, Logs } from './logs.ts'

/** How lines get lost on their way to whoever reads them. */
export type Losing = (logs: Logs, share: number, random: Random) => Logs

/** In a burst so many lines go at once, on an average. */
const BURST = 40

/** @param share of the lines, 0 to 1 */
export const losses: Readonly<Record<'random' | 'burst' | 'node', Losing>> = {
  /** One line here, one there. */
  random: (logs, share, random) => logs.map((log) => kept(log, () => random.next() >= share)),
  /** Whole stretches of each log. */
  burst: (logs, share, random) => logs.map((log) => withoutStretches(log, share, random)),
  /** The logs of whole nodes: one at least, and one is left. */
  node(logs, share, random) {
    if (share === 0 || logs.length === 1) return logs
    const gone = Math.min(logs.length - 1, Math.max(1, Math.round(logs.length * share)))
    const left = [...logs]
    for (let i = 0; i < gone; i++) left.splice(random.whole(0, left.length - 1), 1)
    return left
  },
}

function kept({ node, lines }: Log, keep: (line: Line, at: number) => boolean): Log {
  return { node, lines: lines.filter(keep) }
}

function withoutStretches(log: Log, share: number, random: Random): Log {
  const { length } = log.lines
  const gone = new Set<number>()
  while (gone.size < share * length) {
    const from = random.whole(0, length - 1)
    const many = Math.min(random.whole(1, 2 * BURST), Math.ceil(share * length) - gone.size)
    for (let i = from; i < Math.min(length, from + many); i++) gone.add(i)
  }
  return kept(log, (_, at) => !gone.has(at))
}
