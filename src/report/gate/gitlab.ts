import { harmlessJson } from '../escape.ts'
import { leftOut, shortened } from './cut.ts'
import type { GatePrinter, JudgedFinding } from './judgement.ts'
import { wordOutcome, wordStanding } from './words.ts'

/** Entries that are written; a merge request shows a few hundred. */
const MOST = 10_000
const LONGEST = 500

const SEVERITIES: Readonly<Record<string, string>> = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor', info: 'info' }

/**
 * GitLab's code quality report: a list, with what GitLab's documentation asks of each entry (docs.gitlab.com: Code Quality, "Implement a
 * custom tool"). Fingerprints must differ within a list, so a second occurrence goes by its id.
 */
export const gateGitlab: GatePrinter = (judgement) => {
  const { findings, outcome } = judgement
  const shown = findings.slice(0, MOST)
  const note = [leftOut(findings.length, shown.length), outcome === 'unclear' ? wordOutcome(judgement) : ''].filter((text) => text !== '')
  const entries = [
    ...shown.map(entry),
    ...note.map((text, i) => ({
      ...{ description: text, check_name: 'tidb-triage', fingerprint: `tidb-triage:note:${i}`, severity: 'info' },
      location: { path: '-', lines: { begin: 1 } },
    })),
  ]
  return `${harmlessJson(JSON.stringify(entries, null, 1))}\n`
}

function entry(one: JudgedFinding): object {
  const { finding, fails } = one
  const at = finding.evidence[0]?.where
  return {
    description: shortened(`${finding.title} (${wordStanding(one)})`, LONGEST),
    check_name: finding.code,
    fingerprint: finding.id,
    severity: fails ? SEVERITIES[finding.severity] : 'info',
    location: { path: at?.source ?? '-', lines: { begin: at?.line ?? 1 } },
  }
}
