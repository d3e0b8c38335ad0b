import type { Instant, Note } from '../entry/entry.ts'
import { instantOf } from '../entry/header-values.ts'
import type { Event } from './event.ts'

/**
 * A note as an event: kind `note.version` with the fields `version`, `git-hash`, `go-version`, `note.job`, `note.task` and `note.subtask` with
 * those of a row, `note.subjob` with those of a part of a job, `note.empty-set`, or `note.text`.
 * @param zone minutes east of UTC in which a time that the note itself prints is read, since harnesses print none: that of the lines around
 * it unless given; null when unknown
 */
export function noteEvent(note: Note, zone: number | null = note.time?.zone ?? null): Event {
  const fields = fieldsOf(note)
  return {
    kind: `note.${note.note.what}`,
    ...about(note.note.what, fields),
    inferred: [],
    fields,
    node: note.origin.node,
    where: note.where,
    time: printed(fields.now, zone) ?? note.time,
    level: 'UNKNOWN',
    file: '',
    text: note.text,
    row: null,
  }
}

/** What a note is about, and all ids that it carries. A part of a job is about no job: the job's own row says how the job fares. */
function about(what: Note['note']['what'], fields: Readonly<Record<string, string>>): Pick<Event, 'entity' | 'ids'> {
  const { 'job.ID': job, task, subtask } = fields
  const ids: Event['ids'] = {
    ...(job === undefined ? {} : { job }),
    ...(what === 'task' || what === 'subtask'
      ? { ...(task === undefined ? {} : { task }), ...(subtask === undefined ? {} : { subtask }) }
      : {}),
  }
  const kind = what === 'job' || what === 'task' || what === 'subtask' ? what : null
  const id = kind === null ? undefined : ids[kind]
  return { entity: kind === null || id === undefined ? null : { kind, id }, ids }
}

function fieldsOf({ note }: Note): Record<string, string> {
  if ('fields' in note) return Object.fromEntries(note.fields.map(({ key, value }) => [key, value]))
  const fields: Record<string, string> = {}
  if (note.what === 'text') return fields
  if (note.version !== null) fields.version = note.version
  if (note.gitHash !== null) fields['git-hash'] = note.gitHash
  if (note.goVersion !== null) fields['go-version'] = note.goVersion
  return fields
}

function printed(now: string | undefined, zone: number | null): Instant | null {
  const time = now === undefined ? null : instantOf(now)
  if (time === null || time.zone !== null || zone === null) return time
  return { ms: time.ms - zone * 60_000, zone }
}
