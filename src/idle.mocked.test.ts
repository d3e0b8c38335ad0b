import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { readRuns } from './testing/healthy/write.ts'
import { triage } from './triage.ts'

const idle = vi.hoisted(() => ({ on: true, texts: 0 }))
vi.mock('./event/idle.ts', async (original) => {
  const { idleTexts } = await original<typeof import('./event/idle.ts')>()
  return {
    idleTexts: (...of: Parameters<typeof idleTexts>) => {
      const texts = idleTexts(...of)
      idle.texts = texts.length
      return idle.on ? texts : []
    },
  }
})

const signatures = builtInSignatures()
const reports = join(import.meta.dirname, '..', 'fixtures', 'reports')
const logs = [
  ...[...readRuns().values()].flat(),
  ...readdirSync(reports).map((file) => ({ file, text: readFileSync(join(reports, file), 'utf8') })),
]

async function diagnose(name: string, text: string): Promise<Report> {
  const source = {
    ...{ name, node: null, packing: [], problems: [] },
    async *chunks() {
      yield Buffer.from(text)
    },
  }
  return triage({
    sources: (async function* () {
      yield source
    })(),
    signatures,
    version: '0',
    minCoverage: 0.1,
  })
}

test('lines that are only counted make no difference to any report', async () => {
  for (const { file, text } of logs) {
    idle.on = true
    const report = await diagnose(file, text)
    idle.on = false
    expect(report, file).toEqual(await diagnose(file, text))
  }
  expect(idle.texts).toBeGreaterThan(50)
})
