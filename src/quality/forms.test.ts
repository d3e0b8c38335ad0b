import { expect, test } from 'vitest'
import { type Line, print } from '../simulate/cluster/line.ts'
import { type Log, type Logs, logsOf } from '../simulate/logs.ts'
import { scenarios } from '../simulate/scenarios.ts'
import { simulate } from '../simulate/simulate.ts'
import { observe } from './observe.ts'

/** Ways in which a healthy log comes to whoever is to read it. None of them is a fault of TiDB's. */
const forms: Readonly<Record<string, (logs: Logs) => Logs>> = {
  'one file of all nodes': (logs) => [whole('tidb', byTime(logs.flatMap(({ lines }) => lines)))],
  'one file, node by node': (logs) => [
    whole(
      'all',
      logs.flatMap(({ lines }) => lines),
    ),
  ],
  'each log under two names': (logs) => logs.flatMap((log, i) => [log, { ...log, node: `10.0.0.${i}_4000` }]),
  'one job, searched for': (logs) => kept(logs, (line) => print(line).includes('105')),
  'one task of all nodes, searched for': (logs) => [
    whole('x', byTime(kept(logs, (line) => print(line).includes('30001')).flatMap(({ lines }) => lines))),
  ],
  'warnings and errors': (logs) => kept(logs, ({ level }) => level !== 'INFO'),
  'the second half': (logs) => logs.map((log) => ({ ...log, lines: log.lines.slice(log.lines.length >> 1) })),
  'lines of neighbours in each other’s places': (logs) =>
    logs.map((log) => ({ ...log, lines: log.lines.map((_, i) => shuffled(log.lines, i)) })),
  'clocks set back in between': (logs) =>
    logs.map((log) => ({
      ...log,
      lines: log.lines.map((line, i) => (i < log.lines.length / 2 ? line : { ...line, ms: line.ms - 3_000 })),
    })),
  'clocks that are seconds apart': (logs) =>
    logs.map((log, i) => ({ ...log, lines: log.lines.map((line) => ({ ...line, ms: line.ms + i * 4_000 })) })),
}

const whole = (node: string, lines: readonly Line[]): Log => ({ node, lines })
const byTime = (lines: readonly Line[]): Line[] => [...lines].sort((a, b) => Math.floor(a.ms) - Math.floor(b.ms))
const kept = (logs: Logs, fits: (line: Line) => boolean): Logs => logs.map((log) => ({ ...log, lines: log.lines.filter(fits) }))
/** Of each three lines the first and the last have changed places. */
const shuffled = (lines: readonly Line[], i: number): Line => lines[i + (1 - (i % 3)) * 2] ?? (lines[i] as Line)

const runs = Object.entries(scenarios).map(([scenario, { eras, nodes }], i) =>
  logsOf(simulate({ scenario, era: eras[i % eras.length]!, nodes, seed: 5, jobs: 1, pace: 1, noise: 0 })),
)

test.each(Object.entries(forms))('a healthy run accuses nobody: %s', async (_, form) => {
  for (const logs of runs) expect((await observe(form(logs))).alarms).toEqual([])
})
