import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleInput, signatureFinding } from '../testing/report-input.ts'
import { buildReport } from './build.ts'
import { columns } from './escape.ts'
import { formats, reporters } from './index.ts'
import { terminal } from './terminal.ts'

const report = buildReport(sampleInput())
const piped = { width: Number.POSITIVE_INFINITY, color: false }
/** Fields, and values of fields, that the program itself chooses from a fixed list. */
const CLOSED = ['status', 'severity', 'verdict', 'id', 'time', 'course', 'unknown', 'affected', 'should-be-fixed']
const ESCAPE = /\u001b\[[\d;]*m/g

describe('the terminal report', () => {
  test('tells the verdict first, then findings, jobs, crashes, nodes, coverage', () => {
    const headings = terminal.print(report, piped).match(/^(?:FOUND|Findings \(2\)|Jobs|Crash|Nodes|Coverage)$/gm)
    expect(headings).toEqual(['FOUND', 'Findings (2)', 'Jobs', 'Crash', 'Nodes', 'Coverage'])
  })

  test('tells which clocks are wrong, and by how much', () => {
    expect(terminal.print(report, piped)).toContain('1.5 s to 3 s behind tidb-0')
    expect(terminal.print({ ...report, nodes: report.nodes.map((node) => ({ ...node, clock: null })) }, piped)).not.toContain('clock')
  })

  test('shows evidence by place and time, the known issue, the tree, the frame to blame', () => {
    const text = terminal.print(report, piped)
    expect(text).toContain('b/tidb.log:4  18:12:56.968  lock taken')
    expect(text).toMatch(/#58776\s+#58778\s+no release known\s+v9\.1\.0\s+/)
    expect(text).toMatch(/ {2}ADD INDEX job 77 .*\n.*\n {4}task 9 .*\n.*\n {6}subtask 3 .*\n.*\n {6}subtask 12 .*violating/)
    expect(text).toContain('to blame: example.org/db/ddl.(*ctx).paused (/src/ddl/reorg.go:104)')
    expect(text).toContain('follows from 1. The lock')
  })

  test('cuts nothing and colours nothing in a pipe', () => {
    const long = 'x'.repeat(3000)
    const input = { ...sampleInput(), findings: [{ ...signatureFinding, evidence: [{ ...signatureFinding.evidence[0]!, text: long }] }] }
    const text = terminal.print(buildReport(input), piped)
    expect(text).toContain(long)
    expect(text).not.toContain('\u001b')
  })

  test('fits any terminal of a usual width, coloured or not, and colour changes no character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 250 }), (width) => {
        const plain = terminal.print(report, { width, color: false })
        for (const line of plain.split('\n')) expect(columns(line)).toBeLessThanOrEqual(width)
        expect(terminal.print(report, { width, color: true }).replace(ESCAPE, '')).toBe(plain)
      }),
      { numRuns: 40 },
    )
  })

  test('passes on no escape sequence from a log, in whatever field it stands', () => {
    const poison = '\u001b]0;owned\u0007\u009b2J\u202e'
    const poisoned = JSON.parse(JSON.stringify(report), (key, value) =>
      typeof value === 'string' && !CLOSED.includes(key) && !CLOSED.includes(value) ? value + poison : value,
    )
    expect(terminal.print(poisoned, piped)).not.toMatch(/[\u0007\u001b\u009b\u202e]/)
  })
})

test.each(formats)('%s prints the same bytes twice and ends with a newline', async (format) => {
  const reporter = await reporters[format]()
  expect(reporter.name).toBe(format)
  expect(reporter.print(report, piped)).toBe(reporter.print(report, piped))
  expect(reporter.print(report, piped).endsWith('\n')).toBe(true)
})

test('json prints the report and nothing else', async () => {
  const { json } = await import('./json.ts')
  expect(JSON.parse(json.print(report, piped))).toEqual(JSON.parse(JSON.stringify(report)))
})
