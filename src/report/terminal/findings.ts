import type { Report, ReportFinding } from '../report.ts'
import { clockTime, readableTime } from '../time.ts'
import { type Alike, alike, othersBefallen } from '../wording/alike.ts'
import { numbers } from '../wording/known-issue.ts'
import { nameOf, times } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'
import { severityStyle } from './severity.ts'

/** Evidence lines printed per finding; `--format json` has them all. */
const EVIDENCE = 8
const CONSEQUENCE_EVIDENCE = 2
/** Entities named of one finding. */
const ENTITIES = 6
/** Findings alike that are listed under the first. */
const ALIKE = 20

/** The time at the head of a log line, which stands in a column of its own. */
const OWN_TIME = /^\[?\d{4}[-/]\d\d[-/]\d\d[ T][\d:.,]+(?: ?(?:Z|[+-]\d\d:?\d\d))?\]?\s*/

export function drawFindings(report: Report, canvas: Canvas): void {
  if (report.findings.length === 0) return
  canvas.heading(report.findings.length === 1 ? 'Finding' : `Findings (${report.findings.length})`)
  const numbers = new Map(report.findings.map((finding, index) => [finding, index + 1]))
  alike(report.findings).forEach((told, index) => {
    if (index > 0) canvas.blank()
    drawFinding(told.first, numbers.get(told.first)!, report, canvas)
    drawOthers(told, numbers, canvas)
  })
}

/** Whom else the same befell, a line each: the explanation and the remedy are those of the first. */
function drawOthers(told: Alike, numbers: ReadonlyMap<ReportFinding, number>, canvas: Canvas): void {
  const { others } = told
  if (others.length === 0) return
  canvas.line(othersBefallen(told), 3, canvas.paint.cyan)
  canvas.table(
    ['', 'whom', 'on', 'how often', 'first seen', 'where'],
    others
      .slice(0, ALIKE)
      .map((it) => [
        `${numbers.get(it)}.`,
        whom(it).join(', '),
        it.nodes.join(', '),
        times(it.count),
        it.first === null ? '' : readableTime(it.first),
        it.evidence[0] === undefined ? '' : placeOf(it.evidence[0].where),
      ]),
    5,
  )
  const more = others.length - ALIKE
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 5, canvas.paint.dim)
}

function placeOf({ source, line }: ReportFinding['evidence'][number]['where']): string {
  return `${source}:${line}`
}

function whom({ entities }: ReportFinding): readonly string[] {
  const more = entities.length > ENTITIES ? [`${entities.length - ENTITIES} more`] : []
  return [...entities.slice(0, ENTITIES).map(nameOf), ...more]
}

function drawFinding(finding: ReportFinding, number: number, report: Report, canvas: Canvas): void {
  const { paint } = canvas
  canvas.cells([
    [`${number}.`, paint.bold],
    [finding.severity.toUpperCase(), severityStyle(paint, finding.severity)],
    [finding.title, paint.bold],
  ])
  canvas.paragraph(facts(finding), 3, paint.dim)
  for (const cause of finding.causedBy) {
    const at = report.findings.findIndex((candidate) => candidate.id === cause)
    if (at >= 0) canvas.line(`follows from ${at + 1}. ${report.findings[at]!.title}`, 3, paint.dim)
  }
  if (finding.causedBy.length > 0) drawEvidence(finding, CONSEQUENCE_EVIDENCE, canvas)
  else drawWhole(finding, canvas)
}

/** What is told of a finding with a cause of its own; one that follows from another needs its proof, not a second explanation. */
function drawWhole(finding: ReportFinding, canvas: Canvas): void {
  canvas.paragraph(finding.explanation, 3)
  drawChain(finding, canvas)
  drawEvidence(finding, EVIDENCE, canvas)
  drawKnownIssue(finding, canvas)
  if (finding.remedy === '') return
  canvas.line('What to do', 3, canvas.paint.cyan)
  canvas.paragraph(finding.remedy, 5)
}

/** One link proves nothing by itself: it is the finding. */
function drawChain({ chain, first }: ReportFinding, canvas: Canvas): void {
  if (chain.length < 2) return
  canvas.line('How it came about', 3, canvas.paint.cyan)
  for (const { time, text, count } of chain)
    canvas.cells(
      [
        [time === null ? '-' : clockTime(time, first), canvas.paint.dim],
        [count === 1 ? text : `${text} × ${count}`, (plain) => plain],
      ],
      5,
    )
}

function facts(finding: ReportFinding): string {
  const span =
    finding.first === null
      ? []
      : finding.last === null || readableTime(finding.last) === readableTime(finding.first)
        ? [readableTime(finding.first)]
        : [`${readableTime(finding.first)} to ${readableTime(finding.last)}`]
  const nodes = finding.nodes.length > 0 ? [`on ${finding.nodes.join(', ')}`] : []
  return [finding.code, `${finding.confidence} confidence`, ...whom(finding), ...nodes, times(finding.count), ...span].join(' · ')
}

function drawEvidence(finding: ReportFinding, most: number, canvas: Canvas): void {
  const { paint } = canvas
  if (finding.evidence.length === 0) return
  canvas.line('Evidence', 3, paint.cyan)
  for (const evidence of finding.evidence.slice(0, most)) {
    canvas.cells(
      [
        [placeOf(evidence.where), paint.blue],
        [evidence.time === null ? '-' : clockTime(evidence.time, finding.first), paint.dim],
        [evidence.text.split('\n', 1)[0]!.replace(evidence.time === null ? '' : OWN_TIME, ''), (text) => text],
      ],
      5,
    )
  }
  const more = finding.evidence.length - most
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 5, paint.dim)
}

const STATE = { affected: 'affected', 'should-be-fixed': 'said to be fixed', unknown: 'not known to be either' } as const

function drawKnownIssue(finding: ReportFinding, canvas: Canvas): void {
  const known = finding.knownIssue
  if (known === null) return
  canvas.line('Known issue', 3, canvas.paint.cyan)
  canvas.table(
    ['pingcap/tidb', 'fix', 'fixed in', 'version in the logs', 'which is'],
    [
      [
        numbers(known.issues),
        numbers(known.pullRequests),
        known.fixedIn.join(', ') || 'no release known',
        known.running ?? 'none found',
        STATE[known.state],
      ],
    ],
    5,
  )
  if (known.affected !== '') canvas.paragraph(`Affected: ${known.affected}`, 5)
}
