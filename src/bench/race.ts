import { readFileSync } from 'node:fs'
import { type Figure, figureOf } from './figures.ts'
import type { Sample, Stopwatch } from './measure.ts'
import type { Contender, Goal, Race, Run, Section } from './section.ts'
import { isInstalled } from './tools.ts'

/** What a section came to. */
export interface Result {
  readonly id: string
  readonly title: string
  readonly figures: readonly Figure[]
  readonly verdicts: readonly Verdict[]
  /** What was left out, and what was not as it should be. */
  readonly notes: readonly string[]
}

export interface Verdict {
  readonly goal: Goal
  /** null: one of its contenders did not run. */
  readonly reached: number | null
}

export function leftOut({ id, title }: Section, reason: string): Result {
  return { id, title, figures: [], verdicts: [], notes: [`Left out: ${reason}.`] }
}

/** Runs all contenders of a section in turn, as many rounds as asked for, so that what disturbs the machine disturbs them alike. */
export async function runRace(section: Section, race: Race, rounds: number, watch: Stopwatch): Promise<Result> {
  const notes = new Set(race.notes)
  const runners = race.contenders.filter(({ name, needs }) => {
    const missing = needs.filter((program) => !isInstalled(program))
    if (missing.length > 0) notes.add(`Left out: ${name}, for want of ${missing.join(' and ')}.`)
    return missing.length === 0
  })
  const samples = new Map<Contender, Sample[]>(runners.map((runner) => [runner, []]))
  for (let round = 0; round < rounds * (race.repeat ?? 1); round++)
    for (const [runner, taken] of samples) {
      if (round >= (runner.mostRounds ?? Number.POSITIVE_INFINITY)) continue
      runner.before?.()
      const run: Run = await (runner.run?.(watch.output) ?? watch.run(runner, runner.prints === 'ours'))
      taken.push(run)
      for (const note of run.notes ?? []) notes.add(`${runner.name}: ${note}.`)
      const wrong = faultOf(runner, run, watch.output)
      if (wrong !== null) notes.add(`${runner.name}: ${wrong}.`)
    }
  const figures = [...samples].map(([{ name, bytes }, taken]) => figureOf(name, bytes, taken))
  const verdicts = race.goals.map((goal) => ({ goal, reached: goal.reached((name) => figures.find((figure) => figure.name === name)) }))
  return { id: section.id, title: section.title, figures, verdicts, notes: [...notes] }
}

/** A fast answer that is wrong is none. */
function faultOf({ prints, wrong = unclean, ends = 0 }: Contender, { code }: Sample, output: string): string | null {
  if (code !== ends) return `ended with code ${code}`
  return prints === 'ours' ? wrong(JSON.parse(readFileSync(output, 'utf8'))) : null
}

/** The healthy log must be called clean. */
export function unclean(printed: unknown): string | null {
  const { status } = printed as { status: string }
  return status === 'clean' ? null : `says ${status} of a healthy log`
}

/** How far a goal was missed, as a share of it; 0 when it was met. */
export function shortfall({ goal, reached }: Verdict): number {
  if (reached === null) return 0
  if (goal.atLeast !== undefined && reached < goal.atLeast) return 1 - reached / goal.atLeast
  return goal.atMost !== undefined && reached > goal.atMost ? reached / goal.atMost - 1 : 0
}
