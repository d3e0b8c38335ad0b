import type { Message } from '../../knowledge/contract.ts'
import { stamp } from './clock.ts'
import type { Life } from './life.ts'

export type Fields = Readonly<Record<string, string | number | boolean>>
export type Level = 'INFO' | 'WARN' | 'ERROR'

/** What a line shows of an entity. */
export interface Mark {
  readonly life: Life
  readonly state: string
  /** Whether the entity is in the state before the step that the line tells of, after it, or at the time of the line. */
  readonly when: 'before' | 'after' | 'at'
  /** True when the line is printed before the step that it tells of is taken. */
  readonly ahead: boolean
}

/** A line as its node prints it, in parts, so that each part can be changed. */
export interface Line {
  readonly node: string
  readonly ms: number
  readonly level: Level
  /** The caller's file and its line number. */
  readonly place: string
  readonly message: string
  readonly fields: Fields
  /** Printed as it is behind the fields, such as the `[]` of a nil error. */
  readonly tail: string
  /** The row of the tables that knows the line; null for what has nothing to do with DDL. */
  readonly row: Message | null
  readonly marks: readonly Mark[]
}

export function print({ ms, level, place, message, fields, tail }: Line): string {
  const printed = Object.entries(fields).map(([key, value]) => ` [${quoted(key)}=${quoted(String(value))}]`)
  return `[${stamp(ms)}] [${level}] [${place}] [${quoted(message)}]${printed.join('')}${tail}`
}

/** Quotes as zap's text encoder does: only where a character asks for it. */
function quoted(text: string): string {
  return /^[^\s"=[\]\\]+$/.test(text) ? text : JSON.stringify(text)
}
