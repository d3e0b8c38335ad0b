import { harmlessJson } from '../escape.ts'
import type { GatePrinter } from './judgement.ts'
import { wordOutcome } from './words.ts'

/** Findings that are written: a text of all that a broken run may show would be larger than a string can be. */
const MOST = 10_000

/** For programs (gate.schema.json). */
export const gateJson: GatePrinter = (judgement) => {
  const { outcome, findings, doubts, tooMany, expired, vanished, flaky, report } = judgement
  const told = {
    schemaVersion: '1',
    tool: report.tool,
    outcome,
    summary: wordOutcome(judgement),
    ...{ doubts, tooMany },
    findings: findings.slice(0, MOST).map(({ finding, ...rest }) => ({ ...finding, ...rest })),
    leftOut: Math.max(0, findings.length - MOST),
    ...{ flaky, expired, vanished },
    coverage: report.coverage,
    tests: report.tests,
  }
  return `${harmlessJson(JSON.stringify(told, null, 2))}\n`
}
