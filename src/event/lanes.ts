import { keysOf } from './keys.ts'
import type { RunTimes } from './run-times.ts'
import { stretches } from './stretches.ts'
import { Zones } from './zones.ts'

/** Items that are taken in their order, with keys that never fall. */
export interface Lane {
  readonly count: number
  /** None where there is no other lane to be merged with. */
  readonly keys: Float64Array
  /** The run that the k-th item is of. */
  run(k: number): number
  /** Its place in that run. */
  place(k: number): number
}

/** A lane that is still without keys: those of its items that have a time of their own to stand by have been taken out. */
interface Draft {
  readonly run: number
  readonly source: string
  readonly from: number
  /** Places of the items, null when all from `from` on are there. */
  readonly places: Uint32Array | null
  readonly count: number
  readonly keys: Float64Array | null
}

interface Loose {
  readonly run: number
  readonly place: number
  readonly key: number
}

/**
 * Computes from the times of runs alone in which order their items belong.
 * @param runs each in its own order already, those of one source in the order in which they stand in it
 * @returns lanes to be merged by their keys; where keys are equal, earlier lanes go first
 */
export function lanesOf(runs: readonly RunTimes[]): readonly Lane[] {
  if (runs.length === 1 && standsAsItIs(runs[0]!))
    return [{ count: runs[0]!.count, keys: new Float64Array(), run: () => 0, place: (k) => k }]
  const zones = new Zones(runs)
  const loose: Loose[] = []
  const drafts = runs.flatMap((run, i) =>
    stretches(run.count, (k) => run.ms(k)).map(({ from, to }) => draftOf(run, i, from, to, zones, loose)),
  )
  const keyed = withAllKeys(drafts.filter(({ count }) => count > 0))
  if (loose.length === 0) return keyed
  loose.sort((a, b) => a.key - b.key)
  const keys = Float64Array.from(loose, ({ key }) => key)
  return [...keyed, { count: loose.length, keys, run: (k) => loose[k]!.run, place: (k) => loose[k]!.place }]
}

/** Whether merging could not move anything: it is one log in its own order, and no note stands by its own time. */
function standsAsItIs(run: RunTimes): boolean {
  if (run.count === 0) return false
  for (let i = 0; i < run.count; i++) if (run.isNote(i) && !Number.isNaN(run.ms(i))) return false
  return stretches(run.count, (i) => run.ms(i)).length === 1
}

function draftOf(times: RunTimes, run: number, from: number, to: number, zones: Zones, loose: Loose[]): Draft {
  const before = loose.length
  for (let i = from; i < to; i++) if (times.isNote(i) && !Number.isNaN(times.ms(i))) loose.push({ run, place: i, key: zones.ms(times, i) })
  const count = to - from - (loose.length - before)
  const places = loose.length === before ? null : placesBut(loose.slice(before), from, to)
  const all = new Float64Array(count)
  for (let k = 0; k < count; k++) all[k] = zones.ms(times, places === null ? from + k : places[k]!)
  return { run, source: times.source, from, places, count, keys: keysOf(all) }
}

function placesBut(loose: readonly Loose[], from: number, to: number): Uint32Array {
  const out = new Set(loose.map(({ place }) => place))
  return Uint32Array.from({ length: to - from }, (_, i) => from + i).filter((place) => !out.has(place))
}

/** A stretch without times stands behind what its source said before, or in front of what it says next. */
function withAllKeys(drafts: readonly Draft[]): readonly Lane[] {
  const next = firstKeysBehind(drafts)
  const ends = new Map<string, number>()
  return drafts.map(({ run, source, from, places, count, keys }, i) => {
    const all = keys ?? new Float64Array(count).fill(ends.get(source) ?? next[i] ?? Number.NEGATIVE_INFINITY)
    ends.set(source, all.at(-1)!)
    return { count, keys: all, run: () => run, place: (k) => (places === null ? from + k : places[k]!) }
  })
}

/** For each, the first key that its source has behind it. */
function firstKeysBehind(drafts: readonly Draft[]): readonly (number | undefined)[] {
  const first = new Map<string, number>()
  return drafts
    .toReversed()
    .map(({ source, keys }) => {
      const key = first.get(source)
      if (keys !== null) first.set(source, keys[0]!)
      return key
    })
    .reverse()
}
