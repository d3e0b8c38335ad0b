import { describe, expect, test } from 'vitest'
import { Random } from './cluster/random.ts'
import { faults } from './faults.ts'
import { logsOf, processOf } from './logs.ts'
import { losses } from './loss.ts'
import { simulate } from './simulate.ts'
import { truthOf } from './truth.ts'

const cluster = simulate({ scenario: 'retried-job', era: 'v8.5', nodes: 3, seed: 11, jobs: 1, pace: 25, noise: 20 })
const logs = logsOf(cluster)
const lines = logs.flatMap((log) => log.lines)

describe.each(faults)('$name', (fault) => {
  const planted = Array.from({ length: 20 }, (_, seed) => fault.plant(logs, new Random(seed * 7_919))!)

  test('names the lines that are wrong, and they stand in order in the logs', () => {
    for (const { logs: faulty, lines: wrong } of planted) {
      const all = faulty.flatMap((log) => log.lines)
      expect(wrong.length).toBeGreaterThan(0)
      expect(wrong.every((line) => all.includes(line))).toBe(true)
      for (const log of faulty) {
        expect(log.lines.map(({ ms }) => Math.floor(ms))).toEqual(log.lines.map(({ ms }) => Math.floor(ms)).toSorted((a, b) => a - b))
        expect(log.lines.every(({ node }) => node === log.node)).toBe(true)
      }
    }
  })

  test('leaves all other lines as they were', () => {
    for (const { logs: faulty, lines: wrong } of planted) {
      const strange = faulty.flatMap((log) => log.lines).filter((line) => !lines.includes(line))
      expect(strange.every((line) => wrong.includes(line))).toBe(true)
    }
  })

  test('the same seed plants it in the same place, the truth tells of it', () => {
    const again = fault.plant(logs, new Random(7_919))!
    expect(again.lines).toEqual(planted[1]!.lines)
    const truth = truthOf(cluster, again.logs, fault, again)
    expect(truth.fault?.name).toBe(fault.name)
    expect(truth.fault?.lines).toHaveLength(again.lines.length)
    const places = truth.fault!.lines.map(({ log, line }) => `${log}:${line}`)
    const shown = truth.entities.flatMap(({ states }) => states.flatMap((state) => state.lines.map(({ log, line }) => `${log}:${line}`)))
    expect(shown.filter((place) => places.includes(place))).toEqual([])
  })
})

test('what two nodes do at the same time each does in one process', () => {
  const restarted = logsOf(simulate({ scenario: 'rolling-restart', era: 'v8.5', nodes: 3, seed: 3, jobs: 1, pace: 25, noise: 0 }))
  for (const name of ['run-twice', 'two-owners'])
    for (let seed = 1; seed <= 30; seed++) {
      const planted = faults.find((fault) => fault.name === name)!.plant(restarted, new Random(seed * 7_919))
      if (planted !== null) expect(new Set(planted.lines.map((line) => processOf(line, planted.logs))).size).toBe(1)
    }
})

test('logs without a place for a fault are left alone', () => {
  const small = logsOf(simulate({ scenario: 'txn', era: 'v6.5', nodes: 1, seed: 1, jobs: 1, pace: 1, noise: 0 }))
  const names = faults.filter((fault) => fault.plant(small, new Random(1)) === null).map(({ name }) => name)
  expect(names).toEqual(['wrong-parent', 'opened-twice', 'run-twice', 'two-owners'])
})

describe('lines are lost', () => {
  const total = lines.length
  const left = (way: keyof typeof losses, share: number) => losses[way](logs, share, new Random(3))

  test.each([0.05, 0.1, 0.25, 0.5])('%f of them', (share) => {
    for (const way of ['random', 'burst'] as const) {
      const rest = left(way, share).flatMap((log) => log.lines)
      expect(Math.abs(1 - rest.length / total - share)).toBeLessThan(0.03)
      expect(rest.every((line) => lines.includes(line))).toBe(true)
    }
  })

  test('in bursts lines go with their neighbours', () => {
    const gaps = (way: keyof typeof losses) => {
      const rest = new Set(left(way, 0.25).flatMap((log) => log.lines))
      return logs.flatMap((log) => log.lines.filter((line, i) => !rest.has(line) && i > 0 && rest.has(log.lines[i - 1]!))).length
    }
    expect(gaps('burst')).toBeLessThan(gaps('random') / 4)
  })

  test('whole nodes, but never all of them', () => {
    expect([0, 0.05, 0.5, 0.99].map((share) => left('node', share).length)).toEqual([3, 2, 1, 1])
  })
})
