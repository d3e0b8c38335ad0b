import type { GoReportText } from '../entry/entry.ts'
import { Gatherer } from '../entry/gather.ts'
import { type ReadReport, readReport } from '../event/crash.ts'
import { blame } from '../knowledge/blame.ts'

/** The lines of a report as they come out of a log. */
export function report(lines: readonly string[], at = lines.map((_, i) => i + 1)): GoReportText {
  const origin = { source: 'a.log', node: 'tidb-0', container: null, stream: null }
  return {
    kind: 'go-report',
    where: { source: 'a.log', line: at[0] ?? 1 },
    origin,
    time: null,
    lines,
    at,
    repeats: [],
    isCut: false,
    embeddedIn: null,
  }
}

/** What a file says, gathered and read as from a log. */
export function readText(text: string): ReadReport {
  const gatherer = new Gatherer()
  text.split('\n').forEach((line, i) => {
    gatherer.offer(line, i + 1)
  })
  const read = gatherer.close().reports.map((gathered) => readReport({ ...report(gathered.lines, [...gathered.at]), ...gathered }, blame))
  return { crashes: read.flatMap((it) => it.crashes), failedTests: read.flatMap((it) => it.failedTests) }
}
