import { type DdlJob, parseDdlJobs } from '../../grammars/ddl-job.ts'
import { readJobsQuickly } from '../../grammars/ddl-job-quick.ts'
import type { LogEntryParts } from '../../grammars/log-entry-parts.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { type CompoundField, canonicalField } from '../knowledge/spellings.ts'
import { type FieldRole, printedIds, roleOf } from './field-role.ts'
import { Fields, keptOfValue } from './fields.ts'
import { isId } from './id.ts'

/** What a line says of one job, or of none: its fields by canonical name, and the ids among them. */
export interface Spread {
  readonly fields: Fields
  readonly ids: Partial<Record<EntityKind, string>>
}

const JOB_ID = 1 << printedIds.indexOf('job')
const ID_NAMES = printedIds.map((kind) => ({ kind, nested: `${kind}.ID` }))

/**
 * An entry's fields by canonical name. Of keys that come twice, the first that says something counts. Compound fields of old loggers
 * are spread; a job string becomes `job.ID`, `job.State` …
 * @param trailing a job string that stood behind the message
 * @returns one record per job that the line prints; one in all when it prints none
 */
export function spreadFields(parts: LogEntryParts, trailing: string | null): Spread[] {
  const base = new Fields()
  let jobs: readonly DdlJob[] | null = null
  let ids = 0
  let seen = 0
  for (let i = 0; i < parts.count; i++) {
    const role = roleOf(parts.key(i))
    if (role.isMute) continue
    if (role.isJobs) {
      const more = jobsIn(parts.value(i))
      if (more !== null) {
        jobs = jobs === null ? more : [...jobs, ...more]
        continue
      }
    }
    if ((seen & role.bit) === 0 || isUnsaid(base, role.name)) put(base, role, parts, i)
    seen |= role.bit
    ids |= role.id
    if (role.compound === null) continue
    spreadCompound(base, parts.value(i), role.compound)
    ids = seen = -1
  }
  const behind = trailing === null ? null : jobsIn(trailing)
  if (behind !== null) jobs = jobs === null ? behind : [...jobs, ...behind]
  else if (trailing !== null && isUnsaid(base, 'job-string')) base['job-string'] = trailing.slice(0, keptOfValue)
  if (jobs === null) return [{ fields: base, ids: idsOf(base, ids) }]
  return jobs.map((job, i) => ofJob(i === jobs.length - 1 ? base : Object.assign(new Fields(), base), job, ids | JOB_ID))
}

function jobsIn(text: string): readonly DdlJob[] | null {
  const quick = readJobsQuickly(text)
  if (quick !== null || !text.trimStart().startsWith('ID:')) return quick
  const parsed = parseDdlJobs(text)
  return parsed.ok ? parsed.tree : null
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

/** Adds the fields of one job, each under `job.`. */
function ofJob(fields: Fields, job: DdlJob, ids: number): Spread {
  fields['job.ID'] = job.ID
  fields['job.Type'] = job.Type
  fields['job.State'] = job.State
  fields['job.SchemaState'] = job.SchemaState
  fields['job.SchemaID'] = job.SchemaID
  fields['job.TableID'] = job.TableID
  fields['job.RowCount'] = job.RowCount
  fields['job.ArgLen'] = job.ArgLen
  fields['job.StartTime'] = job.StartTime
  fields['job.Err'] = job.Err
  fields['job.ErrCount'] = job.ErrCount
  fields['job.SnapshotVersion'] = job.SnapshotVersion
  if (job.LocalMode !== undefined) fields['job.LocalMode'] = job.LocalMode
  if (job.Version !== undefined) fields['job.Version'] = job.Version
  if (job.UniqueWarnings !== undefined) fields['job.UniqueWarnings'] = job.UniqueWarnings
  if (job.MultiSchemaChange !== undefined) fields['job.MultiSchemaChange'] = job.MultiSchemaChange
  if (job.Revertible !== undefined) fields['job.Revertible'] = job.Revertible
  return { fields, ids: idsOf(fields, ids) }
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
