import type { Entry, Field, Level, Note } from '../entry/entry.ts'
import { NoteReader } from '../entry/note.ts'
import type { EntityKind, Message } from '../knowledge/contract.ts'
import { messagePrefixes } from '../knowledge/eras.ts'
import { choose } from './choose.ts'
import type { Event } from './event.ts'
import { noteEvent } from './note.ts'
import { spreadFields } from './spread.ts'
import { plainText } from './wants.ts'

const WORSE: ReadonlySet<Level> = new Set(['WARN', 'ERROR', 'FATAL'])
/** Entities whose ids lines print under the entity's own canonical name. */
const PRINTED: readonly EntityKind[] = ['job', 'task', 'subtask', 'engine', 'schema-version']
const ID = /^[\w.:/@-]{1,100}$/

export interface Recogniser {
  /** The cheap question: may `recognise` make anything of an entry with this message and level? */
  wants(message: string, level: Level): boolean
  /**
   * @returns an event per job that the line prints, else one; none when the entry is none of the tables' and no WARN or worse.
   * A WARN or worse that no row knows has the kind `unrecognised` and no row. A harness's words on a job give `note.job`.
   */
  recognise(entry: Entry): readonly Event[]
}

/**
 * @param messages rows of all subjects; several rows may share one text
 * @param literals beginnings of messages that become events (`unrecognised`) at any level, because somebody asks for them
 */
export function createRecogniser(messages: readonly Message[], literals: readonly string[] = []): Recogniser {
  const exact = new Map<string, Message[]>()
  const beginnings = messages.filter(({ match }) => match === 'prefix')
  for (const row of messages) if (row.match !== 'prefix') exact.set(row.text, [...(exact.get(row.text) ?? []), row])
  const isAsked = (message: string): boolean => literals.some((literal) => message.startsWith(literal))
  const rowsOf = (message: string): readonly Message[] => lookUp(message, exact, beginnings)
  return {
    wants: (message, level) => WORSE.has(level) || rowsOf(message).length > 0 || isHarness(message) || isAsked(message),
    recognise: (entry) => {
      const rows = rowsOf(entry.message)
      if (rows.length === 0 && isHarness(entry.message)) return harnessEvents(entry)
      const row = choose(rows, entry)
      return row === null && !WORSE.has(entry.level) && !isAsked(entry.message) ? [] : events(entry, row)
    },
  }
}

/** Rows with this text, as it is or without its era's prefix; what TiDB 2 and 3 print behind the text does not count. */
function lookUp(message: string, exact: ReadonlyMap<string, Message[]>, beginnings: readonly Message[]): readonly Message[] {
  const prefix = messagePrefixes.find((it) => message.startsWith(it)) ?? ''
  const bare = message.slice(prefix.length)
  const found = exact.get(message) ?? exact.get(bare) ?? exact.get(plainText(bare))
  return found ?? beginnings.filter(({ text }) => bare.startsWith(text))
}

function events(entry: Entry, row: Message | null): Event[] {
  return spreadFields([...entry.fields, ...trailingJob(entry.message)]).map((fields) => ({
    kind: row?.kind ?? 'unrecognised',
    entity: null,
    ids: idsOf(fields),
    inferred: [],
    fields,
    node: entry.origin.node,
    where: entry.where,
    time: entry.time,
    level: entry.level,
    file: entry.file,
    text: entry.text,
    row,
  }))
}

/** The job that TiDB 2 and 3 print behind the text of a message, as if it stood in a field. */
function trailingJob(message: string): Field[] {
  const text = plainText(message)
  return text.length === message.length ? [] : [{ key: 'job', value: message.slice(text.length + 1) }]
}

function idsOf(fields: Readonly<Record<string, string>>): Partial<Record<EntityKind, string>> {
  const ids: Partial<Record<EntityKind, string>> = {}
  for (const kind of PRINTED) {
    const id = fields[kind] ?? fields[`${kind}.ID`]
    if (id !== undefined && id !== '0' && ID.test(id)) ids[kind] = id
  }
  return ids
}

function isHarness(message: string): boolean {
  return message.includes('jobId: ') && message.includes(', state: ')
}

function harnessEvents(entry: Entry): Event[] {
  const { where, origin, time, text } = entry
  return new NoteReader().read(entry.message).map((note: Note['note']) => noteEvent({ kind: 'note', where, origin, time, note, text }))
}
