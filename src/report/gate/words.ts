import { counted } from '../wording/names.ts'
import type { Doubt, JudgedFinding, Judgement } from './judgement.ts'

/** The judgement in one sentence or two. */
export function wordOutcome({ outcome, findings, tooMany, doubts, report }: Judgement): string {
  const failing = findings.filter(({ fails }) => fails)
  const fresh = failing.filter(({ standing }) => standing === 'new').length
  const known = failing.length - fresh
  const passed = report.tests === null ? '' : ` ${counted(report.tests.passed, 'test or package', 'tests and packages')} passed.`
  if (outcome === 'pass') {
    const rest =
      findings.length === 0
        ? 'No failure was found.'
        : `Nothing fails: ${counted(findings.length, 'finding')} ${findings.length === 1 ? 'is' : 'are'} known, allowed or slight.`
    return `${rest}${passed}`
  }
  if (outcome === 'unclear') return `It cannot be said that all is well: ${doubts.map(wordDoubt).join('; ')}.`
  const most = tooMany === null ? '' : ` ${counted(tooMany.found, 'finding')}, and the policy bears ${tooMany.most}.`
  if (failing.length === 0) return `Too many findings:${most}`
  const parts = [fresh > 0 ? `${fresh} new` : '', known > 0 ? `${known} known` : ''].filter((part) => part !== '').join(', ')
  return `${counted(failing.length, 'failure')} (${parts}).${most}`
}

export function wordDoubt({ code, detail }: Doubt): string {
  switch (code) {
    case 'unread':
      return `not all could be read: ${detail.replace(/\.$/, '')}`
    case 'little-understood':
      return `too little was understood (${detail})`
    case 'nothing-judged':
      return 'the input holds nothing that could be judged, no test that ended and no history of a DDL'
    case 'interrupted':
      return 'the reading was interrupted'
    case 'unfinished':
      return `tests began and did not end: ${detail}`
  }
}

/** What to do about a run that does not pass. */
export function wordAdvice({ outcome, findings, doubts }: Judgement): readonly string[] {
  if (outcome === 'pass') return []
  if (outcome === 'unclear')
    return doubts.some(({ code }) => code === 'little-understood' || code === 'nothing-judged')
      ? [
          'Check that the whole output of the run is given, standard error included (2>&1); --min-coverage sets how much must be understood.',
        ]
      : ['Give the whole output of the run.']
  const failing = findings.filter(({ fails }) => fails)
  const advice: string[] = []
  if (failing.some(({ flake }) => flake !== null)) advice.push('Tests that also passed in this run: --allow-flaky lets them pass.')
  if (failing.some(({ standing }) => standing === 'known'))
    advice.push('Known failures fail too: --new-only lets pass what the baseline holds.')
  const first = failing.find(({ standing }) => standing === 'new')
  if (first !== undefined)
    advice.push(
      'Where a failure is known and somebody takes care of it:',
      `tidb-triage gate baseline add '${first.fingerprint}' --reason '…' --owner '…'`,
    )
  return advice
}

/** `new`, `known: flaky since March (ddl-team, until 2026-12-31)`, `allowed` */
export function wordStanding({ standing, entry }: Pick<JudgedFinding, 'standing' | 'entry'>): string {
  if (entry === null) return standing
  const by = [entry.owner, entry.expires === null ? '' : `until ${entry.expires}`].filter((part) => part !== '').join(', ')
  return [`${standing}: ${entry.reason || 'no reason given'}`, by === '' ? '' : `(${by})`].filter((part) => part !== '').join(' ')
}

/** `flaky: failed 1 of 3` */
export function wordFlake({ failed, passed }: { readonly failed: number; readonly passed: number }): string {
  return `failed ${failed} of ${failed + passed} attempts (${Math.round((failed / (failed + passed)) * 100)} %)`
}
