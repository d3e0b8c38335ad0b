import { readdirSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { callers, messages } from './knowledge/index.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { terminal } from './report/terminal.ts'
import { open } from './source/open.ts'
import { readRuns } from './testing/healthy/write.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const signatures = builtInSignatures()

async function diagnose(text: string, unrecognised: boolean): Promise<Report> {
  const sources = open(['-'], { stdin: Readable.from([Buffer.from(text)]) })
  const report = await triage({ sources, signatures, version: '0', minCoverage: 0.1, unrecognised })
  expect(schemaFaults(report)).toEqual([])
  return report
}

const head = (second: number, file: string, level = 'INFO'): string =>
  `[2025/01/07 10:00:${String(second).padStart(2, '0')}.000 +08:00] [${level}] [${file}:12]`

const lines = [
  `${head(1, 'job_worker.go')} ["a new line of the job worker"] [jobID=5]`,
  `${head(2, 'job_worker.go')} [short]`,
  `${head(3, 'job_worker.go')} ["run DDL job"] [jobID=5] [job="ID:5, Type:add index, State:running, SchemaState:none"]`,
  `${head(4, 'conn.go')} ["new connection"] [jobID=5]`,
  `${head(5, 'scheduler.go')} ["something \\"quoted\\" of the framework"] [task-id=3]`,
  `${head(6, 'scheduler.go')} ["something of statistics"] [table=3]`,
  `${head(7, 'brand_new.go', 'WARN')} ["what is this"] [category=ddl-ingest]`,
  `${head(8, 'autoscaler.go')} ["more nodes"] []`,
]
const expected = [
  { file: 'job_worker.go', count: 2, example: 'a new line of the job worker' },
  { file: 'autoscaler.go', count: 1, example: 'more nodes' },
  { file: 'brand_new.go', count: 1, example: 'what is this' },
  { file: 'scheduler.go', count: 1, example: 'something "quoted" of the framework' },
]
const docker = (line: string): string => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2025-01-07T02:00:00Z' })

describe('lines of our code that no row knows', () => {
  test.each([
    ['in a plain log', lines],
    ['in a container log', lines.map(docker)],
    ['far down in a large one', [...Array.from({ length: 9_000 }, () => `${head(0, 'conn.go')} ["${'nothing '.repeat(9)}"]`), ...lines]],
    [
      'in a large container log',
      [...Array.from({ length: 9_000 }, () => docker(`${head(0, 'conn.go')} ["nothing"] [a=b]`)), ...lines.map(docker)],
    ],
  ])('are counted by the file that printed them %s', async (_, log) => {
    const { coverage } = await diagnose(`${log.join('\n')}\n`, true)
    expect(coverage.unrecognisedCallers).toEqual(expected)
    expect(coverage.recognised).toBe(1)
  })

  test('are counted in the older layouts too', async () => {
    const old = '2019/05/28 10:00:01.000 ddl_worker.go:12: [info] [ddl] a line of long ago\n'
    expect((await diagnose(old, true)).coverage.unrecognisedCallers).toEqual([
      { file: 'ddl_worker.go', count: 1, example: '[ddl] a line of long ago' },
    ])
  })

  test('are told file by file, the busiest first, and are not told unless asked for', async () => {
    const shown = terminal.print(await diagnose(`${lines.join('\n')}\n`, true), { width: 80, color: false })
    expect(shown).toMatch(
      /\nNot recognised\n {2}5 lines of [\s\S]*\n {2}job_worker\.go:2 +a new line of the job worker\n {2}autoscaler\.go:1 /,
    )
    const plain = await diagnose(`${lines.join('\n')}\n`, false)
    expect(plain.coverage.unrecognisedCallers).toBeUndefined()
    expect(terminal.print(plain, { width: 80, color: false })).not.toContain('Not recognised')
  })

  test('make no difference to anything else', async () => {
    const reports = readdirSync('fixtures/reports').map((file) => readFileSync(`fixtures/reports/${file}`, 'utf8'))
    const logs = [...readRuns().values()].slice(0, 8).map(([log]) => log!.text)
    for (const text of [...reports, ...logs, `${lines.join('\n')}\n`]) {
      const { coverage, ...rest } = await diagnose(text, true)
      const { unrecognisedCallers: _, ...others } = coverage
      const plain = await diagnose(text, false)
      expect({ ...rest, coverage: others }).toEqual(plain)
    }
  })
})

test('every file that a row names is one by which our code is told, alone or by what its lines hold', () => {
  const files = new Set(messages.flatMap((row) => row.files))
  expect([...files].filter((file) => !callers.own.includes(file) && !callers.shared.includes(file))).toEqual([])
  expect(callers.own.filter((file) => callers.shared.includes(file))).toEqual([])
})
