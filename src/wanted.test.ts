import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Asked } from './event/wants.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { open } from './source/open.ts'
import { triage } from './triage.ts'
import { wantsFor } from './wanted.ts'

const asked = (literals: readonly string[]): Asked => ({
  literals: literals.map((text) => `somebody asks for ${text}`),
  idle: [],
  telling: [],
  callers: null,
})

test('who asks for the same is given the same, who asks for something else is not, and few are kept', () => {
  const first = wantsFor(asked(['a']))
  expect(wantsFor(asked(['a']))).toBe(first)
  expect(wantsFor(asked(['b']))).not.toBe(first)
  for (const other of ['c', 'd', 'e', 'f']) wantsFor(asked([other]))
  expect(wantsFor(asked(['a']))).not.toBe(first)
})

test('runs at once, which share what looks at lines, tell what each tells alone', async () => {
  const texts = ['47902.md', '58776.md'].map((name) => readFileSync(`fixtures/reports/${name}`))
  texts.push(readFileSync('fixtures/benign/2026-local-sort/tidb-0.log'))
  const pieces = (bytes: Buffer) => Array.from({ length: Math.ceil(bytes.length / 500) }, (_, i) => bytes.subarray(i * 500, i * 500 + 500))
  const run = (bytes: Buffer): Promise<Report> =>
    triage({
      sources: open(['-'], { stdin: Readable.from(pieces(bytes)) }),
      ...{ signatures: builtInSignatures(), version: '0', minCoverage: 0.1 },
    })
  const alone: Report[] = []
  for (const text of texts) alone.push(await run(text))
  expect(await Promise.all([...texts, ...texts].map(run))).toEqual([...alone, ...alone])
})
