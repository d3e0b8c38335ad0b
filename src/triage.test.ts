import { readdirSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import type { Report } from './report/report.ts'
import { open } from './source/open.ts'
import { deliveries } from './testing/deliveries.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const FOLDER = 'fixtures/reports'
const signatures = builtInSignatures()

async function diagnose(bytes: Buffer): Promise<Report> {
  const report = await triage({ sources: open(['-'], { stdin: Readable.from([bytes]) }), signatures, version: '0', minCoverage: 0.1 })
  expect(schemaFaults(report)).toEqual([])
  return report
}

/** What must not depend on the way in which the text came: no line numbers, no names of sources. */
function diagnosis({ status, findings, jobs, tasks, subtasks, crashes }: Report) {
  return {
    status,
    findings: findings.map(({ code, kind, severity, confidence, entities, first, last, count, knownIssue }) => ({
      code,
      kind,
      severity,
      confidence,
      entities,
      first,
      last,
      count,
      knownIssue,
    })),
    jobs: jobs.map(({ id, state, schemaState, errorCount, rowCount, tasks, verdict }) => ({
      id,
      state,
      schemaState,
      errorCount,
      rowCount,
      tasks,
      verdict,
    })),
    tasks: tasks.map(({ id, key, jobId, step, state, verdict }) => ({ id, key, jobId, step, state, verdict })),
    subtasks: subtasks.map(({ id, taskId, state, verdict }) => ({ id, taskId, state, verdict })),
    crashes: crashes.map(({ kind, message, signal, goroutine, frames, rootFrame, createdBy }) => ({
      kind,
      message,
      signal,
      goroutine,
      frames,
      rootFrame,
      createdBy,
    })),
  }
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.md')))('%s', async (name) => {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8')
  const plain = await diagnose(Buffer.from(text))

  test.each(deliveries)('the same findings: $name', async ({ carry }) => {
    expect(diagnosis(await diagnose(await carry(text)))).toEqual(diagnosis(plain))
  })

  test('every line is counted once', () => {
    const { lines, strays } = plain.coverage
    const counted = plain.sources.reduce((sum, source) => sum + source.lines, 0)
    expect(counted).toBe(lines)
    expect(lines).toBe(text.split('\n').length - (text.endsWith('\n') ? 1 : 0))
    expect(strays).toBeLessThan(lines)
  })
})
