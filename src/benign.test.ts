import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { Random } from './simulate/cluster/random.ts'
import { nodeName } from './source/node-name.ts'
import type { Source } from './source/source.ts'
import { type Collected, harms } from './testing/healthy/harm.ts'
import { readRuns, renderRuns, writeRuns } from './testing/healthy/write.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const signatures = builtInSignatures()
const rendered = renderRuns()
if (process.env.REWRITE === '1') writeRuns(rendered)
const runs = readRuns()

async function* sourcesOf(logs: readonly Collected[]): AsyncGenerator<Source> {
  for (const { name, lines } of logs)
    yield {
      ...{ name, node: nodeName(name), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(lines.map((line) => `${line}\n`).join(''))
      },
    }
}

async function diagnose(logs: readonly Collected[]): Promise<Report> {
  return triage({ sources: sourcesOf(logs), signatures, version: '0', minCoverage: 0.1 })
}

/** What a report says against the cluster; empty for a healthy one. */
function alarms({ findings, jobs, tasks, subtasks, resources }: Report): string[] {
  const violating = [...jobs, ...tasks, ...subtasks, ...resources].filter(({ verdict }) => verdict === 'violating')
  return [
    ...findings.map(({ code, title, evidence }) =>
      [code, title, ...evidence.map(({ where, text }) => `${where.source}:${where.line} ${text}`)].join('\n'),
    ),
    ...violating.map(({ id }) => `${id} is violating`),
  ]
}

const collect = (name: string): readonly Collected[] =>
  runs.get(name)!.map(({ file, text }) => ({ name: file.slice(name.length + 1), lines: text.trimEnd().split('\n') }))

test('fixtures/benign holds what the renderer writes', () => {
  const stored = new Map([...runs.values()].flat().map(({ file, text }) => [file, text]))
  expect([...stored.keys()].sort()).toEqual(rendered.map(({ file }) => file).sort())
  expect(rendered.filter(({ file, text }) => stored.get(file) !== text).map(({ file }) => file)).toEqual([])
})

describe('a healthy run is clean', () => {
  test.each([...runs.keys()])('%s', async (name) => {
    const report = await diagnose(collect(name))
    expect(alarms(report)).toEqual([])
    expect(report.status).toBe('clean')
    expect(report.crashes).toEqual([])
    expect(schemaFaults(report)).toEqual([])
  })
})

/** Runs with a loop that only its end tells from one that goes on for ever. */
const LONG_TROUBLE = ['pd-outage', 'retried-job']

test('whatever happened to its logs on their way', async () => {
  const anyRun = fc.constantFrom(...[...runs.keys()].filter((name) => !LONG_TROUBLE.includes(name)))
  const anyHarm = fc.constantFrom(...Object.keys(harms))
  await fc.assert(
    fc.asyncProperty(anyRun, anyHarm, fc.nat(1_000_000), async (name, harm, seed) => {
      const report = await diagnose(harms[harm]!(collect(name), new Random(seed)))
      expect(alarms(report)).toEqual([])
      expect(report.status).not.toBe('findings')
    }),
    { numRuns: 130, seed: 20_260_120 },
  )
})
