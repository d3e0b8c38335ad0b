import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import { open } from './source/open.ts'
import { triage } from './triage.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'unrelated')
const signatures = builtInSignatures()

test.each(readdirSync(folder))('what has nothing to do with a known failure is not called one: %s', async (name) => {
  const stdin = Readable.from([readFileSync(join(folder, name))])
  const { findings } = await triage({ sources: open(['-'], { stdin }), signatures, version: '0', minCoverage: 0 })
  expect(findings.map(({ code }) => code)).toEqual([])
})
