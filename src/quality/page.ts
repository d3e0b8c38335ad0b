import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { markdownTable } from '../testing/markdown-table.ts'
import type { Examined } from './examine.ts'
import type { Mutant } from './mutant.ts'
import { faultRows, goalsOf, lossyRecall, lossyRecallOfWhatIsLeft, near, recall, sum, sweepRows } from './sums.ts'
import { printShare, shareOf } from './wilson.ts'

export const PAGE = 'docs/quality.md'
/** The text of a run: for the terminal, and for the page. @param misses of each sort so many are shown */
export function tables(all: readonly Examined[], misses: number): string {
  return [goalTable(all), faultTable(all), sweepTable(all), missList(all, misses)].join('\n')
}

export function writePage(all: readonly Examined[], seeds: readonly number[], misses: number, now: Date): void {
  mkdirSync(dirname(PAGE), { recursive: true })
  writeFileSync(PAGE, pageOf(all, seeds, misses, now))
}

function goalTable(all: readonly Examined[]): string {
  const rows = goalsOf(all).map(({ what, asked, share, met }) => [what, asked, printShare(share), met ? 'met' : 'not met'])
  return markdownTable(['goal', 'asked for', 'reached (95 % interval)', ''], rows)
}

function faultTable(all: readonly Examined[]): string {
  const rows = faultRows(all).map(([name, , own]) => {
    const wrong = own.filter(({ explained }) => !explained)
    const legal = own.filter(({ explained }) => explained)
    return [
      ...[
        name,
        String(own.length),
        String(wrong.length),
        printShare(recall(wrong)),
        printShare(near(wrong)),
        printShare(lossyRecall(wrong)),
      ],
      printShare(lossyRecallOfWhatIsLeft(wrong)),
      `${legal.filter(({ whole }) => whole.caught).length} of ${legal.length}`,
      `${legal.filter(({ noticed }) => noticed).length} of ${legal.length}`,
    ]
  })
  const head = [
    'fault',
    'mutants',
    'not explained',
    'caught',
    'named within 3',
    'caught at 10 % loss',
    '… of what is left',
    'explained, yet told',
    '… noticed',
  ]
  return markdownTable(head, rows)
}

function sweepTable(all: readonly Examined[]): string {
  const rows = sweepRows(all).map(([way, share, own]) => {
    const alarms = own.flatMap((it) => it.alarms)
    const judged = sum(own, 'judged')
    return [
      ...[way, `${share * 100} %`, String(own.length), String(sum(own, 'violating'))],
      ...[printShare(shareOf(sum(own, 'notJudgeable'), judged)), printShare(shareOf(sum(own, 'conformingIf'), judged))],
      [...new Set(alarms)].map((code) => `${code} × ${alarms.filter((it) => it === code).length}`).join(', '),
    ]
  })
  return markdownTable(['lines lost', 'share', 'runs', 'violating', 'not judgeable', 'conforming-if', 'findings'], rows)
}

/** What was missed, by what it breaks, with what makes it again. */
function missList(all: readonly Examined[], misses: number): string {
  const mutants = all.flatMap(({ wish, mutants }) => mutants.map((mutant) => ({ wish, mutant })))
  const lines = (title: string, fits: (mutant: Mutant) => boolean): string => {
    const fitting = mutants.filter(({ mutant }) => fits(mutant))
    const sorts = [...new Set(fitting.map(({ mutant }) => `${mutant.fault}, breaks ${mutant.breaks}`))].sort()
    const list = sorts.map((sort) => {
      const own = fitting.filter(({ mutant }) => `${mutant.fault}, breaks ${mutant.breaks}` === sort)
      const samples = own
        .slice(0, misses)
        .map(({ wish, mutant }) => `  - \`${wish.scenario}\` of ${wish.era}, seed ${wish.seed}: ${mutant.told}\n`)
      return `- ${sort}: ${own.length}\n${samples.join('')}`
    })
    return `### ${title}\n\n${list.length === 0 ? 'None.\n' : list.join('')}`
  }
  return [
    lines('Missed', ({ explained, whole }) => !explained && !whole.caught),
    lines('Caught, but another line was named', ({ explained, whole }) => !explained && whole.caught && (whole.distance ?? 4) > 3),
    lines('Told, although lost lines explain it', ({ explained, whole }) => explained && whole.caught),
  ].join('\n')
}

function pageOf(all: readonly Examined[], seeds: readonly number[], misses: number, now: Date): string {
  const abouts = faultRows(all).map(([name, about]) => `- \`${name}\`: ${about}\n`)
  return `# Quality

Written by \`npm run quality -- --write\`; do not edit.

- Day: ${now.toISOString().slice(0, 10)}
- Seeds: ${seeds[0]} to ${seeds.at(-1)}, ${all.length} healthy runs, ${all.flatMap((one) => one.mutants).length} mutants
- Node ${process.version}

${tables(all, misses)}
## What is measured

Healthy runs of every scenario that \`tidb-triage simulate\` knows, of all its ages in turn, are made from the tables alone. One fault is
planted in each, and the text is read like any other log. A mutant counts as caught when an illegal step or a broken rule is told that the
healthy run did not have; it is then looked at again with 10 % of its lines lost.

${abouts.join('')}
Whether a mutant could have come about all the same is decided by trial: every order of the lines that the clocks of the nodes allow, every
state that the entity may have been in, every step that the model allows, with any line lost between (src/quality/oracle). A job is looked
at together with its schema state, a task with its step. A line shows what its words say and no more: an end that it leaves open may be any
end, that a job was written may be told two seconds late, and where the tables are not sure what an age prints, it prints nothing. What can
be explained so is no miss, and must not be called violating. A wrong parent, a number that only grows and went down, a subtask run twice for
longer than a lost node may be at it, and two owners for longer than a lease cannot be explained by any loss. Of lossy logs recall is told
of all mutants, and of those whose evidence is still there.

## To repeat it

\`\`\`
npm ci
npm run quality -- --seeds ${seeds.length}
\`\`\`

\`--first\` sets the first seed, \`--scenario\` and \`--fault\` look at one of them, \`--no-sweep\` leaves out the healthy runs,
\`--misses\` says how many of each sort are shown, \`--keep\` writes the logs of those, \`--write\` writes this page.
`
}
