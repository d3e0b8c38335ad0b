import type { Life } from '../cluster/life.ts'
import type { Line } from '../cluster/line.ts'
import type { Random } from '../cluster/random.ts'
import { type Logs, type Sighting, sightings } from '../logs.ts'

/** Logs with one fault in them. */
export interface Planted {
  readonly logs: Logs
  /** The lines that are wrong; of a line that was left out those that stood beside it. */
  readonly lines: readonly Line[]
  /** Whose course is broken; null when the fault is one between several. */
  readonly life: Life | null
}

/** A way to make logs tell of something that TiDB does not do, or to take from them what it did. */
export interface Fault {
  readonly name: string
  readonly about: string
  /**
   * `by-order`: lost lines may explain it, which is to be found out; `never`: whatever was lost, it cannot have been so.
   */
  readonly explained: 'by-order' | 'never'
  /** @returns null where the logs have no place for it */
  readonly plant: (logs: Logs, random: Random) => Planted | null
}

/** One of the entities that fit, with what shows it. */
export function pickLife(
  logs: Logs,
  random: Random,
  fits: (seen: readonly Sighting[], life: Life) => boolean,
): { readonly life: Life; readonly seen: readonly Sighting[] } | null {
  const fitting = [...sightings(logs)].filter(([life, seen]) => fits(seen, life))
  if (fitting.length === 0) return null
  const [life, seen] = random.pick(fitting)
  return { life, seen }
}

/** One of some, null of none. */
export function pickOr<T>(random: Random, list: readonly T[]): T | null {
  return list.length === 0 ? null : random.pick(list)
}
