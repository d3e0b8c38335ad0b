import { expect, test } from 'vitest'
import { makeCrash } from '../testing/events.ts'
import { eventOf } from '../testing/replay.ts'
import { CrashLoops } from './crash-loops.ts'

const LIMITS = { count: 3, pauseMs: 600_000 }
const start = (at: number | null, node: string | null = 'n1') => eventOf({ kind: 'start', at, node, entity: 'node', id: 'n1' })
const crash = (at: number, node = 'n1') => makeCrash(['f'], { node, time: { ms: at * 1_000, zone: 0 } })

function found(tell: (loops: CrashLoops) => void) {
  const loops = new CrashLoops(LIMITS)
  tell(loops)
  return loops.close().map(({ kind, nodes, count, first, periodMs }) => ({ kind, nodes, count, from: first?.ms, periodMs }))
}

const starts = (...at: (number | null)[]) => found((loops) => at.forEach((s) => void loops.started(start(s))))

test('a server that starts again and again without having been shut down is in a loop', () => {
  expect(starts(0, 60, 120)).toEqual([])
  expect(starts(0, 60, 120, 180)).toEqual([{ kind: 'crash-loop', nodes: ['n1'], count: 3, from: 60_000, periodMs: 60_000 }])
})

test('a start that comes late begins a new count, one that comes twice is one', () => {
  expect(starts(0, 60, 120, 900)).toEqual([])
  expect(starts(0, 0, 60, 60.5, 120, 120)).toEqual([])
  expect(starts(null, null, null, null, null)).toEqual([])
})

test('a shutdown ends the count', () => {
  const told = found((loops) => {
    for (const at of [0, 60, 120]) loops.started(start(at))
    loops.leaving(start(150))
    for (const at of [180, 240]) loops.started(start(at))
  })
  expect(told).toEqual([])
})

test('crashes count, once each, whether or not the start behind them was printed', () => {
  expect(found((loops) => [10, 70, 130].forEach((at) => void loops.crashed(crash(at))))).toMatchObject([{ count: 3 }])
  const both = found((loops) => {
    for (const at of [0, 60, 120]) {
      loops.started(start(at))
      loops.crashed(crash(at + 50))
      loops.crashed(crash(at + 50))
    }
  })
  expect(both).toMatchObject([{ count: 3, from: 50_000 }])
})

test('nodes are counted apart, and lines of no node tell nothing', () => {
  const told = found((loops) => {
    for (const at of [0, 60, 120]) for (const node of ['n1', 'n2', null]) loops.started(start(at, node))
    loops.started(start(180, 'n2'))
    loops.started(start(180, null))
  })
  expect(told.map(({ nodes }) => nodes)).toEqual([['n2']])
})
