import { type DdlJob, parseDdlJobs } from '../../grammars/ddl-job.ts'
import type { Field } from '../entry/entry.ts'
import { type CompoundField, canonicalField, compoundFields } from '../knowledge/spellings.ts'

/** The canonical names under which a line prints one whole job, or several. */
const JOB_STRINGS = ['job-string', 'job-strings']

/** Characters of a value that are kept: stacks are read from the entry itself. */
const KEPT = 4_000

/**
 * An entry's fields by canonical name. Of keys that come twice, the first that says something counts. Compound fields of old loggers
 * are spread; a job string becomes `job.ID`, `job.State` …
 * @returns one record per job that the line prints; one in all when it prints none
 */
export function spreadFields(fields: readonly Field[]): Record<string, string>[] {
  const base: Record<string, string> = {}
  const jobs: DdlJob[] = []
  for (const { key, value } of fields) {
    if (key === '') continue
    const name = canonicalField(key)
    const parsed = JOB_STRINGS.includes(name) ? parseDdlJobs(value) : null
    if (parsed?.ok) {
      jobs.push(...parsed.tree)
      continue
    }
    put(base, name, value)
    const compound = compoundFields[key]
    if (compound) spreadCompound(base, value, compound)
  }
  return jobs.length === 0 ? [base] : jobs.map((job) => ({ ...base, ...jobFields(job) }))
}

function put(fields: Record<string, string>, name: string, value: string): void {
  if (fields[name] === undefined || fields[name] === '') fields[name] = value.length > KEPT ? value.slice(0, KEPT) : value
}

function spreadCompound(fields: Record<string, string>, value: string, { between, within, rename }: CompoundField): void {
  for (const part of value.split(between)) {
    const at = part.indexOf(within)
    if (at <= 0) continue
    const key = part.slice(0, at).trim()
    put(fields, rename[key] ?? canonicalField(key), part.slice(at + within.length))
  }
}

/** The fields of one job, each under `job.`. */
function jobFields(job: DdlJob): Record<string, string> {
  return Object.fromEntries(Object.entries(job).map(([name, value]) => [`job.${name}`, value]))
}
