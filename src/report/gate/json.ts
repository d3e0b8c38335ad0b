import { harmlessJson } from '../escape.ts'
import type { GatePrinter } from './judgement.ts'
import { wordOutcome } from './words.ts'

/** For programs (gate.schema.json). */
export const gateJson: GatePrinter = (judgement) => {
  const { outcome, findings, doubts, tooMany, expired, vanished, flaky, report } = judgement
  const told = {
    schemaVersion: '1',
    tool: report.tool,
    outcome,
    summary: wordOutcome(judgement),
    ...{ doubts, tooMany },
    findings: findings.map(({ finding, ...rest }) => ({ ...finding, ...rest })),
    ...{ flaky, expired, vanished },
    coverage: report.coverage,
    tests: report.tests,
  }
  return `${harmlessJson(JSON.stringify(told, null, 2))}\n`
}
