import type { ReportFinding } from '../report.ts'

type Known = NonNullable<ReportFinding['knownIssue']>

/** Which issue it is and whether the version in the log has it or should have the fix; empty when no issue is known. */
export function knownIssueSentence(known: Known | null): string {
  if (known === null || known.issues.length === 0) return ''
  return `Known issue ${numbers(known.issues)}; ${versionSentence(known)}.`
}

/** `#58776, #58780`. */
export function numbers(list: readonly number[]): string {
  return list.map((number) => `#${number}`).join(', ')
}

/** What the running version means for the issue, as half a sentence. */
export function versionSentence(known: Known): string {
  const fix = known.fixedIn.length > 0 ? `fixed in ${known.fixedIn.join(', ')}` : 'no release with the fix is known'
  if (known.running === null) return `the logs show no version, ${fix}`
  switch (known.state) {
    case 'affected':
      return `${known.running} has it, ${fix}`
    case 'should-be-fixed':
      return `${known.running} should have the fix (${known.fixedIn.join(', ')}), so check that every tidb-server runs it`
    case 'unknown':
      return `whether ${known.running} has it is not known, ${fix}`
  }
}
