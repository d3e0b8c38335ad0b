import type { Field } from './entry.ts'

/** Columns of `ADMIN SHOW DDL JOBS` and of `information_schema.ddl_jobs`, in lower case, and what an event calls them. */
const FIELDS: Readonly<Record<string, string>> = {
  job_id: 'job.ID',
  db_name: 'db',
  table_name: 'table',
  job_type: 'job.Type',
  schema_state: 'job.SchemaState',
  schema_id: 'job.SchemaID',
  table_id: 'job.TableID',
  row_count: 'job.RowCount',
  create_time: 'job.CreateTime',
  start_time: 'job.StartTime',
  end_time: 'job.EndTime',
  state: 'job.State',
  comments: 'job.Comment',
  query: 'query',
}

/** The job table's columns that a list of names holds, by place; null unless the job's id and one thing more are among them. */
export function columnsOf(cells: readonly string[]): readonly string[] | null {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const known = names.filter((name) => name in FIELDS).length
  return names.includes('job_id') && known >= 2 && known === names.length ? names : null
}

/**
 * One row of the job table as fields.
 * @returns null when the row does not fit its columns: another number of cells, or no number where the id should stand
 */
export function rowFields(columns: readonly string[], cells: readonly string[]): Field[] | null {
  const fitted = cells.length > columns.length ? joinQuery(columns, cells) : cells
  if (fitted.length !== columns.length) return null
  const fields = columns.flatMap((column, i) => columnFields(column, fitted[i]!.trim()))
  return fields.some(({ key, value }) => key === 'job.ID' && /^\d+$/.test(value)) ? fields : null
}

// A job type carries a comment of its own: add index /* ingest cloud */
/** One column's value as fields; nothing for NULL. */
export function columnFields(column: string, value: string): Field[] {
  const key = FIELDS[column.toLowerCase()]
  if (key === undefined || value === '' || /^<?null>?$/i.test(value)) return []
  if (key !== 'job.Type') return [{ key, value }]
  const comment = value.indexOf('/*')
  if (comment < 0) return [{ key, value }]
  const text = value
    .slice(comment + 2)
    .replace('*/', '')
    .trim()
  const type = { key, value: value.slice(0, comment).trim() }
  return text === '' ? [type] : [type, { key: 'job.Comment', value: text }]
}

/** A statement may hold the character that separates cells. */
function joinQuery(columns: readonly string[], cells: readonly string[]): readonly string[] {
  const at = columns.indexOf('query')
  if (at < 0) return cells
  const extra = cells.length - columns.length
  return [...cells.slice(0, at), cells.slice(at, at + extra + 1).join('|'), ...cells.slice(at + extra + 1)]
}
