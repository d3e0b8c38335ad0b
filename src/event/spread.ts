import { type DdlJob, parseDdlJobs } from '../../grammars/ddl-job.ts'
import { readJobsQuickly } from '../../grammars/ddl-job-quick.ts'
import type { LogEntryParts } from '../../grammars/log-entry-parts.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { type CompoundField, canonicalField } from '../knowledge/spellings.ts'
import { type FieldRole, printedIds, roleOf } from './field-role.ts'
import { Fields, keptOfValue } from './fields.ts'
import { isId } from './id.ts'
import { JobFields } from './job-fields.ts'

/** What a line says of one job, or of none: its fields by canonical name, and the ids among them. */
export interface Spread {
  readonly fields: Fields
  readonly ids: Partial<Record<EntityKind, string>>
}

/** A line whose job strings have been read; `others` are the fields that should hold one and hold something else. */
interface Line {
  readonly parts: LogEntryParts
  readonly others: readonly number[]
  readonly trailing: string | null
}

const NONE: readonly number[] = []
const JOB_ID = 1 << printedIds.indexOf('job')
const ID_NAMES = printedIds.map((kind) => ({ kind, nested: `${kind}.ID` }))

/**
 * An entry's fields by canonical name. Of keys that come twice, the first that says something counts. Compound fields of old loggers
 * are spread; a job string becomes `job.ID`, `job.State` …
 * @param trailing a job string that stood behind the message
 * @returns one record per job that the line prints; one in all when it prints none
 */
export function spreadFields(parts: LogEntryParts, trailing: string | null): Spread[] {
  const jobs: DdlJob[] = []
  let others = NONE
  for (let i = 0; i < parts.count; i++) if (roleOf(parts.key(i)).isJobs && !addJobs(jobs, parts.value(i))) others = [...others, i]
  const line = { parts, others, trailing: trailing === null || addJobs(jobs, trailing) ? null : trailing }
  return jobs.length === 0 ? [spread(line, null)] : jobs.map((job) => spread(line, job))
}

/** @returns false for what is no job string */
function addJobs(jobs: DdlJob[], text: string): boolean {
  const forms = text.includes('\n') ? [text, unwrapped(text)] : [text]
  const read = first(forms, readJobsQuickly) ?? (text.trimStart().startsWith('ID:') ? first(forms, readByGrammar) : null)
  if (read !== null) jobs.push(...read)
  return read !== null
}

/** A terminal may have wrapped the line: TiDB itself breaks none inside a job, but where an error has a break. */
function unwrapped(text: string): string {
  return text.replace(/,\n ?/g, ', ').replaceAll('\n', '')
}

function readByGrammar(text: string): readonly DdlJob[] | null {
  const parsed = parseDdlJobs(text)
  return parsed.ok ? parsed.tree : null
}

function first(forms: readonly string[], read: (form: string) => readonly DdlJob[] | null): readonly DdlJob[] | null {
  for (const form of forms) {
    const jobs = read(form)
    if (jobs !== null) return jobs
  }
  return null
}

function spread({ parts, others, trailing }: Line, job: DdlJob | null): Spread {
  const fields = job === null ? new Fields() : new JobFields(job)
  let ids = job === null ? 0 : JOB_ID
  let seen = 0
  for (let i = 0; i < parts.count; i++) {
    const role = roleOf(parts.key(i))
    if (role.isMute || (role.isJobs && !others.includes(i)) || isSaidByJob(role, job)) continue
    if ((seen & role.bit) === 0 || isUnsaid(fields, role.name)) put(fields, role, parts, i)
    seen |= role.bit
    ids |= role.id
    if (role.compound === null) continue
    spreadCompound(fields, parts.value(i), role.compound)
    ids = seen = -1
  }
  if (trailing !== null && isUnsaid(fields, 'job-string')) fields['job-string'] = trailing.slice(0, keptOfValue)
  return { fields, ids: idsOf(fields, ids) }
}

/** What a job string says counts more than a field that has the same name. */
function isSaidByJob({ ofJob }: FieldRole, job: DdlJob | null): boolean {
  return ofJob !== null && job !== null && Object.hasOwn(job, ofJob)
}

function isUnsaid(fields: Fields, name: string): boolean {
  const said = fields[name]
  return said === undefined || said === ''
}

function put(fields: Fields, { name }: FieldRole, parts: LogEntryParts, i: number): void {
  const costly = parts.costly(i)
  if (costly === null) fields[name] = parts.value(i, keptOfValue)
  else Fields.putLate(fields, name, costly)
}

function spreadCompound(fields: Fields, value: string, { between, within, rename }: CompoundField): void {
  for (const part of value.split(between)) {
    const at = part.indexOf(within)
    if (at <= 0) continue
    const key = part.slice(0, at).trim()
    const name = rename[key] ?? canonicalField(key)
    if (isUnsaid(fields, name)) fields[name] = part.slice(at + within.length, at + within.length + keptOfValue)
  }
}

/** @param named which of `printedIds` the fields may hold */
function idsOf(fields: Fields, named: number): Partial<Record<EntityKind, string>> {
  const ids: Partial<Record<EntityKind, string>> = {}
  if (named === 0) return ids
  for (let i = 0; i < ID_NAMES.length; i++) {
    if ((named & (1 << i)) === 0) continue
    const { kind, nested } = ID_NAMES[i]!
    const id = fields[kind] ?? fields[nested]
    if (id !== undefined && isId(id)) ids[kind] = id
  }
  return ids
}
