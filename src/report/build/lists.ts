import type { CallerCount } from '../../entry/strangers.ts'
import type { NodeRecord } from '../../replay/history.ts'
import { compareNaturally } from '../../replay/natural.ts'
import type { Unchecked } from '../../signature/unchecked.ts'
import type { CoverageInput, SourceSummary } from '../coverage-input.ts'
import { compareText, first } from '../order.ts'
import type { Report, ReportNode, ReportSource } from '../report.ts'
import { compareTimes, isoTime } from '../time.ts'
import { wordProblem } from '../wording.ts'
import type { Entities } from './entities.ts'

/** What was read and judged. An entity counts as judged unless the log shows too little of it. */
export function buildCoverage(coverage: CoverageInput, sources: number, entities: Entities): Report['coverage'] {
  const all = [...entities.jobs, ...entities.tasks, ...entities.subtasks, ...entities.resources]
  const notJudgeable = all.filter((entity) => entity.verdict === 'not-judgeable').length
  const { bytes, lines, entries, goReports, strays, testLines, recognised, unrecognised, skipped, interrupted } = coverage
  const problems = buildProblems(coverage)
  const judged = { judged: all.length - notJudgeable, notJudgeable }
  return {
    sources,
    bytes,
    lines,
    entries,
    goReports,
    strays,
    testLines,
    recognised,
    unrecognised,
    skipped,
    interrupted,
    entities: judged,
    problems,
  }
}

/** What was wrong with the inputs, in words. */
export function buildProblems({ problems }: CoverageInput): Report['coverage']['problems'] {
  return problems
    .map((problem) => ({ source: problem.source, code: problem.code, message: wordProblem(problem) }))
    .sort((a, b) => first(compareText(a.source, b.source), compareText(a.code, b.code), compareText(a.message, b.message)))
}

/** The busiest first. */
export function buildCallers(callers: readonly CallerCount[] | null): Pick<Report['coverage'], 'unrecognisedCallers'> {
  if (callers === null) return {}
  return { unrecognisedCallers: callers.toSorted((a, b) => first(b.count - a.count, compareText(a.file, b.file))) }
}

/** Signatures that could not be checked; nothing where all could. */
export function buildUnchecked(unchecked: readonly Unchecked[]): Pick<Report['coverage'], 'unchecked'> {
  return unchecked.length === 0 ? {} : { unchecked }
}

export function buildSources(sources: readonly SourceSummary[]): ReportSource[] {
  return sources.map(source).sort((a, b) => first(compareNaturally(a.name, b.name), compareTimes(a.firstTime, b.firstTime)))
}

function source(summary: SourceSummary): ReportSource {
  const { first: firstTime, last: lastTime, envelopes, gaps, ...rest } = summary
  return {
    ...rest,
    envelopes: [...new Set(envelopes)].sort(compareText),
    firstTime: isoTime(firstTime),
    lastTime: isoTime(lastTime),
    gaps: gaps.map(span).sort(compareSpans),
  }
}

export function buildNodes(nodes: readonly NodeRecord[]): ReportNode[] {
  return nodes.map(node).sort((a, b) => compareNaturally(a.id, b.id))
}

function node(record: NodeRecord): ReportNode {
  return {
    id: record.id,
    versions: record.versions,
    lives: record.lives.map((life) => ({ start: isoTime(life.start), end: isoTime(life.end), endedBy: life.endedBy })),
    ddlOwner: record.ddlOwner.map(span).sort(compareSpans),
    clock: record.clock,
  }
}

type Span = ReportSource['gaps'][number]

function span(given: SourceSummary['gaps'][number]): Span {
  return { from: isoTime(given.from), to: isoTime(given.to) }
}

function compareSpans(a: Span, b: Span): number {
  return first(compareTimes(a.from, b.from), compareTimes(a.to, b.to))
}
