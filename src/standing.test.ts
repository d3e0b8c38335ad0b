import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Item } from './entry/entry.ts'
import { GrowingReading } from './entry/growing.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import type { StandingFinding } from './report/standing.ts'
import { triage } from './triage.ts'

const signatures = builtInSignatures()

function logsIn(folder: string, isLog: (name: string) => boolean): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => isLog(path) && statSync(path).isFile())
    .sort()
}

const samples = [
  ...logsIn('src/knowledge/signatures', (name) => name.endsWith('.log')),
  ...logsIn('fixtures/go-report/go1.26', (name) => /\/(?:test|nil)-.*\.txt$/.test(name)),
]

/** Reads a log line by line as if it were being written, and has all that is known told after each. */
async function followed(path: string): Promise<{ readonly report: Report; readonly found: readonly StandingFinding[] }> {
  const found: StandingFinding[] = []
  const report = await triage({
    ...{ sources: (async function* () {})(), signatures, version: '0', minCoverage: 0 },
    onStanding: (finding) => found.push(finding),
    goOn: async ({ wants, survey, pass, letGo }) => {
      const head = { name: path, node: null, packing: [] }
      const items: Item[] = []
      const reading = new GrowingReading(head, wants, 0, (_, more) => items.push(...more))
      const tell = (): void => {
        items.splice(0).forEach(pass)
        letGo()
        letGo()
      }
      for (const line of readFileSync(path, 'utf8').split(/(?<=\n)/)) {
        reading.add(Buffer.from(line))
        reading.settle(false)
        tell()
      }
      survey.goOn({ head, problems: [], summary: reading.close() })
      tell()
    },
  })
  return { report, found }
}

test.each(samples)('what is told before the end of %s is in its report', async (path) => {
  const { report, found } = await followed(path)
  for (const { code, entities } of found) {
    const alike = report.findings.filter((finding) => finding.code === code).map((finding) => finding.entities)
    expect(alike).toContainEqual(expect.arrayContaining([...entities]))
  }
  // Crashes stand at once, and so do signatures whose conditions nothing takes back.
  const told = new Set(found.map(({ code }) => code))
  const certain = report.findings.filter(({ kind, causedBy }) => (kind === 'crash' || kind === 'test-failure') && causedBy.length === 0)
  // That a package failed though its tests passed is told by its last line alone.
  const early = certain.filter(({ entities }) => !entities.some(({ id }) => id.startsWith('example.com/')))
  expect(early.filter(({ code }) => !told.has(code)).map(({ code }) => code)).toEqual([])
})
