import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Result } from './race.ts'
import { figureTable, goalTable, noteList } from './table.ts'
import { versions } from './tools.ts'

export const PAGE = 'docs/performance.md'

export interface Run {
  readonly results: readonly Result[]
  readonly mebibytes: number
  readonly rounds: number
  readonly seed: number
  /** As it was given after `npm run bench --`. */
  readonly flags: readonly string[]
  readonly now: Date
}

/** The text of a run: for the terminal, and for the page. */
export function tables({ results }: Pick<Run, 'results'>): string {
  const notes = noteList(results)
  return `${goalTable(results)}\n${figureTable(results)}${notes === '' ? '' : `\n${notes}`}`
}

export function writePage(run: Run): void {
  mkdirSync(dirname(PAGE), { recursive: true })
  writeFileSync(PAGE, pageOf(run))
}

function pageOf(run: Run): string {
  const { mebibytes, rounds, seed, flags, now } = run
  const processors = cpus()
  const machine = `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`
  return `# Performance

Written by \`npm run bench -- --write\`; do not edit. Figures of another machine, or of another run, are no measure for these: only what ran
side by side is compared.

- Day: ${now.toISOString().slice(0, 10)}
- Machine: ${machine}, ${process.platform} ${process.arch}
- Node ${process.version}; ${versions().join(', ')}
- Log: ${mebibytes} MiB, seed ${seed}; medians of ${rounds === 1 ? 'one round' : `${rounds} rounds`} in which the programs take turns, start-up of each process included,
  files in the page cache

${tables(run)}
## What is measured

\`analyze --format json\` does the whole of its work: every line is read and counted, messages are recognised, ids attributed, histories
replayed, signatures matched and the report printed. Its report on these logs must be \`clean\`; a run in which it is not says so above.
The others only look for the same texts: all that TiDB prints at INFO and that our tables know, and \`[WARN]\`, \`[ERROR]\`, \`[FATAL]\`.
MB/s counts the text itself, unpacked and without what a transport wraps round it. Peak memory of a pipeline is that of its largest
program; ripgrep maps plain files into memory, which counts as its own.

The logs are made, not collected: the healthy life of a cluster of v8.5 with up to six ADD INDEX (about 5 % of the lines), WARN and ERROR
of other code (2 %, some with stacks of 4 to 20 KB) and what else a busy cluster prints. Noise is drawn from a stock of 30,000
lines, which lie further apart than gzip looks back. Logs of one's own may hold more or less of what matters: measure those too.

## To repeat it

\`\`\`
npm ci
npm run bench --${flags.length === 0 ? '' : ` ${flags.join(' ')}`} --write
\`\`\`

\`--size\` (MiB), \`--rounds\`, \`--only plain,gz\`, \`--big\` (MiB, for memory), \`--soak\` (GiB, for a long stream), \`--seed\`, \`--dir\` (where the logs are made) and \`--keep\`
(leaves them there for the next run) change a run; \`--make\` only makes the logs, \`--stream\` (MiB) prints one. It wants about ten times
the size on disk, and nothing else busy on the machine.
`
}
