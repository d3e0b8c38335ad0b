import type { Crash, Event } from '../event/event.ts'
import type { Selection } from '../knowledge/contract.ts'
import { inRange } from '../knowledge/versions.ts'
import type { History } from '../replay/history.ts'
import { fieldTest } from './field-test.ts'
import type { Finding } from './finding.ts'

type LineSelection = Extract<Selection, { readonly event?: unknown }>
type CrashSelection = Extract<Selection, { readonly crash: unknown }>
type HistorySelection = Extract<Selection, { readonly history: unknown }>

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** A selection over lines, ready to be asked. */
export interface LineProbe {
  readonly on: 'line'
  readonly name: string
  /** None: lines of every kind are asked. */
  readonly kinds: readonly string[]
  /** One of them must stand in the line; none: any line will do. */
  readonly texts: readonly string[]
  test(event: Event): boolean
  /** The test of a line that is known to be of one of the kinds. */
  testOfKind(event: Event): boolean
}

export interface CrashProbe {
  readonly on: 'crash'
  readonly name: string
  test(crash: Crash): boolean
}

export interface HistoryProbe {
  readonly on: 'history'
  readonly name: string
  readonly machine: string
  test(history: History): boolean
}

export interface FindingProbe {
  readonly on: 'finding'
  readonly name: string
  test(finding: Finding): boolean
}

export interface VersionProbe {
  readonly on: 'version'
  readonly name: string
  /** False for a version that cannot be read, such as a bare commit hash. */
  test(version: string): boolean
}

/** A selection ready to be asked. `kinds`, `texts` and `machine` are what the matcher indexes by. */
export type Probe = LineProbe | CrashProbe | HistoryProbe | FindingProbe | VersionProbe

/** Makes a named selection askable. */
export function probe(name: string, selection: Selection): Probe {
  if ('crash' in selection) return { on: 'crash', name, test: crashTest(selection) }
  if ('history' in selection) return { on: 'history', name, machine: selection.history.machine, test: historyTest(selection) }
  if ('finding' in selection) {
    const codes = list(selection.finding)
    return { on: 'finding', name, test: ({ code }) => codes.includes(code) }
  }
  if ('version' in selection) {
    const ranges = list(selection.version)
    return { on: 'version', name, test: (version) => ranges.some((range) => inRange(version, range) === true) }
  }
  return lineProbe(name, selection)
}

function lineProbe(name: string, selection: LineSelection): LineProbe {
  const kinds = list(selection.event)
  const texts = list(selection.text)
  const fields = Object.entries(selection.fields ?? {}).map(([field, test]) => ({ field, holds: fieldTest(test) }))
  const levels = selection.level ?? []
  const testOfKind = (event: Event): boolean => {
    if (levels.length > 0 && !levels.includes(event.level)) return false
    if (texts.length > 0 && !hasOneOf(event.text, texts)) return false
    for (const { field, holds } of fields) {
      const value = event.fields[field]
      if (value === undefined || !holds(value)) return false
    }
    return true
  }
  return {
    ...{ on: 'line', name, kinds, texts, testOfKind },
    test: (event) => (kinds.length === 0 || kinds.includes(event.kind)) && testOfKind(event),
  }
}

function hasOneOf(text: string, texts: readonly string[]): boolean {
  for (const it of texts) if (text.includes(it)) return true
  return false
}

function crashTest({ crash: wanted }: CrashSelection): (crash: Crash) => boolean {
  const message = wanted.message === undefined ? null : fieldTest(wanted.message)
  const [nilFunc, nilPosition] = wanted.nilArgument?.split(' ') ?? []
  return (crash) =>
    (wanted.kind === undefined || crash.kind === wanted.kind) &&
    (message === null || (crash.message !== null && message(crash.message))) &&
    (wanted.root === undefined || (crash.rootFrame !== null && endsLike(crash.rootFrame.func, wanted.root))) &&
    stacksOf(crash).some((stack) => inOrder(stack, wanted.frames ?? [])) &&
    (nilFunc === undefined || crash.nilArguments.some(({ func, argument }) => argument === Number(nilPosition) && endsLike(func, nilFunc)))
}

/** The crashing stack alone; a dump has none, and tells by any of its goroutines. */
function stacksOf({ kind, frames, buckets }: Crash): readonly (readonly string[])[] {
  const stacks = kind === 'dump' ? [frames, ...buckets.map((bucket) => bucket.frames)] : [frames]
  return stacks.map((stack) => stack.map(({ func }) => func))
}

/** Whether the wanted functions are met from the top downwards, with any frames between them. */
function inOrder(functions: readonly string[], wanted: readonly string[]): boolean {
  let next = 0
  for (const func of functions) if (next < wanted.length && endsLike(func, wanted[next]!)) next++
  return next === wanted.length
}

/**
 * Whether a function as Go prints it ends in a name, at a border of the name's parts.
 * `ddl.(*worker).run.func*` stands for any closure inside `run`, however deep, since their numbers change with every build.
 */
export function endsLike(func: string, name: string): boolean {
  const bare = name.endsWith('.func*') ? name.slice(0, -'.func*'.length) : name
  const ending = bare === name ? func : func.replace(/\.func\d[\d.]*(?:\.gowrap\d+)?$/, '')
  if (bare !== name && ending === func) return false
  return ending.endsWith(bare) && (ending.length === bare.length || './'.includes(ending[ending.length - bare.length - 1]!))
}

function historyTest({ history: wanted }: HistorySelection): (history: History) => boolean {
  const states = list(wanted.state)
  return (history) =>
    history.machine === wanted.machine &&
    (states.length === 0 || (history.states.length === 1 && states.includes(history.states[0]!))) &&
    (wanted.verdict === undefined || history.verdict === wanted.verdict)
}
