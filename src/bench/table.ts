import { markdownTable } from '../testing/markdown-table.ts'
import type { Figure } from './figures.ts'
import { type Result, shortfall, type Verdict } from './race.ts'

/** All goals of a run, as a Markdown table. */
export function goalTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ verdicts }) => verdicts.map(goalRow))
  return markdownTable(['goal', 'asked for', 'reached', ''], rows)
}

/** What each program took, as a Markdown table. */
export function figureTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ id, figures }) => figures.map((figure, i) => [i === 0 ? id : '', ...figureRow(figure)]))
  return markdownTable(['section', 'program', 'runs', 'median s', 'from – to', 'MB/s', 'cpu s', 'peak MB'], rows)
}

export function noteList(results: readonly Result[]): string {
  return results.flatMap(({ id, notes }) => notes.map((note) => `- ${id}: ${note}\n`)).join('')
}

function goalRow(verdict: Verdict): readonly string[] {
  const { goal, reached } = verdict
  const asked = goal.atLeast === undefined ? `≤ ${printed(goal.atMost as number, goal.unit)}` : `≥ ${printed(goal.atLeast, goal.unit)}`
  if (reached === null) return [goal.what, asked, '–', 'not measured']
  const short = shortfall(verdict)
  const judged = short === 0 ? 'met' : `${goal.atLeast === undefined ? 'over' : 'short'} by ${Math.ceil(short * 100)} %`
  return [goal.what, asked, printed(reached, goal.unit), judged]
}

function printed(value: number, unit: string): string {
  return `${unit === '×' ? Number(value.toFixed(2)) : Math.round(value)} ${unit}`
}

function figureRow({ name, runs, seconds, fastest, slowest, bytes, cpu, peak }: Figure): readonly string[] {
  const digits = (value: number): string => value.toFixed(3)
  const rate = bytes === 0 || bytes < 1e6 ? '' : String(Math.round(bytes / 1e6 / seconds))
  const memory = peak === null ? '?' : String(Math.round(peak / 1e6))
  return [name, String(runs), digits(seconds), `${digits(fastest)} – ${digits(slowest)}`, rate, cpu === null ? '?' : cpu.toFixed(2), memory]
}
