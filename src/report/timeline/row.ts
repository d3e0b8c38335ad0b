import { unescapeText } from '../../../grammars/log-escape.ts'
import { lookHeader } from '../../../grammars/log-header.ts'
import type { Field, Instant, Level } from '../../entry/entry.ts'
import type { Crash, EntityRef, Event } from '../../event/event.ts'
import type { Arrival, Standing, Taken } from '../../replay/arrival.ts'
import type { Where } from '../../source/source.ts'
import { tellingFields } from './telling.ts'

/** One row of a timeline. Plain data. */
export type Row = LineRow | GapRow

/** What one line told, or several that said the same. */
export interface LineRow {
  readonly what: 'event' | 'crash'
  readonly time: Instant | null
  /** Of the last of those that said the same. */
  readonly until: Instant | null
  readonly count: number
  readonly node: string | null
  readonly entity: EntityRef | null
  /** Kin of the entity by kind, and whatever else the line is about. */
  readonly ids: Event['ids']
  /** Message kind, `unrecognised` for trouble that no table knows; of a crash its kind. */
  readonly event: string
  /** As printed; null where there is none. */
  readonly message: string | null
  readonly level: Level
  readonly fields: readonly Field[]
  /** What the line did to entities: steps that no line showed have the course `inferred` and stand before the line's own. */
  readonly steps: readonly RowStep[]
  /** Where the entity stands behind the line. */
  readonly states: readonly Standing[]
  readonly where: Where
}

export interface RowStep extends Taken {
  readonly machine: string
  readonly entity: EntityRef
}

/** A stretch in which a source is silent. */
export interface GapRow {
  readonly what: 'gap'
  readonly source: string
  readonly node: string | null
  readonly from: Instant
  readonly to: Instant
}

/** @param arrivals what the line did; @param states where its entity stands behind it */
export function eventRow(event: Event, arrivals: readonly Arrival[], states: readonly Standing[]): LineRow {
  const { time, node, entity, ids, kind, level, where, text } = event
  return {
    ...{ what: 'event', time, until: time, count: 1, node, entity, ids, event: kind, level, where, states },
    message: messageIn(text),
    fields: tellingFields(event),
    steps: arrivals.flatMap(({ machine, entity, steps }) => steps.map((step) => ({ ...step, machine, entity }))),
  }
}

export function crashRow({ kind, message, node, time, rootFrame, where }: Crash): LineRow {
  const fields = rootFrame === null ? [] : [{ key: 'in', value: rootFrame.func }]
  return {
    ...{ what: 'crash', time, until: time, count: 1, node, entity: null, ids: {}, event: kind, level: 'FATAL', where },
    ...{ message, fields, steps: [], states: [] },
  }
}

/** The message of a line; of what is no log line its beginning. */
function messageIn(text: string): string | null {
  const header = lookHeader(text)
  if (header === null) return text.split('\n', 1)[0]!.trim() || null
  return unescapeText(text.slice(header.messageStart, header.messageEnd))
}
