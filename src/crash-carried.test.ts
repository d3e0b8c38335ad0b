import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { panics } from './panics.ts'
import type { ReportCrash } from './report/report.ts'
import { open } from './source/open.ts'
import { recorded, recordings } from './testing/recorded.ts'
import { TRANSPORTS } from './testing/transports.ts'

/** Those of one report each; long ones say nothing more, and take longer. A place of check.v1 may be the rest of any line that was wrapped. */
const samples = recordings.filter(([version, name]) => {
  const lines = recorded(version, name).split('\n').length
  return lines < 120 && !/^test-(?:fail|panic-json)|^http|^logged|^race-main|^checked-/.test(name)
})
const entry = '[2023/10/19 16:36:49.461 +08:00] [INFO] [domain.go:2657] ["refreshServerIDTTL succeed"] [serverID=7]'
/** compose and stern mark their lines so little that only log lines are told from prose. */
const transports = Object.keys(TRANSPORTS).filter((name) => name !== 'compose' && name !== 'stern')

async function crashesOf(chunks: readonly Buffer[]): Promise<readonly unknown[]> {
  const { crashes } = await panics({ sources: open(['-'], { stdin: Readable.from(chunks) }), version: '0' })
  return crashes.map(told)
}

/** A crash without where it stood, and what only a transport knows. */
function told({
  where: _where,
  time: _time,
  node: _node,
  tests: _tests,
  story: _story,
  endedProcess: _ended,
  ...crash
}: ReportCrash): unknown {
  return crash
}

function chunked(text: string, sizes: readonly number[]): readonly Buffer[] {
  const bytes = Buffer.from(text)
  const chunks: Buffer[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

test('a crash is the same in any transport, with log lines in it, and in any pieces', async () => {
  const between = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 20 })
  const sizes = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.constantFrom(...transports),
      between,
      sizes,
      async ([version, name], transport, passing, cuts) => {
        const lines = recorded(version, name).split('\n')
        // until its first stack a message may hold anything
        const stack = lines.findIndex((line) => /^(?:goroutine |\d+ @|WARNING)/.test(line))
        const mixed = lines.flatMap((line, i) => [line, ...Array<string>(i > stack ? passing[i % passing.length]! : 0).fill(entry)])
        const wrapped = mixed.map((line, i) => `${TRANSPORTS[transport]!(line, i)}\n`).join('')
        expect(await crashesOf(chunked(wrapped, cuts))).toEqual(await crashesOf([Buffer.from(lines.join('\n'))]))
      },
    ),
    { numRuns: 40 },
  )
})
