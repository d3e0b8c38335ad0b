import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { builtInSignatures } from './knowledge/signatures.ts'
import { panics } from './panics.ts'
import { panicsText } from './report/panics/text.ts'
import type { ReportCrash } from './report/report.ts'
import { terminal } from './report/terminal.ts'
import { open } from './source/open.ts'
import { panicsFaults, schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const crash = readFileSync('fixtures/go-report/go1.26/nil-map.txt', 'utf8')

/** A line of tidb-0, second `s` of the hour. */
function line(s: number, message: string, fields: string): string {
  const time = `2025/01/07 18:00:${String(s).padStart(2, '0')}.000 +08:00`
  return `[${time}] [INFO] [task_executor.go:1] ["${message}"] ${fields}\n`
}

const before = [
  line(1, 'Welcome to TiDB.', '["Release Version"=v8.5.1]'),
  line(2, 'run subtask start', '[task-id=3] [subtask-id=5]'),
  line(3, 'run subtask start', '[task-id=3] [subtask-id=6]'),
  line(4, 'run subtask completed', '[task-id=3] [subtaskID=6]'),
].join('')

const sources = (text: string) => open(['-'], { stdin: Readable.from([Buffer.from(text)]) })

async function crashOf(text: string): Promise<ReportCrash> {
  const report = await triage({ sources: sources(text), signatures: builtInSignatures(), version: '0', minCoverage: 0.1 })
  expect(schemaFaults(report)).toEqual([])
  return report.crashes[0]!
}

describe('a crash joins the story of its node', () => {
  test('with the life that it ended, and what ran there: not what had ended, nor what came later', async () => {
    const { story } = await crashOf(before + crash + line(9, 'run subtask start', '[task-id=3] [subtask-id=7]'))
    expect(story?.running.map(({ entity, state, lastLegal }) => [entity.kind, entity.id, state, lastLegal?.time])).toEqual([
      ['subtask', '5', 'running', '2025-01-07T18:00:02.000+08:00'],
    ])
    expect(story?.life).toEqual({ start: '2025-01-07T18:00:01.000+08:00', end: '2025-01-07T18:00:04.000+08:00', endedBy: 'crash' })
  })

  test('in panics as in analyze, in words too', async () => {
    const report = await panics({ sources: sources(before + crash), version: '0' })
    expect(panicsFaults(report)).toEqual([])
    expect(report.crashes[0]?.story).toEqual((await crashOf(before + crash)).story)
    const said = 'subtask 5 was running there (run-started at 18:00:02.000)'
    expect(panicsText(report, { width: 120, color: false, full: false })).toContain(said)
    const whole = await triage({ sources: sources(before + crash), signatures: [], version: '0', minCoverage: 0.1 })
    expect(terminal.print(whole, { width: 120, color: false })).toContain(said)
  })

  test('of which there is none when its process survived, and none but the crash when nothing is known', async () => {
    const race = readFileSync('fixtures/go-report/go1.26/race.txt', 'utf8')
    expect((await crashOf(before + race)).story).toBeNull()
    expect((await crashOf(crash)).story).toEqual({ life: null, running: [] })
  })
})
