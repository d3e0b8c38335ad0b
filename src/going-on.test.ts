import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from './simulate/cluster/random.ts'
import { nodeName } from './source/node-name.ts'
import type { Source } from './source/source.ts'
import { type Collected, harms } from './testing/healthy/harm.ts'
import { readRuns } from './testing/healthy/write.ts'
import { triage } from './triage.ts'

const runs = readRuns()
const collect = (name: string): readonly Collected[] =>
  runs.get(name)!.map(({ file, text }) => ({ name: file.slice(name.length + 1), lines: text.trimEnd().split('\n') }))

/** An hour of other lines behind a log, one every half minute. */
function goOn({ name, lines }: Collected): Collected {
  const [, day = '', clock = '', zone = ''] = /^\[(\S+) (\S+) ([+-]\d\d:\d\d)\]/.exec(lines.at(-1)!) ?? []
  const end = Date.parse(`${day.replaceAll('/', '-')}T${clock}Z`)
  const more = Array.from({ length: 120 }, (_, i) => {
    const [date = '', time = ''] = new Date(end + (i + 1) * 30_000).toISOString().slice(0, -1).split('T')
    return `[${date.replaceAll('-', '/')} ${time} ${zone}] [INFO] [conn.go:1184] ["new connection"] [conn=${7_000 + i}]`
  })
  return { name, lines: [...lines, ...more] }
}

async function* sourcesOf(logs: readonly Collected[]): AsyncGenerator<Source> {
  for (const { name, lines } of logs)
    yield {
      ...{ name, node: nodeName(name), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(lines.map((line) => `${line}\n`).join(''))
      },
    }
}

async function found(logs: readonly Collected[]): Promise<string[]> {
  const { findings } = await triage({ sources: sourcesOf(logs), signatures: [], version: '0', minCoverage: 0.1 })
  return findings.map(({ code, title, evidence }) => [code, title, ...evidence.map(({ text }) => text)].join('\n'))
}

/** Ends with the log in the middle of a job, so that with an hour behind it, it is a stall. */
const CUT = 'begins-and-ends-in-the-middle'
/** Runs with a loop that only its end tells from one that goes on for ever. */
const LOOPING = ['pd-outage', 'retried-job']
const healthy = [...runs.keys()].filter((name) => name !== CUT && !LOOPING.includes(name))

describe('a job that has ended has not stalled, nor left anything, when its nodes go on for an hour', () => {
  test.each(healthy)('%s', async (name) => expect(await found(collect(name).map(goOn))).toEqual([]))

  test('whatever happened to the logs on their way', async () => {
    const lossy = [
      'lines lost',
      'one node, lines lost',
      'a hole',
      'the log of one node',
      'every file twice',
      'all nodes in one file, lines lost',
    ]
    const property = fc.asyncProperty(
      fc.constantFrom(...healthy, ...LOOPING),
      fc.constantFrom(...lossy),
      fc.nat(1e6),
      async (name, harm, seed) => {
        expect(await found(harms[harm]!(collect(name).map(goOn), new Random(seed)))).toEqual([])
      },
    )
    await fc.assert(property, { numRuns: 30, seed: 20_260_121 })
  })
})

describe('a job that falls silent in the middle of its work', () => {
  const cutOff = (name: string, share: number): readonly Collected[] => {
    const logs = collect(name)
    const times = logs.flatMap(({ lines }) => lines.map((line) => line.slice(1, 24))).sort()
    const until = times[Math.floor(times.length * share)]!
    return logs.map((log) => goOn({ ...log, lines: log.lines.filter((line) => line.slice(1, 24) <= until) }))
  }

  test.each(['v8.5-local-sort', 'v7.5-global-sort', '2026-global-sort', 'v7.1-ingest'])('%s: has stalled', async (name) => {
    expect(await found(cutOff(name, 0.75))).toEqual([expect.stringMatching(/^stall\nJob 105 stopped moving in state running/)])
  })

  test('has not, where the log of a node that spoke of it is cut, or one of them is begun anew', async () => {
    const [first, ...others] = cutOff('v8.5-local-sort', 0.75) as [Collected, ...Collected[]]
    expect(await found([{ ...first, lines: first.lines.slice(0, -118) }, ...others])).toEqual([])
    const start = collect('v8.5-local-sort')[0]!.lines.find((line) => line.includes('Welcome to TiDB'))!
    const last = first.lines.at(-1)!
    expect(await found([{ ...first, lines: [...first.lines, last.slice(0, 32) + start.slice(32)] }, ...others])).toEqual([])
  })
})
