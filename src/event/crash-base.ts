import type { GoReportPart, GoReportTree } from '../../grammars/go-report/tree.ts'
import type { GoReportText } from '../entry/entry.ts'
import { runningTests } from './crash-cause.ts'
import type { Crash } from './event.ts'

/** What a crash has from the report that it stands in, whatever its kind. */
export interface CrashBase extends Pick<Crash, 'node' | 'time' | 'count' | 'tests' | 'where' | 'endedProcess' | 'text'> {}

const TEXT_LIMIT = 2000

/** @param index which part of the report's tree */
export function baseOf(report: GoReportText, tree: GoReportTree, index: number): CrashBase {
  const part = tree.parts[index] as GoReportPart
  const { source, line } = report.where
  const entry = report.embeddedIn
  return {
    node: report.origin.node,
    time: report.time,
    count: 1,
    tests: part.test === null ? [...new Set([...tree.failed, ...runningTests(part)])] : [part.test],
    where: { source, line: report.at[part.at] ?? line },
    endedProcess: entry === null ? !part.heads.some((head) => head.kind === 'http' || head.kind === 'checked') : entry.level === 'FATAL',
    text: excerpt(report.lines, part.at, tree.parts[index + 1]?.at ?? report.lines.length),
  }
}

/** The lines joined, as far as the limit goes. */
function excerpt(lines: readonly string[], from: number, to: number): string {
  let text = lines[from] ?? ''
  for (let i = from + 1; i < to && text.length < TEXT_LIMIT; i++) text += `\n${lines[i]}`
  return text.slice(0, TEXT_LIMIT)
}
