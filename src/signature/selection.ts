import type { Crash, Event } from '../event/event.ts'
import type { Selection } from '../knowledge/contract.ts'
import type { History } from '../replay/history.ts'
import { fieldTest } from './field-test.ts'

type LineSelection = Extract<Selection, { readonly event?: unknown }>
type CrashSelection = Extract<Selection, { readonly crash: unknown }>
type HistorySelection = Extract<Selection, { readonly history: unknown }>

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** A selection ready to be asked. `kinds` and `texts` are what the matcher indexes by; with no kind every event is asked. */
export type Probe =
  | {
      readonly on: 'line'
      readonly name: string
      readonly kinds: readonly string[]
      readonly texts: readonly string[]
      test(event: Event): boolean
    }
  | { readonly on: 'crash'; readonly name: string; test(crash: Crash): boolean }
  | { readonly on: 'history'; readonly name: string; test(history: History): boolean }

/** Makes a named selection askable. */
export function probe(name: string, selection: Selection): Probe {
  if ('crash' in selection) return { on: 'crash', name, test: crashTest(selection) }
  if ('history' in selection) return { on: 'history', name, test: historyTest(selection) }
  return lineProbe(name, selection)
}

function lineProbe(name: string, selection: LineSelection): Probe {
  const kinds = list(selection.event)
  const texts = list(selection.text)
  const fields = Object.entries(selection.fields ?? {}).map(([field, test]) => ({ field, holds: fieldTest(test) }))
  const levels = new Set(selection.level ?? [])
  const kindSet = new Set(kinds)
  return {
    on: 'line',
    name,
    kinds,
    texts,
    test: (event) =>
      (kindSet.size === 0 || kindSet.has(event.kind)) &&
      (levels.size === 0 || levels.has(event.level)) &&
      (texts.length === 0 || texts.some((text) => event.text.includes(text))) &&
      fields.every(({ field, holds }) => {
        const value = event.fields[field]
        return value !== undefined && holds(value)
      }),
  }
}

function crashTest({ crash: wanted }: CrashSelection): (crash: Crash) => boolean {
  const message = wanted.message === undefined ? null : fieldTest(wanted.message)
  const [nilFunc, nilPosition] = wanted.nilArgument?.split(' ') ?? []
  return (crash) =>
    (wanted.kind === undefined || crash.kind === wanted.kind) &&
    (message === null || (crash.message !== null && message(crash.message))) &&
    (wanted.root === undefined || (crash.rootFrame !== null && endsLike(crash.rootFrame.func, wanted.root))) &&
    inOrder(
      crash.frames.map(({ func }) => func),
      wanted.frames ?? [],
    ) &&
    (nilFunc === undefined || crash.nilArguments.some(({ func, argument }) => argument === Number(nilPosition) && endsLike(func, nilFunc)))
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
