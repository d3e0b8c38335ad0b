import type { Event } from '../event/event.ts'
import type { Shows } from '../knowledge/contract.ts'
import type { Machine } from './machine.ts'

/** What one line says about one machine. */
export interface Claim {
  readonly machine: Machine
  readonly when: Shows['when']
  /** Names of states; several when the line leaves open which. */
  readonly states: readonly string[]
}

/**
 * Reads the states that a line shows. Rows of one message about the same machine and moment are alternatives.
 * A line whose field is empty says nothing.
 * @returns claims in the order before, at, after, so that a line that shows both ends of a step is read in its direction
 */
export function claimsOf(event: Event, shows: readonly Shows[], machines: ReadonlyMap<string, Machine>): Claim[] {
  if (shows.length === 0) return []
  const claims: { machine: Machine; when: Shows['when']; states: string[] }[] = []
  for (const show of shows) {
    const machine = machines.get(show.machine)
    const state = stateOf(event, show)
    if (machine === undefined || state === null) continue
    const same = claims.find((claim) => claim.machine === machine && claim.when === show.when)
    if (same !== undefined) same.states.push(state)
    else claims.push({ machine, when: show.when, states: [state] })
  }
  return claims.sort((a, b) => MOMENT[a.when] - MOMENT[b.when])
}

const MOMENT: Readonly<Record<Shows['when'], number>> = { before: 0, at: 1, after: 2 }

function stateOf(event: Event, show: Shows): string | null {
  for (const [field, values] of Object.entries(show.only ?? {})) if (!values.includes(event.fields[field] ?? '')) return null
  if (show.state !== undefined) return show.state
  const printed = show.field === undefined ? '' : (event.fields[show.field] ?? '').trim()
  const state = show.map?.[printed] ?? printed
  return state === '' ? null : state
}
