import type { Instant, Note } from '../entry/entry.ts'
import { instantOf } from '../entry/header-values.ts'
import type { Event } from './event.ts'

/**
 * A note as an event: kind `note.version` with the fields `version`, `git-hash`, `go-version`, `note.job` with the job's, or `note.text`.
 * @param zone minutes east of UTC in which a time that the note itself prints is read, since harnesses print none: that of the lines around
 * it unless given; null when unknown
 */
export function noteEvent(note: Note, zone: number | null = note.time?.zone ?? null): Event {
  const fields = fieldsOf(note)
  const id = fields['job.ID']
  return {
    kind: `note.${note.note.what}`,
    entity: id === undefined ? null : { kind: 'job', id },
    ids: id === undefined ? {} : { job: id },
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

function fieldsOf({ note }: Note): Record<string, string> {
  if (note.what === 'job') return Object.fromEntries(note.fields.map(({ key, value }) => [key, value]))
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
