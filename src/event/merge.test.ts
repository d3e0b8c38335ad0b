import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keysOf } from './keys.ts'
import { mergeEvents, type Timed } from './merge.ts'

interface Item extends Timed {
  readonly name: string
}

function item(source: string, line: number, ms: number | null, zone: number | null = 0, kind = 'x'): Item {
  return { name: `${source}${line}`, where: { source, line }, time: ms === null ? null : { ms, zone }, kind }
}

const names = (items: readonly Item[]): string[] => items.map(({ name }) => name)

describe('one order out of many', () => {
  test('by time; equal times keep the order of the runs, then of the lines', () => {
    const a = [item('a', 1, 10), item('a', 2, 20), item('a', 3, 20)]
    const b = [item('b', 1, 5), item('b', 2, 20), item('b', 3, 30)]
    expect(names(mergeEvents([a, b]))).toEqual(['b1', 'a1', 'a2', 'a3', 'b2', 'b3'])
  })

  test('what has no time stays beside its neighbour', () => {
    const a = [item('a', 1, null), item('a', 2, 20), item('a', 3, null), item('a', 4, 40)]
    const b = [item('b', 1, 10), item('b', 2, 30)]
    expect(names(mergeEvents([a, b]))).toEqual(['b1', 'a1', 'a2', 'a3', 'b2', 'a4'])
  })

  test('a run without any time stands behind what its source said before, or in front of what it says next', () => {
    const runs = [[item('a', 1, null)], [item('a', 2, 10)], [item('a', 3, null)], [item('b', 1, 5), item('b', 2, 15)]]
    expect(names(mergeEvents(runs))).toEqual(['b1', 'a1', 'a2', 'a3', 'b2'])
  })

  test('one clock that jumps does not drag its neighbours along', () => {
    const future = [item('a', 1, 10), item('a', 2, 9_999), item('a', 3, 20), item('a', 4, 30)]
    const past = [item('c', 1, 11), item('c', 2, 12), item('c', 3, 0), item('c', 4, 25)]
    expect(names(mergeEvents([future, past]))).toEqual(['a1', 'a2', 'c1', 'c2', 'c3', 'a3', 'c4', 'a4'])
  })

  test('a time without zone is read in the zone that is printed around it', () => {
    const hour = 3_600_000
    const zoned = [item('a', 1, 2 * hour, 480), item('a', 2, 3 * hour, 480)]
    const bare = [item('b', 1, 2.5 * hour + 8 * hour, null)]
    expect(names(mergeEvents([zoned, bare]))).toEqual(['a1', 'b1', 'a2'])
  })

  test('a note goes by the time it says, wherever it was pasted', () => {
    const run = [item('a', 1, 90, 0, 'note.job'), item('a', 2, 10), item('a', 3, 20), item('a', 4, null, 0, 'note.version')]
    expect(names(mergeEvents([run]))).toEqual(['a2', 'a3', 'a4', 'a1'])
  })
})

test('nothing is lost, and within a run the order never changes', () => {
  const time = fc.option(fc.nat(50), { nil: null })
  fc.assert(
    fc.property(fc.array(fc.array(time, { maxLength: 12 }), { maxLength: 5 }), (times) => {
      const runs = times.map((run, i) => run.map((ms, j) => item(`s${i}-`, j, ms)))
      const merged = mergeEvents(runs)
      expect(merged.length).toBe(runs.flat().length)
      for (const [i, run] of runs.entries()) expect(merged.filter(({ where }) => where.source === `s${i}-`)).toEqual(run)
      if (runs.every((run) => run.every((it, j) => it.time !== null && (j === 0 || it.time.ms >= run[j - 1]!.time!.ms))))
        expect(merged.map((it) => it.time!.ms)).toEqual(merged.map((it) => it.time!.ms).sort((x, y) => x - y))
    }),
  )
})

/** The same by definition: all keys are computed side by side, and all items sorted at once. */
function simply(runs: readonly (readonly Item[])[]): Item[] {
  const zoneOf = (items: readonly Item[]): number | null => {
    const zones = items.flatMap(({ time }) => time?.zone ?? [])
    const times = (zone: number) => zones.filter((it) => it === zone).length
    return zones.length === 0 ? null : zones.reduce((a, b) => (times(b) > times(a) || (times(b) === times(a) && b < a) ? b : a))
  }
  const all = runs.flat()
  const utc = ({ time, where }: Item): number => {
    if (time === null || time.zone !== null) return time?.ms ?? Number.NaN
    return time.ms - (zoneOf(all.filter((it) => it.where.source === where.source)) ?? zoneOf(all) ?? 0) * 60_000
  }
  const isLoose = ({ kind, time }: Item) => kind === 'note' && time !== null
  const bound = runs.map((run) => run.filter((it) => !isLoose(it)))
  const keys = bound.map((run) => keysOf(Float64Array.from(run, utc)))
  const end = (i: number): number | undefined => {
    const before = bound.findLastIndex((run, j) => j < i && run.length > 0 && run[0]!.where.source === bound[i]![0]!.where.source)
    return before < 0 ? undefined : (keys[before]?.at(-1) ?? key(before))
  }
  const key = (i: number): number => {
    const next = bound.findIndex((run, j) => j > i && keys[j] !== null && run[0]!.where.source === bound[i]![0]!.where.source)
    return end(i) ?? keys[next]?.[0] ?? Number.NEGATIVE_INFINITY
  }
  const placed = bound.flatMap((run, i) => run.map((it, k) => ({ it, at: keys[i]?.[k] ?? key(i) })))
  const notes = all.filter(isLoose).map((it) => ({ it, at: utc(it) }))
  return [...placed, ...notes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ it }) => it)
}

test('the heap gives what sorting all at once gives', () => {
  const any = fc.record({
    ms: fc.option(fc.nat(4_000)),
    zone: fc.constantFrom(0, 0, 480, null),
    kind: fc.constantFrom('entry', 'entry', 'note', 'notebook'),
  })
  const many = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(any, { maxLength: 8 })), { maxLength: 6 })
  fc.assert(
    fc.property(many, (runs) => {
      const items = runs.map(([source, run], i) => run.map(({ ms, zone, kind }, j) => item(source, i * 10 + j, ms, zone, kind)))
      expect(names(mergeEvents(items))).toEqual(names(simply(items)))
    }),
    { numRuns: 500 },
  )
})

test('what does not rise is taken from the longest part that does', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(9), { nil: Number.NaN }), { maxLength: 8 }), (times) => {
      const keys = keysOf(Float64Array.from(times))
      if (keys === null) {
        expect(times.every(Number.isNaN)).toBe(true)
        return
      }
      const kept = times.filter((ms, i) => ms === keys[i]).length
      expect([...keys]).toEqual([...keys].sort((a, b) => a - b))
      expect(kept).toBeGreaterThanOrEqual(longestRising(times.filter((ms) => !Number.isNaN(ms))))
    }),
  )
})

/** Tries all ways to leave something out. */
function longestRising([first, ...rest]: readonly number[]): number {
  if (first === undefined) return 0
  return Math.max(longestRising(rest), 1 + longestRising(rest.filter((ms) => ms >= first)))
}
