import { groupBy } from '../../signature/group-by.ts'
import type { Report, ReportJob, ReportSubtask } from '../report.ts'

/** So many of one sort are told in one line. */
const LEAST = 4
const NAMED = 3

const HEALTHY = new Set(['conforming', 'conforming-if'])

/** Ids of what a finding is about, `job 443` among them: it is always told by itself. */
export function namedByFindings({ findings }: Report): ReadonlySet<string> {
  return new Set(findings.flatMap(({ entities }) => entities.map(({ kind, id }) => `${kind} ${id}`)))
}

/** Subtasks that did the same without any trouble, at least four of them in a group; and the others. */
export function quietSubtasks(
  subtasks: readonly ReportSubtask[],
  named: ReadonlySet<string>,
): { readonly groups: readonly (readonly [ReportSubtask, ...ReportSubtask[]])[]; readonly others: readonly ReportSubtask[] } {
  const isQuiet = ({ id, verdict, attempts, lastError, state }: ReportSubtask): boolean =>
    HEALTHY.has(verdict) && attempts <= 1 && lastError === null && state !== null && !named.has(`subtask ${id}`)
  const groups = [
    ...groupBy(subtasks.filter(isQuiet), ({ verdict, state, step }) => JSON.stringify([verdict, state, step])).values(),
  ].filter(({ length }) => length >= LEAST)
  const folded = new Set(groups.flat())
  return { groups, others: subtasks.filter((one) => !folded.has(one)) }
}

/** Jobs that these logs name and tell nothing of, where there are many: other DDL that went by; and the others. */
export function bareJobs(
  report: Report,
  named: ReadonlySet<string>,
): { readonly bare: readonly ReportJob[]; readonly others: readonly ReportJob[] } {
  const isBare = ({ id, state, type, tasks, history, lastError }: ReportJob): boolean =>
    state === null && type === null && lastError === null && tasks.length + history.length === 0 && !named.has(`job ${id}`)
  const bare = report.jobs.filter(isBare)
  return bare.length < LEAST ? { bare: [], others: report.jobs } : { bare, others: report.jobs.filter((job) => !isBare(job)) }
}

/** `tidb-0, tidb-1, tidb-2 and 2 more` */
export function some(names: readonly string[]): string {
  const more = names.length - NAMED
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ')
}
