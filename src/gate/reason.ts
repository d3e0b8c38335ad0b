import { type Reason, reasons } from '../knowledge/reasons.ts'
import type { ReportCrash, ReportFinding } from '../report/report.ts'
import { TEST_LOG } from '../signature/finding.ts'

/** Characters of each line of evidence that are looked at. */
const LONGEST = 1_000

/** What sort of failure a finding is: the name of the first row of the table that fits. */
export function reasonOf(finding: ReportFinding, crashes: readonly ReportCrash[]): string {
  const places = new Set(finding.evidence.map(({ where }) => placeOf(where)))
  const kinds = new Set(crashes.filter(({ where }) => places.has(placeOf(where))).map(({ kind }) => kind as string))
  // What was logged beside the failure need not be its reason.
  const shown = finding.evidence.filter(({ role }) => role !== TEST_LOG)
  const said = [finding.title, ...shown.map(({ text }) => text.slice(0, LONGEST))]
  const text = said.join('\n').toLowerCase()
  return (reasons.find((row) => fits(row, finding, kinds, text)) ?? reasons.at(-1)!).name
}

function fits(row: Reason, { code, kind, entities }: ReportFinding, crashes: ReadonlySet<string>, text: string): boolean {
  return (
    (row.crashes?.some((crash) => crashes.has(crash)) ?? false) ||
    (row.codes?.some((start) => (start.endsWith('-') ? code.startsWith(start) : code === start)) ?? false) ||
    (row.texts?.some((part) => text.includes(part)) ?? false) ||
    (row.entities?.some((entity) => entities[0]?.kind === entity) ?? false) ||
    (row.kinds?.includes(kind) ?? false)
  )
}

function placeOf({ source, line }: { readonly source: string; readonly line: number }): string {
  return `${source}:${line}`
}
