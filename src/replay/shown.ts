import type { Event } from '../event/event.ts'
import type { Shows } from '../knowledge/contract.ts'
import { type EraSpan, surelyHas } from '../knowledge/eras.ts'
import type { Machine } from './machine.ts'

/** What lines of one row say about one machine at one moment; several shows are alternatives. */
export interface Claim {
  readonly machine: Machine
  readonly when: Shows['when']
  readonly shown: readonly Shown[]
}

interface Shown {
  /** Told of a TiDB that surely prints it so; null where all do. */
  readonly bounds: Pick<Shows, 'since' | 'until'> | null
  readonly only: readonly (readonly [field: string, values: readonly string[]])[]
  /** A constant state, as a name; null where a field holds it. */
  readonly state: string | null
  readonly field: string
  /** What a printed value means, in numbers of states; a value that is not here may still be one with blanks around it. */
  readonly values: ReadonlyMap<string, readonly number[]>
  readonly renamed: ReadonlyMap<string, string>
  readonly constant: readonly number[]
}

type Unknown = (machine: string, value: string) => void

const NONE: readonly never[] = []
const MOMENT: Readonly<Record<Shows['when'], number>> = { before: 0, at: 1, after: 2 }

/**
 * Prepares what a row shows. Shows of one row about the same machine and moment are alternatives.
 * @returns claims in the order before, at, after, so that a line that shows both ends of a step is read in its direction
 */
export function compileShows(shows: readonly Shows[], machines: ReadonlyMap<string, Machine>): readonly Claim[] {
  const claims: { machine: Machine; when: Shows['when']; shown: Shown[] }[] = []
  for (const show of shows) {
    const machine = machines.get(show.machine)
    if (machine === undefined) continue
    const same = claims.find((claim) => claim.machine === machine && claim.when === show.when)
    if (same !== undefined) same.shown.push(compileShow(show, machine))
    else claims.push({ machine, when: show.when, shown: [compileShow(show, machine)] })
  }
  return claims.sort((a, b) => MOMENT[a.when] - MOMENT[b.when])
}

function compileShow({ only, state, field, map, since, until }: Shows, { lists }: Machine): Shown {
  const renamed = new Map(Object.entries(map ?? {}))
  return {
    bounds: since === undefined && until === undefined ? null : { since, until },
    only: Object.entries(only ?? {}),
    state: state ?? null,
    field: field ?? '',
    values: renamed.size === 0 ? lists : rename(lists, renamed),
    renamed,
    constant: (state === undefined ? undefined : lists.get(state)) ?? NONE,
  }
}

function rename(lists: Machine['lists'], renamed: ReadonlyMap<string, string>): Machine['lists'] {
  const values = new Map(lists)
  for (const [printed, name] of renamed) {
    const list = lists.get(name)
    if (list === undefined) values.delete(printed)
    else values.set(printed, list)
  }
  return values
}

/**
 * The states that a line shows, several when it leaves open which.
 * @param era the TiDB that the line may be of
 * @param unknown told of a value that the machine does not have
 * @returns null when the line says nothing: its field is empty, or it is about something else
 */
export function statesShown({ machine, shown }: Claim, event: Event, era: EraSpan, unknown: Unknown): readonly number[] | null {
  let states: readonly number[] | null = null
  for (const show of shown) {
    if (show.bounds !== null && !surelyHas(era, show.bounds)) continue
    const next = statesOf(show, event, machine, unknown)
    if (next === null) continue
    states = states === null || states.length === 0 ? next : union(states, next)
  }
  return states
}

function statesOf(show: Shown, { fields }: Event, machine: Machine, unknown: Unknown): readonly number[] | null {
  for (const [field, values] of show.only) if (!values.includes(fields[field] ?? '')) return null
  if (show.state !== null) {
    if (show.constant.length === 0) unknown(machine.name, show.state)
    return show.constant
  }
  const printed = fields[show.field] ?? ''
  return show.values.get(printed) ?? unusual(show, printed.trim(), machine, unknown)
}

function unusual(show: Shown, printed: string, machine: Machine, unknown: Unknown): readonly number[] | null {
  const name = show.renamed.get(printed) ?? printed
  if (name === '') return null
  const states = show.values.get(printed)
  if (states === undefined) unknown(machine.name, name)
  return states ?? NONE
}

function union(states: readonly number[], more: readonly number[]): readonly number[] {
  return more.every((state) => states.includes(state)) ? states : [...new Set([...states, ...more])]
}

/** The machine's entity on a line; a node and its part in an election need no id of their own. */
export function idOf(event: Event, machine: Machine): string | null {
  const kind = machine.subject.entity
  const id = event.ids[kind] ?? (event.entity?.kind === kind ? event.entity.id : undefined)
  if (id !== undefined) return id
  return kind === 'node' || kind === 'owner' ? (event.node ?? '') : null
}
