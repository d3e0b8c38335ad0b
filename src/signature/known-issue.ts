import type { KnownIssue } from '../knowledge/contract.ts'
import { eraOf } from '../knowledge/eras.ts'
import { compareVersions, inRange } from '../knowledge/versions.ts'

/**
 * Judges the running version against a known issue.
 * @param running a version as TiDB prints it; null, or a bare commit hash, cannot be judged
 * @returns `affected` inside a range that is known to have it; `should-be-fixed` from the first fixed version of its branch on, or
 *   from the newest of them on; else `unknown`, as between branches, or where nobody has said that the version has it
 */
export function judgeVersion(issue: KnownIssue, running: string | null): 'affected' | 'should-be-fixed' | 'unknown' {
  if (running === null) return 'unknown'
  if (issue.affectedVersions.some((range) => inRange(running, range) === true)) return 'affected'
  const reached = (fixed: string): boolean => (compareVersions(running, fixed) ?? -1) >= 0
  const ownBranch = issue.fixedIn.filter((fixed) => eraOf(fixed) === eraOf(running))
  if (ownBranch.length) return ownBranch.some(reached) ? 'should-be-fixed' : 'unknown'
  return issue.fixedIn.length && issue.fixedIn.every(reached) ? 'should-be-fixed' : 'unknown'
}
