import type { Field } from '../../entry/entry.ts'
import type { Event } from '../../event/event.ts'

const MOST = 6
const LONGEST = 300
const ERRORS: readonly string[] = ['error', 'Err', 'subtask-err', 'subtaskErr', 'task-err', 'taskErr']
/** Canonical fields that say nothing of what happened: who printed it, whose it is, what the states behind it say anyway, and what never changes. */
const SILENT: ReadonlySet<string> = new Set([
  ...[
    'category',
    'errorVerbose',
    'stack',
    'conn',
    'session_alias',
    'session',
    'worker',
    'logger',
    'target',
    'sampled',
    'trace_id',
    'traceID',
  ],
  ...['keyspaceName', 'keyspace', 'job', 'task', 'subtask', 'engine', 'index', 'indexes', 'task-key', 'task-type', 'type', 'owner-info'],
  ...['job-string', 'job-strings', 'task-description', 'jobs', 'indexInfo', 'now', 'error verbose'],
  ...['job.ID', 'job.State', 'job.SchemaState', 'job.SchemaID', 'job.TableID', 'job.ArgLen', 'job.StartTime', 'job.CreateTime'],
  ...['job.SnapshotVersion', 'job.UniqueWarnings', 'job.LocalMode', 'job.Version', 'job.Multi-Schema Change', 'job.Revertible'],
])
const NOTHING: ReadonlySet<string> = new Set(['', '<nil>', 'null', '[]', '{}'])
/** Of a job's own fields, those that are zero are as they always are. */
const UNTOUCHED: ReadonlySet<string> = new Set(['0', 'false'])

export function isError(key: string): boolean {
  return ERRORS.includes(key)
}

/** The fields of a line that tell most, errors first, else in the line's order; those of a job by their own names. Values are cut. */
export function tellingFields({ fields }: Pick<Event, 'fields'>): Field[] {
  const told: Field[] = []
  for (const name of Object.keys(fields)) {
    if (SILENT.has(name)) continue
    const value = (fields[name] as string).trim()
    if (NOTHING.has(value) || value.startsWith('&{') || (name.startsWith('job.') && UNTOUCHED.has(value))) continue
    told.push({ key: name.replace(/^job\./, ''), value: value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value })
  }
  const errors = told.filter(({ key }, i) => isError(key) && told.findIndex((it) => isError(it.key) && it.value === told[i]!.value) === i)
  return [...errors, ...told.filter(({ key }) => !isError(key))].slice(0, MOST)
}
