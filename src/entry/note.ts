import type { Field, Note } from './entry.ts'
import { JobReader } from './note-jobs.ts'
import { QueryReader } from './note-query.ts'
import { TaskReader } from './note-tasks.ts'
import { VersionReader } from './note-version.ts'

/** What people paste around logs. */
export type Pasted = Exclude<Note['note'], { readonly what: 'text' }>

const NOTHING: readonly Pasted[] = []
/** Longer strays are no line that a person pasted from a client or a form. */
const LONGEST = 20_000

/**
 * Reads the strays of one run of lines, in reading order, for what people paste around logs: versions, states of jobs, tasks and subtasks, tables that are empty.
 * A line of prose gives nothing: each note needs the shape of a program's output, or of an answer to a question about the version.
 * Fields of a job carry canonical names (`job.ID`, `job.State`, `table`, `query`); `now` is the time that a harness printed with it, without zone.
 */
export class NoteReader {
  private readonly versions = new VersionReader()
  private readonly jobs = new JobReader()
  private readonly tasks = new TaskReader()
  private readonly queries = new QueryReader()

  /** @returns the notes that this line completes; a block of several lines is told anew with each line that adds to it */
  read(text: string): readonly Pasted[] {
    if (text.length > LONGEST) return NOTHING
    if (text.includes('\\n')) return text.split(/\\n|\n/).flatMap((line) => this.line(line))
    return this.line(text)
  }

  private line(text: string): readonly Pasted[] {
    const version = this.versions.read(text)
    if (version) return [version]
    const row = this.tasks.read(text)
    const empty = this.queries.read(text)
    if (empty !== null) return [{ what: 'empty-set', fields: [{ key: 'from', value: empty }] }]
    const jobs = this.jobs.read(text)
    if (jobs.length > 0) return jobs.map((fields) => ({ what: isPart(fields) ? 'subjob' : 'job', fields }))
    return row === null ? NOTHING : [row]
  }
}

/** A part of a multi-schema change is listed under its job's id; its state is not the job's. */
function isPart(fields: readonly Field[]): boolean {
  return fields.some(({ key, value }) => key === 'job.Comment' && /^subjob\b/.test(value))
}
