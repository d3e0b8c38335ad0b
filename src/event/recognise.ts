import type { Entry, Level, Note } from '../entry/entry.ts'
import { partsOf } from '../entry/log-entry.ts'
import { NoteReader } from '../entry/note.ts'
import type { Message } from '../knowledge/contract.ts'
import { choose } from './choose.ts'
import type { Event } from './event.ts'
import { noteEvent } from './note.ts'
import { type Spread, spreadFields } from './spread.ts'
import { type Known, TextIndex } from './text-index.ts'

const NONE: readonly Event[] = []

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
  const index = new TextIndex(messages, literals)
  return {
    wants: (message, level) => {
      const { candidates, isHarness, isAsked } = index.of(message)
      return isWorse(level) || candidates.length > 0 || isHarness || isAsked
    },
    recognise: (entry) => recognise(entry, index.of(entry.message)),
  }
}

function recognise(entry: Entry, { candidates, isHarness, isAsked, trailing }: Known): readonly Event[] {
  if (candidates.length === 0 && isHarness) return harnessEvents(entry)
  if (candidates.length === 0 && !isAsked && !isBad(entry.level)) return NONE
  const parts = partsOf(entry)
  const row = choose(candidates, parts, entry.level)
  if (row === null && !isAsked && !isBad(entry.level)) return NONE
  const { file } = parts
  const spread = spreadFields(parts, trailing)
  if (spread.length === 1) return [eventOf(entry, file, row, spread[0]!)]
  return spread.map((one) => eventOf(entry, file, row, one))
}

function eventOf(entry: Entry, file: string, row: Message | null, { fields, ids }: Spread): Event {
  return {
    kind: row === null ? 'unrecognised' : row.kind,
    entity: null,
    ids,
    inferred: [],
    fields,
    node: entry.origin.node,
    where: entry.where,
    time: entry.time,
    level: entry.level,
    file,
    text: entry.text,
    row,
  }
}

/** What carries no level was read because somebody asked for it. */
function isBad(level: Level): boolean {
  return isWorse(level) || level === 'UNKNOWN'
}

function isWorse(level: Level): boolean {
  return level === 'WARN' || level === 'ERROR' || level === 'FATAL'
}

function harnessEvents(entry: Entry): Event[] {
  const { where, origin, time, text } = entry
  return new NoteReader().read(entry.message).map((note: Note['note']) => noteEvent({ kind: 'note', where, origin, time, note, text }))
}
