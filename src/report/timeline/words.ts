import type { Field } from '../../entry/entry.ts'
import type { EntityRef } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'
import { nameOf } from '../wording/names.ts'
import type { LineRow, RowStep } from './row.ts'
import { isError } from './telling.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** A value longer than this is cut even where the line is not: it is in the log. */
const LONGEST = 120

/** Of so many machines the states are always told. */
const ALWAYS = 2
/** Machines whose states are called like those of the main one. */
const OWN_NAMES: ReadonlySet<string> = new Set(['backfill-state'])
/** Most specific first: for a line whose own entity is not known. */
const NEAREST: readonly EntityKind[] = ['subtask', 'task', 'job']

/**
 * What happened, in one line: the kind, how often, what it did beside what the states behind it say, what tells most.
 * @param fields those of the row that are worth telling
 */
export function happened(row: LineRow, fields: readonly Field[]): string {
  const { entity, steps } = row
  const odd = steps.filter(({ course }) => course !== 'normal' && course !== 'inferred').map(courseText)
  const others = steps.filter((step) => step.course !== 'inferred' && !isSame(step.entity, entity)).map(otherText)
  const errors = fields.filter(({ key }) => isError(key)).map(({ value }) => shortened(value))
  const head = [headOf(row), repeated(row)].filter((part) => part !== '').join('  ')
  const rest = fields.filter(({ key }) => !isError(key)).map(fieldText)
  return [[head, ...errors].join(': '), ...odd, ...rest, ...others].join('  ')
}

/** The kind, without the entity's where that stands beside it. */
function headOf({ what, event, message, entity }: LineRow): string {
  if (what === 'crash') return `${event}: ${message ?? 'its message is not in the log'}`
  if (event === 'unrecognised') return quoted(message ?? '')
  return entity !== null && event.startsWith(`${entity.kind}.`) ? event.slice(entity.kind.length + 1) : event
}

/** A step of another entity than the line's own. */
function otherText({ entity, from, to }: RowStep): string {
  return `(${shortName(entity)} ${from === null ? '' : `${from} `}→ ${to})`
}

/** `×137 in 68 s`; empty for what happened once. */
function repeated({ count, time, until }: LineRow): string {
  if (count === 1) return ''
  return time === null || until === null ? `×${count}` : `×${count} in ${span(until.ms - time.ms)}`
}

function courseText({ from, to, course }: RowStep): string {
  const step = `${from ?? 'nothing'} → ${to}`
  return course === 'illegal' ? `(no row allows ${step})` : `(${course}: ${step})`
}

/** What an inferred step lacks. */
export function inferredText({ from, logged }: RowStep): string {
  return `inferred${from === null ? '' : `, from ${from}`}: ${logged ? 'its line is missing' : 'TiDB prints no line for it'}`
}

/**
 * `running`, `running?` where it may be another; a state that the line entered has an arrow.
 * @param all whether the second machine's is told too, and those of further ones when the line entered them
 */
export function statesText({ states, steps, entity }: LineRow, all: boolean): string {
  const texts: string[] = []
  for (const [
    i,
    {
      machine,
      states: [likeliest = '', ...others],
    },
  ] of states.slice(0, all ? states.length : 1).entries()) {
    const moved = steps.some((step) => step.machine === machine && step.course !== 'inferred' && isSame(step.entity, entity))
    if (i >= ALWAYS && !moved) continue
    const name = i > 0 && OWN_NAMES.has(machine) ? `${machine.replace(/-state$/, '')} ` : ''
    texts.push(`${moved ? '→ ' : ''}${name}${likeliest}${others.length > 0 ? '?' : ''}`)
  }
  return texts.join(', ')
}

export function isSame(a: LineRow['entity'], b: LineRow['entity']): boolean {
  return a !== null && b !== null && a.kind === b.kind && a.id === b.id
}

/** What the line is about; where that is not known, the nearest that it names. */
export function entityText({ entity, ids, node }: Pick<LineRow, 'entity' | 'ids' | 'node'>): string {
  if (entity !== null) return entity.kind === 'node' && entity.id === node ? 'node' : shortName(entity)
  const kind = NEAREST.find((candidate) => ids[candidate] !== undefined)
  return kind === undefined ? '' : shortName({ kind, id: ids[kind]! })
}

/** The first of a UUID's five parts tells it apart. */
function shortName({ kind, id }: EntityRef): string {
  return nameOf({ kind, id: UUID.test(id) ? `${id.slice(0, 8)}…` : id })
}

function fieldText({ key, value }: Field): string {
  const shown = shortened(value)
  return `${key}=${/[\s"]/.test(shown) ? quoted(shown) : shown}`
}

function shortened(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`
}

/** `350 ms`, `68 s`, `12 min`, `3 h 5 min`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
