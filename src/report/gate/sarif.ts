import type { Where } from '../../source/source.ts'
import { harmlessJson } from '../escape.ts'
import { type FlowStep, flowOf } from './code-flow.ts'
import { leftOut, shortened } from './cut.ts'
import type { GatePrinter, JudgedFinding, Judgement } from './judgement.ts'
import { wordDoubt, wordFlake, wordOutcome, wordStanding } from './words.ts'

/**
 * GitHub takes 25,000 results a run and keeps the first 5,000, 1,000 steps of a flow, 100 locations, 20 tags, and 10 MB packed
 * (docs.github.com: SARIF support for code scanning, "Validating your SARIF file").
 */
const MOST = 5_000
const MOST_STEPS = 100
/** Steps in all: then the packed file stays below its limit whatever stands in the lines. */
const ALL_STEPS = 20_000
const LONGEST = 1_000
const LONGEST_LINE = 200

const LEVELS: Readonly<Record<string, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' }
const HOME = 'https://github.com/pingcap/tidb'

/** SARIF 2.1.0 for code scanning: what fails first, so that a limit cuts what matters least. */
export const gateSarif: GatePrinter = (judgement) => {
  const { findings, doubts, outcome, report } = judgement
  const shown = findings.slice(0, MOST)
  const rules = [...new Map(shown.map(({ finding }) => [finding.code, finding])).values()]
  const indexOf = new Map(rules.map(({ code }, i) => [code, i]))
  const budget = { left: ALL_STEPS }
  const notes = [leftOut(findings.length, shown.length), ...doubts.map(wordDoubt)].filter((text) => text !== '')
  const run = {
    tool: {
      driver: {
        name: 'tidb-triage',
        semanticVersion: report.tool.version,
        informationUri: HOME,
        rules: rules.map(({ code, title, remedy, kind }) => ({
          id: code,
          shortDescription: { text: said(title) },
          help: { text: said(remedy) },
          properties: { tags: ['tidb', kind] },
        })),
      },
    },
    invocations: [
      {
        executionSuccessful: outcome !== 'unclear',
        exitCodeDescription: said(wordOutcome(judgement)),
        toolExecutionNotifications: notes.slice(0, 100).map((text) => ({ level: 'warning', message: { text: said(text) } })),
      },
    ],
    columnKind: 'unicodeCodePoints',
    results: shown.map((one) => result(one, indexOf.get(one.finding.code)!, judgement, budget)),
  }
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  }
  return `${harmlessJson(JSON.stringify(log))}\n`
}

function result(one: JudgedFinding, ruleIndex: number, { report }: Judgement, budget: { left: number }): object {
  const { finding, fingerprint, standing, fails, reason, flake } = one
  const steps = flowOf(finding, report, Math.min(MOST_STEPS, budget.left))
  budget.left -= steps.length
  const at = finding.evidence[0]?.where
  return {
    ruleId: finding.code,
    ruleIndex,
    level: fails ? 'error' : standing === 'new' ? LEVELS[finding.severity] : 'note',
    message: { text: said([`${finding.title}.`, ...(flake ? [`Flaky: ${wordFlake(flake)}.`] : []), finding.explanation].join(' ')) },
    locations: at === undefined ? [] : [{ physicalLocation: placeOf(at) }],
    partialFingerprints: { 'tidbTriage/v1': fingerprint },
    ...(steps.length > 1 ? { codeFlows: [{ threadFlows: [{ locations: steps.map(flowLocation) }] }] } : {}),
    ...(standing === 'new' || standing === 'expired'
      ? { baselineState: 'new' }
      : { baselineState: 'unchanged', suppressions: [{ kind: 'external', status: 'accepted', justification: said(wordStanding(one)) }] }),
    properties: { severity: finding.severity, confidence: finding.confidence, reason, standing, nodes: finding.nodes.slice(0, 20) },
  }
}

function flowLocation({ where, time, text }: FlowStep): object {
  return {
    location: { physicalLocation: placeOf(where), message: { text: shortened(text, LONGEST_LINE) || 'a line' } },
    ...(time === null || !/[+-]\d\d:\d\d$/.test(time) ? {} : { executionTimeUtc: new Date(time).toISOString() }),
  }
}

function placeOf({ source, line }: Where): object {
  return { artifactLocation: { uri: uriOf(source) }, region: { startLine: Math.max(1, line) } }
}

/** A path as a reference: relative paths stay so, since they are meant from the checkout. */
function uriOf(source: string): string {
  if (source === '-') return 'stdin'
  const path = source.replaceAll('\\', '/').replace(/[\ud800-\udfff]/gu, '\ufffd')
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return encoded.startsWith('/') ? `file://${encoded}` : encoded
}

/** SARIF wants a text where one is due. */
function said(text: string): string {
  return shortened(text, LONGEST) || 'Nothing more is known.'
}
