import { workflowText } from '../escape.ts'
import { shortened } from './cut.ts'
import type { GatePrinter } from './judgement.ts'
import { wordOutcome, wordStanding } from './words.ts'

/** GitHub shows ten errors and ten warnings of a step. */
const MOST = 10
const LONGEST = 1_000

/** Workflow commands of GitHub Actions: what fails as errors, an unclear run as one. */
export const gateAnnotations: GatePrinter = (judgement) => {
  const failing = judgement.findings.filter(({ fails }) => fails)
  const room = failing.length > MOST ? MOST - 1 : MOST
  const lines = failing.slice(0, room).map((one) => {
    const { finding } = one
    const at = finding.evidence[0]?.where
    const place = at === undefined ? '' : ` (${at.source}:${at.line})`
    return command(`${finding.severity}: ${finding.title}`, `${wordStanding(one)}. ${finding.explanation}${place}`)
  })
  if (failing.length > room) lines.push(command('tidb-triage', `${failing.length - room} more failures; the job summary has them.`))
  if (judgement.outcome === 'unclear') lines.push(command('tidb-triage: unclear', wordOutcome(judgement)))
  return lines.map((line) => `${line}\n`).join('')
}

function command(title: string, text: string): string {
  return `::error title=${workflowText(shortened(title, 200), true)}::${workflowText(shortened(text.replace(/\s+/g, ' '), LONGEST))}`
}
