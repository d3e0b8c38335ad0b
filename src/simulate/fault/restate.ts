import type { Shows } from '../../knowledge/contract.ts'
import { canonicalField } from '../../knowledge/spellings.ts'
import type { Fields, Line, Mark } from '../cluster/line.ts'

/** Where a whole job is printed, its states stand within. */
const IN_JOB: Readonly<Record<string, string>> = { 'job.State': 'State', 'job.SchemaState': 'SchemaState' }

/**
 * A line that says another state of the entity than it said.
 * @returns null when the line's words themselves are the state
 */
export function restate(line: Line, mark: Mark, to: string): Line | null {
  for (const show of line.row?.shows ?? []) {
    if (show.machine !== mark.life.machine || show.field === undefined) continue
    const fields = withState(line.fields, show, mark.state, to)
    if (fields === null) continue
    return { ...line, fields, marks: line.marks.map((it) => (it === mark ? { ...it, state: to } : it)) }
  }
  return null
}

function withState(fields: Fields, show: Shows, from: string, to: string): Fields | null {
  const inJob = IN_JOB[show.field as string]
  if (inJob !== undefined) return withJobState(fields, inJob, from, to)
  const key = Object.keys(fields).find((it) => canonicalField(it) === show.field)
  if (key === undefined || name(show, String(fields[key])) !== from) return null
  return { ...fields, [key]: printed(show, to) }
}

function withJobState(fields: Fields, part: string, from: string, to: string): Fields | null {
  for (const key of ['job', 'jobs']) {
    const text = fields[key]
    if (typeof text !== 'string' || !text.includes(` ${part}:${from},`)) continue
    return { ...fields, [key]: text.replace(` ${part}:${from},`, () => ` ${part}:${to},`) }
  }
  return null
}

function name({ map }: Shows, text: string): string {
  return map?.[text] ?? text
}

/** A state as the line's era prints it. */
function printed({ map }: Shows, state: string): string {
  return Object.entries(map ?? {}).find(([, name]) => name === state)?.[0] ?? state
}
