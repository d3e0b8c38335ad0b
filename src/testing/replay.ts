import type { Level } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { EntityKind, Message, Shows, Subject, Transition } from '../knowledge/contract.ts'
import type { CoverageView, SourceCoverage } from '../replay/coverage.ts'

/** A subject for tests: rows as `from>to`, `from~>to` for recovery, `from?>to` for a quirk, `-` for no state, `:kind` behind for its line. */
export function subjectOf(rows: readonly string[], more: Partial<Subject> = {}): Subject {
  const transitions = rows.map(rowOf)
  const names = [...new Set(transitions.flatMap((row) => [row.from, row.to]))].filter((name): name is string => name !== null)
  return {
    name: 'task',
    entity: 'task',
    lives: 'stored',
    scope: 'cluster',
    states: { initial: [], resting: [], final: [], other: names },
    transitions,
    messages: [],
    invariants: [],
    ...more,
  }
}

function rowOf(text: string): Transition {
  const [, from, mark, to, kinds] = /^([\w-]+?)([~?]?)>([\w-]+)(?::(.*))?$/.exec(text) ?? []
  const course = mark === '~' ? 'recovery' : mark === '?' ? 'quirk' : 'normal'
  return { from: from === '-' ? null : (from as string), to: to as string, course, by: kinds?.split(',') ?? [], cite: 'test' }
}

export function messageOf(kind: string, shows: readonly Shows[] = [], more: Partial<Message> = {}): Message {
  return { text: kind, kind, entity: 'task', level: 'INFO', files: [], fields: [], shows, ...more }
}

export interface Sketch {
  readonly kind?: string
  readonly entity?: EntityKind
  readonly id?: string
  readonly ids?: Partial<Record<EntityKind, string>>
  readonly shows?: readonly Shows[]
  readonly fields?: Readonly<Record<string, string>>
  readonly node?: string | null
  readonly source?: string
  readonly at?: number | null
  readonly line?: number
  readonly level?: Exclude<Level, 'UNKNOWN'>
  readonly inferred?: readonly EntityKind[]
  readonly note?: true
}

/** An event for tests; seconds since 1970 in `at`, a task of id 1 on node n1 unless said otherwise. */
export function eventOf(sketch: Sketch): Event {
  const { kind = 'line', entity = 'task', id = '1', node = 'n1', level = 'INFO', fields = {}, inferred = [] } = sketch
  const at = sketch.at === undefined ? 0 : sketch.at
  return {
    kind,
    entity: { kind: entity, id },
    ids: { [entity]: id, ...sketch.ids },
    inferred,
    fields,
    node,
    where: { source: sketch.source ?? `${node}.log`, line: sketch.line ?? 1 },
    time: at === null ? null : { ms: at * 1_000, zone: 0 },
    level,
    file: '',
    text: kind,
    row: sketch.note === true ? null : messageOf(kind, sketch.shows ?? [], { level, entity }),
  }
}

/** An event that shows a task's state; the kind is `at-<state>` unless said otherwise. */
export function sighting(state: string, more: Sketch & { when?: Shows['when']; machine?: string } = {}): Event {
  const shows: Shows = { machine: more.machine ?? 'task', when: more.when ?? 'at', state }
  return eventOf({ kind: `at-${state}`, ...more, shows: [shows] })
}

/** Whole logs of these nodes, from the beginning of time to its end, down to the level. */
export function wholeLogs(nodes: readonly string[], more: Partial<SourceCoverage> = {}): CoverageView {
  const sources = nodes.map(
    (node): SourceCoverage => ({
      name: `${node}.log`,
      node,
      first: { ms: 0, zone: 0 },
      last: { ms: 1e9, zone: 0 },
      levels: { INFO: 10, WARN: 1 },
      order: 'ascending',
      truncated: false,
      version: null,
      ...more,
    }),
  )
  return { sources }
}
