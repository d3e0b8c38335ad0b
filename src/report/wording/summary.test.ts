import { describe, expect, test } from 'vitest'
import { sampleInput, signatureFinding } from '../../testing/report-input.ts'
import { buildReport } from '../build.ts'
import type { Report, ReportFinding, ReportJob } from '../report.ts'
import { wordSummary } from './summary.ts'

const report = buildReport({ ...sampleInput(), findings: [signatureFinding] })
const [finding] = report.findings as [ReportFinding]
const [job] = report.jobs as [ReportJob]
const calm: Report = { ...report, status: 'clean', findings: [], nodes: [] }

function about(title: string, more: Partial<ReportFinding>): string {
  return wordSummary({ ...report, nodes: [], findings: [{ ...finding, title, chain: [], ...more }] })
}

describe('whom a finding is about is told once', () => {
  test.each([
    ['Job 77 broke the rule x', { entities: [{ kind: 'job', id: '77' }] }, /^ADD INDEX job 77 broke the rule x;/],
    ['Task 9 broke the rule x', { entities: [{ kind: 'job', id: '77' }] }, /^ADD INDEX job 77: task 9 broke the rule x;/],
    ['tidb-server on tidb-1 dies again', { entities: [], nodes: ['tidb-1'] }, /^tidb-server on tidb-1 dies again;/],
    ['The lock is held', { entities: [{ kind: 'job', id: '77' }] }, /^ADD INDEX job 77: the lock is held;/],
  ] satisfies [string, Partial<ReportFinding>, RegExp][])('%s', (title, more, told) => {
    expect(about(title, more)).toMatch(told)
  })
})

test('a failure of many jobs is told once, with the number of the others', () => {
  const findings = ['77', '78', '79', '80', '81'].map((id) => ({ ...finding, id, entities: [{ kind: 'job' as const, id }] }))
  expect(wordSummary({ ...report, findings })).toContain('The same befell 4 other jobs (78, 79, 80 and 1 more).')
})

describe('how jobs ended', () => {
  const jobs = (states: readonly (string | null)[]): string =>
    wordSummary({ ...calm, jobs: states.map((state, i) => ({ ...job, id: String(100 + i), state })) })

  test('few are told each, many by state, the rare states by name', () => {
    expect(jobs(['synced', 'synced'])).toContain('ADD INDEX job 100 was last seen synced, ADD INDEX job 101 was last seen synced.')
    expect(jobs(Array(40).fill('synced'))).toContain('All 40 jobs were last seen synced.')
    expect(jobs([...Array(40).fill('synced'), 'rollback done'])).toContain(
      '41 jobs were last seen: 40 synced, 1 rollback done (ADD INDEX job 140).',
    )
  })

  test('those without a state are not named while others have one', () => {
    expect(jobs([null, null, 'synced'])).not.toContain('100')
    expect(jobs([null, null])).toContain('2 jobs show no state.')
  })
})

test('a clock that is a minute off is told, one that is seconds off is not', () => {
  const [node] = report.nodes
  const skewed = (leastMs: number | null, mostMs: number | null): string =>
    wordSummary({ ...calm, nodes: [{ ...node!, id: 'tidb-1', clock: { against: 'tidb-0', leastMs, mostMs } }] })
  expect(skewed(3_600_000, null)).toContain('Mind that the clock of tidb-1 is at least 60 min ahead of tidb-0: ')
  expect(skewed(null, -3_600_000)).toContain('is at least 60 min behind tidb-0')
  expect(skewed(3_000, 4_000)).not.toContain('clock')
})

describe('what alone was asked for and is not there', () => {
  const asked = (job?: string, node?: string): Report => buildReport({ ...sampleInput(), findings: [], asked: { job, node } })

  test('a job that no line names is no clean one', () => {
    expect(asked('78')).toMatchObject({ status: 'inconclusive', summary: expect.stringMatching(/^No job 78 was found: the logs go from /) })
    expect(asked('77').status).toBe('clean')
  })

  test('a node of which no log was given is told', () => {
    const sources = sampleInput().sources.map((source) => ({ ...source, node: null }))
    const none = { ...sampleInput().coverage, entries: 0 }
    const given = { ...sampleInput(), findings: [], sources, coverage: none, asked: { node: 'tidb-77' } }
    expect(buildReport(given).summary).toMatch(/^None of the logs that were given is of node tidb-77\./)
    expect(asked(undefined, 'tidb-1').status).toBe('clean')
    expect(asked(undefined, undefined).status).toBe('clean')
  })
})
