import type { KnownIssue } from '../../knowledge/contract.ts'
import type { Canvas } from '../terminal/canvas.ts'
import { numbers } from '../wording/known-issue.ts'

/** What is known of a failure's issue: who has it, since when not. */
export function knownIssueLines(canvas: Canvas, { issues, pullRequests, affected, affectedVersions, fixedIn }: KnownIssue): void {
  canvas.heading('Known issue')
  canvas.paragraph(affected, 2)
  const rows: readonly (readonly [string, string])[] = [
    ['pingcap/tidb', numbers(issues)],
    ['fix', numbers(pullRequests)],
    ['affected', affectedVersions.join(', ')],
    ['fixed in', fixedIn.join(', ')],
  ]
  for (const [name, text] of rows) if (text !== '') canvas.paragraph(`${name}: ${text}`, 2)
}
