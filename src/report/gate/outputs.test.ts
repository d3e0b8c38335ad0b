import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { XmlDocument, type XmlElement } from 'libxml2-wasm'
import { beforeAll, describe, expect, test } from 'vitest'
import { updated } from '../../gate/baseline.ts'
import { judge } from '../../gate/judge.ts'
import { plainPolicy, reportOf } from '../../testing/gate-runs.ts'
import { gateJsonFaults, gitlabFaults, junitFaults, sarifFaults } from '../../testing/outside-schemas.ts'
import { xml } from '../escape.ts'
import type { Report } from '../report.ts'
import { printGate } from '../terminal/gate.ts'
import { gateAnnotations } from './github.ts'
import { gateGitlab } from './gitlab.ts'
import { gateJson } from './json.ts'
import type { Judgement } from './judgement.ts'
import { gateJunit } from './junit.ts'
import { gateMarkdown } from './markdown.ts'
import { gateSarif } from './sarif.ts'

const TODAY = '2026-11-20'
const HOSTILE = `a\u0000b\u001b[31m ]]> <b>"&' \ud800 \uffff | @someone [x](y)\r\n::error::no \u0085 \u202e %0A ${'`'.repeat(4)}`

let locked: Report
let judged: Readonly<Record<string, Judgement>>

beforeAll(async () => {
  locked = await reportOf(['src/knowledge/signatures/ingest-engine-lock-held-by-current-process/positive/v8.5-two-retries.log'])
  const failed = await reportOf(['fixtures/test-runs/go1.26/race.txt', 'fixtures/test-runs/go1.26/leak.json'])
  const whole = judge(locked, plainPolicy, null, TODAY)
  judged = {
    'a known bug': whole,
    'failed tests': judge(failed, plainPolicy, null, TODAY),
    'all known': judge(locked, { ...plainPolicy, newOnly: true }, updated([], whole, TODAY), TODAY),
    'a passing run': judge(await reportOf(['fixtures/test-runs/go1.26/pass.json']), plainPolicy, null, TODAY),
    'an unclear run': judge(await reportOf(['-'], 'nothing'), plainPolicy, null, TODAY),
    'hostile text': judge(hostile(locked), plainPolicy, null, TODAY),
  }
})

/** The report, all of whose texts are hostile. */
function hostile(report: Report): Report {
  const [finding] = report.findings
  const where = { source: `../${HOSTILE}/a b%.log`, line: 3 }
  const evidence = [{ where, time: null, text: HOSTILE, role: HOSTILE }]
  return { ...report, findings: [{ ...finding!, title: HOSTILE, explanation: HOSTILE, remedy: HOSTILE, nodes: [HOSTILE], evidence }] }
}

/** The report with so many findings, all different; those that any of the files can show have long lines. */
function large(report: Report, count: number): Report {
  const [finding] = report.findings
  const [long, short] = ['x'.repeat(2000), 'x']
  const findings = Array.from({ length: count }, (_, i) => {
    const text = i < 12_000 ? long : short
    return {
      ...finding!,
      id: `stall:${i.toString(16).padStart(12, '0')}`,
      title: `${i} ${text}`,
      explanation: text,
      evidence: finding!.evidence.map((evidence) => ({ ...evidence, text: `${i} ${text}` })),
    }
  })
  return { ...report, findings }
}

describe.each(['a known bug', 'failed tests', 'all known', 'a passing run', 'an unclear run', 'hostile text'])('%s', (name) => {
  test('is SARIF 2.1.0', () => expect(sarifFaults(gateSarif(judged[name]!))).toEqual([]))
  test('is JUnit XML', () => expect(junitFaults(gateJunit(judged[name]!))).toEqual([]))
  test('is a code quality report', () => expect(gitlabFaults(gateGitlab(judged[name]!))).toEqual([]))
  test('is JSON as its schema says', () => expect(gateJsonFaults(gateJson(judged[name]!))).toEqual([]))
  test('is the same text each time', () => expect(gateSarif(judged[name]!)).toBe(gateSarif(judged[name]!)))
})

test('the schemas see what is wrong', () => {
  const whole = judged['a known bug']!
  expect(sarifFaults(gateSarif(whole).replaceAll('"message"', '"massage"'))).not.toEqual([])
  expect(junitFaults(gateJunit(whole).replace(' name="the run as a whole"', ''))).not.toEqual([])
  expect(gitlabFaults(gateGitlab(whole).replace('"critical"', '"grave"'))).not.toEqual([])
  expect(gateJsonFaults(gateJson(whole).replace('"fails": true', '"fails": 1'))).not.toEqual([])
})

test('SARIF tells the way to a finding line by line, its fingerprint, and what is let pass', () => {
  const [result] = JSON.parse(gateSarif(judged['a known bug']!)).runs[0].results
  expect(result.level).toBe('error')
  expect(result.partialFingerprints['tidbTriage/v1']).toMatch(/^ingest-engine-lock-held-by-current-process:[0-9a-f]{12}$/)
  const lines = result.codeFlows[0].threadFlows[0].locations.map(
    (step: { location: { physicalLocation: { region: { startLine: number } } } }) => step.location.physicalLocation.region.startLine,
  )
  expect(lines).toEqual([...lines].sort((a, b) => a - b))
  expect(lines).toContain(result.locations[0].physicalLocation.region.startLine)
  const [known] = JSON.parse(gateSarif(judged['all known']!)).runs[0].results
  expect([known.level, known.baselineState, known.suppressions[0].kind]).toEqual(['note', 'unchanged', 'external'])
})

describe('a hundred thousand findings', () => {
  let all: Judgement
  beforeAll(() => {
    all = judge(large(locked, 100_000), plainPolicy, null, TODAY)
  })

  test("stay within GitHub's limits for SARIF, and the cut is told", () => {
    const text = gateSarif(all)
    expect(sarifFaults(text)).toEqual([])
    const [run] = JSON.parse(text).runs
    expect(run.results).toHaveLength(5_000)
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('95000 of 100000 findings are left out')
    expect(gzipSync(text).length).toBeLessThan(10 << 20)
  })

  test('stay within what Jenkins, GitLab, a comment and the annotations of a step take, and the cut is told', () => {
    const junit = gateJunit(all)
    expect(junitFaults(junit)).toEqual([])
    expect(junit).toContain('90000 of 100000 findings are left out')
    const { findings, leftOut } = JSON.parse(gateJson(all))
    expect([findings.length, leftOut]).toEqual([10_000, 90_000])
    const gitlab = gateGitlab(all)
    expect(gitlabFaults(gitlab)).toEqual([])
    expect(JSON.parse(gitlab).at(-1).description).toContain('90000 of 100000')
    const comment = gateMarkdown(all)
    expect(comment.length).toBeLessThanOrEqual(65_536)
    expect(comment).toMatch(/\n99\d{3} more are left out here/)
    const annotations = gateAnnotations(all).trimEnd().split('\n')
    expect(annotations).toHaveLength(10)
    expect(annotations.at(-1)).toContain('99991 more')
    expect(printGate(all, { width: 100, color: false })).toContain('and 99990 more')
  })
})

test('hostile text stays text', () => {
  const bad = judged['hostile text']!
  const comment = gateMarkdown(bad)
  expect(comment).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\ud800]/)
  // What is escaped, or stands in code, is no link and no mention.
  const bare = comment.replace(/\\./g, '').replace(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '')
  expect(bare).not.toMatch(/\[x|<b>|@someone/)
  // A line of the log must not become a command of the workflow.
  for (const text of [gateAnnotations(bad), printGate(bad, { width: 500, color: false })])
    for (const line of text.split('\n')) expect(line.trim()).not.toMatch(/^::(?!error title=)/)
  expect(gateJunit(bad)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
})

test('any text at all stays well-formed XML, and what XML can carry comes back as it was', () => {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 9, 10, 13, 27, 38, 60, 62, 34, 0xd800, 0xdc00, 0xfffe))
  const text = fc.array(unit, { maxLength: 40 }).map((units) => String.fromCharCode(...units))
  fc.assert(
    fc.property(text, (given) => {
      const document = XmlDocument.fromBuffer(Buffer.from(`<a b="${xml(given)}">${xml(given)}</a>`))
      try {
        const { content } = document.root
        expect((document.root as XmlElement).attr('b')!.value).toBe(content)
        if (!/[^\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/.test(given)) expect(content).toBe(given)
      } finally {
        document.dispose()
      }
    }),
    { numRuns: 500 },
  )
})
