import type { GoFrame, GoReportPart, GoReportTree } from '../../grammars/go-report/tree.ts'
import type { GoReportText } from '../entry/entry.ts'
import { crashedTest, isAskedFor, runningTests } from './crash-cause.ts'
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
    tests: testsOf(part, tree.failed),
    where: { source, line: report.at[part.at] ?? line },
    endedProcess: entry === null ? !survived(part) : entry.level === 'FATAL',
    text: entry?.text || excerpt(report.lines, part.at, tree.parts[index + 1]?.at ?? report.lines.length),
  }
}

/** A server, a test runner or the program itself caught the panic, and printed its stack. */
function survived({ heads, goroutines }: GoReportPart): boolean {
  const caught = heads.some(({ kind }) => kind === 'http' || kind === 'caught')
  return caught || (heads.length === 0 && isOwnStack(goroutines[0]?.stack.frames ?? []))
}

/** Asked for by the program, or by what it deferred: that stands above the frame in which Go raised the panic. */
function isOwnStack(frames: readonly GoFrame[]): boolean {
  const top = frames[0]?.func ?? ''
  const raised = frames.findIndex(({ func }) => func === 'panic' || func === 'runtime.gopanic')
  return isAskedFor(top) || (raised > 0 && !top.startsWith('runtime.'))
}

/** A panic that was caught leaves other tests to fail by themselves: it is of those whose methods are on its stack. */
function testsOf(part: GoReportPart, failed: readonly string[]): readonly string[] {
  if (part.test !== null) return [part.test]
  if (!part.heads.some(({ kind }) => kind === 'caught')) {
    const said = [...failed, ...runningTests(part)]
    return [...new Set(said.length > 0 || !part.heads.some(({ kind }) => kind === 'fatal') ? said : crashedTest(part))]
  }
  const called = new Set(part.goroutines.flatMap(({ stack }) => stack.frames.map(({ func }) => func.slice(func.lastIndexOf('.') + 1))))
  const own = failed.filter((test) => called.has(test.slice(test.lastIndexOf('/') + 1)))
  return own.length > 0 ? own : failed
}

/** The lines joined, as far as the limit goes. */
function excerpt(lines: readonly string[], from: number, to: number): string {
  let text = lines[from] ?? ''
  for (let i = from + 1; i < to && text.length < TEXT_LIMIT; i++) text += `\n${lines[i]}`
  return text.slice(0, TEXT_LIMIT)
}
