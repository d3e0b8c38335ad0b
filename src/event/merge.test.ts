import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
