import { describe, expect, test } from 'vitest'
import { sampleInput, signatureFinding } from '../../testing/report-input.ts'
import { buildReport } from '../build.ts'
import type { Report, ReportFinding, ReportJob, ReportSubtask } from '../report.ts'
import { terminal } from '../terminal.ts'

const report = buildReport({ ...sampleInput(), findings: [signatureFinding] })
const piped = { width: Number.POSITIVE_INFINITY, color: false }
const print = (more: Partial<Report>): string => terminal.print({ ...report, ...more }, piped)
const [finding] = report.findings as [ReportFinding]
const [job] = report.jobs as [ReportJob]
const subtask: ReportSubtask = {
  ...report.subtasks[1]!,
  verdict: 'conforming',
  attempts: 1,
  lastError: null,
  state: 'succeed',
  history: [],
}

describe('a report on many', () => {
  test('tells one failure of forty jobs once, and lists twenty of the others by their numbers', () => {
    const findings = Array.from({ length: 40 }, (_, i) => ({
      ...finding,
      id: `${i}`,
      entities: [{ kind: 'job' as const, id: `${500 + i}` }],
    }))
    const text = print({ findings })
    expect(text).toContain('Findings (40)')
    expect(text.match(/What to do/g)).toHaveLength(1)
    expect(text).toContain('The same befell 39 other jobs (501, 502, 503 and 36 more)')
    expect(text).toMatch(/ {5}21\. +job 520 +tidb-1 +3 times .* b\/tidb\.log:4\n {5}and 19 more/)
    expect(text).not.toContain('other finding')
  })

  test('numbers a finding as others refer to it, though those before it are folded', () => {
    const same = ['a', 'b', 'c'].map((id) => ({ ...finding, id }))
    const follows = { ...finding, id: 'd', code: 'd', title: 'What follows', causedBy: ['b'] }
    expect(print({ findings: [...same, follows] })).toMatch(/\n4\. .*What follows\n(?:.*\n)+? {3}follows from 2\. /)
  })

  test('puts subtasks together that did the same without trouble', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ ...subtask, id: `${100 + i}`, nodes: [`tidb-${i % 5}`] }))
    const text = print({ findings: [], subtasks: [...many, { ...subtask, id: '200', attempts: 3 }] })
    expect(text).toContain('30 subtasks, 100 to 129  succeed, step read-index, on tidb-0, tidb-1, tidb-2 and 2 more  conforming\n')
    expect(text).toContain('subtask 200  succeed, step read-index, on tidb-1, 3 attempts')
  })

  test('tells a subtask by itself that a finding is about', () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ ...subtask, id: `${100 + i}` }))
    const text = print({ findings: [{ ...finding, entities: [{ kind: 'subtask', id: '102' }] }], subtasks: many })
    expect(text).toContain('4 subtasks, 100 to 104')
    expect(text).toContain('subtask 102  ')
  })

  test('shows of many jobs those in trouble, and counts those of which nothing is told', () => {
    const jobs = Array.from({ length: 60 }, (_, i) => ({
      ...job,
      id: `${1000 + i}`,
      tasks: [],
      verdict: 'conforming' as const,
      lastError: null,
    }))
    const bare = ['1', '2', '3', '4', '5'].map((id) => ({ ...job, id, type: null, state: null, tasks: [], history: [], lastError: null }))
    const text = print({
      findings: [{ ...finding, entities: [{ kind: 'job', id: '1058' }] }],
      jobs: [...jobs.slice(0, -1), { ...jobs.at(-1)!, lastError: 'no leader' }, ...bare],
    })
    expect(text).toMatch(
      /20 of 60 jobs, those in trouble first.*\n {2}ADD INDEX job 1058 (?:.*\n)+? {2}ADD INDEX job 1059 (?:.*\n)+? {2}ADD INDEX job 1000 /,
    )
    expect(text).toContain('5 DDL jobs of which only the id is told: 1, 2, 3 and 2 more')
  })

  test('counts one as one', () => {
    expect(print({ jobs: [{ ...job, rowCount: 1, errorCount: 1 }] })).toContain('1 row, 1 error  ')
  })

  test('keeps nodes that say nothing out of the table', () => {
    const silent = { versions: [], lives: [], ddlOwner: [], clock: null }
    const text = print({ nodes: [...report.nodes, ...['pd-0', 'tikv-0'].map((id) => ({ id, ...silent }))] })
    expect(text).toContain('Of which only the name is told: pd-0, tikv-0\n')
  })

  test('shows sources with log lines first where there are many, and one problem of many sources once', () => {
    const [source] = report.sources
    const names = Array.from({ length: 30 }, (_, i) => `${String(i).padStart(2, '0')}.log`)
    const text = print({
      sources: names.map((name, i) => ({ ...source!, name, entries: i < 25 ? 0 : 9 })),
      coverage: { ...report.coverage, problems: names.map((name) => ({ source: name, code: 'empty', message: 'Empty.' })) },
    })
    expect(text).toMatch(/from +to.*\n {2}25\.log/)
    expect(text).toContain('00.log, 01.log, 02.log and 27 more: Empty.\n')
  })
})
