import { groupBy } from '../../signature/group-by.ts'
import type { Report, ReportSource } from '../report.ts'
import { readableTime } from '../time.ts'
import { counted } from '../wording/names.ts'
import { readableSize } from '../wording/size.ts'
import type { Canvas } from './canvas.ts'
import { some } from './quiet.ts'

const SHOWN = 20

/** What was read, what of it was understood, and what was wrong with the input. */
export function drawCoverage(report: Report, canvas: Canvas): void {
  const { coverage } = report
  canvas.heading('Coverage')
  canvas.paragraph(
    `${counted(coverage.sources, 'source')}, ${readableSize(coverage.bytes)}, ${counted(coverage.lines, 'line')}: ` +
      `${counted(coverage.entries, 'entry', 'entries')} (${coverage.recognised} recognised, ${coverage.unrecognised} not), ` +
      `${counted(coverage.goReports, 'Go report')}, ${counted(coverage.strays, 'line')} that belong to neither. ` +
      `${counted(coverage.entities.judged, 'entity', 'entities')} judged, ${coverage.entities.notJudgeable} not judgeable.`,
    2,
  )
  if (report.tests !== null) {
    const { passed, failed, skipped, flaky } = report.tests
    canvas.paragraph(`Tests and packages: ${passed} passed, ${failed} failed, ${flaky.length} flaky, ${skipped} skipped.`, 2)
  }
  const { bytes, sources } = coverage.skipped
  if (bytes > 0) {
    const whole = sources === 0 ? '' : `, ${counted(sources, 'source')} left out whole`
    canvas.paragraph(`${readableSize(bytes)} outside the time asked for were not read${whole}.`, 2)
  }
  canvas.table(
    ['source', 'node', 'lines', 'order', 'from', 'to', 'envelopes', ''],
    foremost(report.sources)
      .slice(0, SHOWN)
      .map((source) => [
        source.name,
        source.node ?? '',
        String(source.lines),
        source.order,
        source.firstTime === null ? '' : readableTime(source.firstTime),
        source.lastTime === null ? '' : readableTime(source.lastTime),
        source.envelopes.join(', '),
        [source.truncated ? 'cut' : '', source.gaps.length > 0 ? counted(source.gaps.length, 'gap') : ''].filter(Boolean).join(', '),
      ]),
  )
  const more = report.sources.length - SHOWN
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 2, canvas.paint.dim)
  const unchecked = coverage.unchecked ?? []
  if (unchecked.length > 0)
    canvas.paragraph(
      `Could not be checked: ${unchecked.map(({ signature, lacks }) => `${signature} (needs ${lacks.join(', ')})`).join('; ')}.`,
      2,
    )
  const problems = [...groupBy(coverage.problems, ({ message }) => message)]
  for (const [message, of] of problems.slice(0, SHOWN)) {
    const sources = some(of.map(({ source }) => source))
    canvas.paragraph(`${sources}: ${message}`, 2, canvas.paint.yellow)
  }
  const silent = problems.length - SHOWN
  if (silent > 0) canvas.line(`and ${silent} more`, 2, canvas.paint.dim)
}

/** Where not all are shown, those with log lines first: a bundle has settings, slow queries and what else a node had beside them. */
function foremost(sources: readonly ReportSource[]): readonly ReportSource[] {
  if (sources.length <= SHOWN) return sources
  return [...sources.filter(({ entries }) => entries > 0), ...sources.filter(({ entries }) => entries === 0)]
}
