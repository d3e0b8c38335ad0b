import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import type { Contender, Goal, Section } from '../section.ts'
import { ours } from './commands.ts'

const EVENTS = 1_000_000
const JOBS = 84
const QUARTER = 'a quarter of the events'
const ALL = '1,000,000 events'

/** A week of jobs in one run; as many jobs with a quarter of the events, and as many events of ten times as many jobs. */
export const replay: Section = {
  id: 'replay',
  title: 'Replaying a week of jobs',
  async prepare(inputs) {
    const week = (name: string, share: number, jobs: number): Contender => {
      const folder = inputs.days(7 * share, EVENTS * share, jobs)
      const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
      return ours(name, [folder], bytes)
    }
    return {
      contenders: [week(QUARTER, 1 / 4, JOBS), week(ALL, 1, JOBS), week(`${ALL}, ten times the jobs`, 1, JOBS * 10)],
      goals: [
        { what: ALL, atMost: 60_000, unit: 'ms', reached: (figure) => (figure(ALL)?.seconds ?? Number.NaN) * 1_000 || null },
        { what: 'time for four times the events', atMost: 4.4, unit: '×', reached: growth(({ seconds }) => seconds) },
        { what: 'peak memory for four times the events', atMost: 1.3, unit: '×', reached: growth(({ peak }) => peak) },
      ],
      notes: [`Every line is one of DDL, ingest or distributed tasks, of ${JOBS} jobs with six subtasks each.`],
    }
  },
}

function growth(of: (figure: Figure) => number | null): Goal['reached'] {
  return (figure) => {
    const [less, more] = [QUARTER, ALL].map((name) => figure(name)).map((found) => (found === undefined ? null : of(found)))
    return less === null || more === null || less === undefined || more === undefined ? null : more / less
  }
}
