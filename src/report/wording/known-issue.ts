import type { ReportFinding } from '../report.ts'
import { inSentence } from './names.ts'

/** A build that names no version; so much of its hash tells it from others. */
const COMMIT = /^[0-9a-f]{40}$/

type Known = NonNullable<ReportFinding['knownIssue']>

/** Which issue it is and whether the version in the log has it or should have the fix, with what to do about it; the last alone when no issue is known. */
export function knownIssueSentence(known: Known | null, remedy: string, confidence: ReportFinding['confidence']): string {
  if (known === null || known.issues.length === 0) return remedy
  return `${confidence === 'low' ? 'Perhaps known' : 'Known'} issue ${numbers(known.issues)} (${versionSentence(known)}): ${inSentence(remedy)}`
}

/** `#58776, #58780`. */
export function numbers(list: readonly number[]): string {
  return list.map((number) => `#${number}`).join(', ')
}

/** What the running version means for the issue, as half a sentence. */
function versionSentence(known: Known): string {
  const fix = known.fixedIn.length > 0 ? `fixed in ${known.fixedIn.join(', ')}` : 'no release with the fix is known'
  if (known.running === null) return `the logs show no version, ${fix}`
  const running = known.running.replace(COMMIT, (hash) => `build ${hash.slice(0, 8)}`)
  switch (known.state) {
    case 'affected':
      return `${running} has it, ${fix}`
    case 'should-be-fixed':
      return `${running} should have the fix (${known.fixedIn.join(', ')}), so check that every tidb-server runs it`
    case 'unknown':
      return `whether ${running} has it is not known, ${fix}`
  }
}
