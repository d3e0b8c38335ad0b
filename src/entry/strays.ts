import type { Line } from '../envelope/envelope.ts'
import type { Instant, Note, Origin } from './entry.ts'
import { instantOf } from './header-values.ts'
import { NoteReader } from './note.ts'
import type { Wants } from './wants.ts'

const ASKED: readonly Note['note'][] = [{ what: 'text' }]
/** Characters of a line that are kept. */
const KEPT = 2000

/** The lines of one stream that are neither entries nor Go reports: looks what of them is evidence all the same. */
export class Strays {
  private readonly reader = new NoteReader()

  constructor(
    private readonly origin: Origin,
    private readonly wants: Pick<Wants, 'isAsked'>,
  ) {}

  /** @param time of the line, or of what stood before it */
  notes(text: string, line: Line, time: Instant | null): Note[] {
    if (text === '') return []
    const told = this.reader.read(text)
    const asked = told.length === 0 && this.wants.isAsked(line.buf, line.start, line.end)
    const where = { source: this.origin.source, line: line.line, column: line.column + 1 }
    const kept = text.slice(0, KEPT)
    return (asked ? ASKED : told).map((note) => ({
      kind: 'note',
      where,
      origin: this.origin,
      time: printedTime(note) ?? time,
      note,
      text: kept,
    }))
  }
}

/** A harness prints the time of its look at the job. */
function printedTime(note: Note['note']): Instant | null {
  const now = 'fields' in note ? note.fields.find(({ key }) => key === 'now') : undefined
  return now === undefined ? null : instantOf(now.value)
}
