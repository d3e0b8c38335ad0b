import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleInput, signatureFinding } from '../../testing/report-input.ts'
import { buildReport } from '../build.ts'
import type { ReportFinding } from '../report.ts'
import { alike, othersBefallen } from './alike.ts'

const [sample] = buildReport({ ...sampleInput(), findings: [signatureFinding] }).findings as [ReportFinding]

function befell(job: string, node = 'tidb-1', more: Partial<ReportFinding> = {}): ReportFinding {
  const title = `Job ${job} on ${node} went from running to none`
  return { ...sample, id: `${job} ${node}`, title, entities: [{ kind: 'job', id: job }], nodes: [node], ...more }
}

describe('findings alike', () => {
  test('are put together where the first stands, whatever their ids and nodes are', () => {
    const other = befell('7', 'tidb-1', { code: 'other' })
    const told = alike([befell('443'), other, befell('445', 'tidb-2'), befell('1000', '10.0.1.5:4000')])
    expect(told.map(({ first, others }) => [first.id, ...others.map(({ id }) => id)])).toEqual([
      ['443 tidb-1', '445 tidb-2', '1000 10.0.1.5:4000'],
      ['7 tidb-1'],
    ])
    expect(othersBefallen(told[0]!)).toBe('The same befell 2 other jobs (445, 1000)')
  })

  test('are read side by side where there are two, where they are not as grave, or say something else', () => {
    const differ: Partial<ReportFinding>[] = [{}, { severity: 'low' }, { causedBy: ['x'] }, { title: 'Job 443 went from done to none' }]
    const findings = differ.map((more, i) => befell(String(i), 'tidb-1', more))
    expect(alike([...findings, befell('443')]).every(({ others }) => others.length === 0)).toBe(true)
  })

  test('are told by nodes where they have no job of their own', () => {
    const nodes = ['tidb-0', 'tidb-1', 'tidb-2', 'tidb-3', 'tidb-4', 'tidb-5']
    const [told] = alike(nodes.map((node) => befell('443', node)))
    expect(othersBefallen(told!)).toBe('The same befell 5 other nodes (tidb-1, tidb-2, tidb-3 and 2 more)')
  })

  test('that differ in nothing are counted', () => {
    const [told] = alike(['a', 'b', 'c'].map((id) => befell('443', 'tidb-1', { id })))
    expect(othersBefallen(told!)).toBe('The same happened 2 more times')
  })

  test('lose none, and keep the order of the first', () => {
    const any = fc.array(fc.record({ job: fc.constantFrom('1', '2', '30'), code: fc.constantFrom('a', 'b') }), { maxLength: 12 })
    fc.assert(
      fc.property(any, (drawn) => {
        const findings = drawn.map(({ job, code }, i) => befell(job, 'n', { code, id: String(i) }))
        const told = alike(findings)
        expect(new Set(told.flatMap(({ first, others }) => [first, ...others]))).toEqual(new Set(findings))
        const places = told.map(({ first }) => findings.indexOf(first))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }),
    )
  })
})
