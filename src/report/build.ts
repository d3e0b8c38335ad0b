import type { CallerCount } from '../entry/strangers.ts'
import type { Crash } from '../event/event.ts'
import type { Replayed } from '../replay/history.ts'
import type { Finding } from '../signature/finding.ts'
import type { Unchecked } from '../signature/unchecked.ts'
import { buildCrashes, type StoryOf } from './build/crashes.ts'
import { buildEntities } from './build/entities.ts'
import { buildFindings } from './build/findings.ts'
import { buildCallers, buildCoverage, buildNodes, buildSources, buildUnchecked } from './build/lists.ts'
import { type Asked, absentOf, statusOf } from './build/status.ts'
import { buildTests } from './build/tests.ts'
import type { CoverageInput, SourceSummary, SourceTests } from './coverage-input.ts'
import type { Report, ToldError } from './report.ts'
import { wordSummary } from './wording/summary.ts'

export interface ReportInput {
  readonly replayed: Replayed
  readonly findings: readonly Finding[]
  readonly crashes: readonly Crash[]
  readonly storyOf?: StoryOf
  readonly coverage: CoverageInput
  readonly sources: readonly SourceSummary[]
  readonly tests?: readonly SourceTests[]
  /** Who printed lines of our code that no row knows; null when nobody asked. */
  readonly callers?: readonly CallerCount[] | null
  /** Signatures that these logs could not have shown whole. */
  readonly unchecked?: readonly Unchecked[]
  /** What the lines say went wrong, for a report in which nothing is found. */
  readonly errors?: readonly ToldError[]
  /** The job and the node that alone were asked for. */
  readonly asked?: Asked
  /** Version of tidb-triage itself. */
  readonly version: string
  /** Least share (0 to 1) of the lines that must belong to entries or Go reports before a report without findings is called clean. */
  readonly minCoverage: number
}

/** The report of one run: linked, worded, sorted, plain. The same input gives the same bytes. */
export function buildReport(input: ReportInput): Report {
  const entities = buildEntities(input.replayed)
  const told = {
    coverage: {
      ...buildCoverage(input.coverage, input.sources.length, entities),
      ...buildCallers(input.callers ?? null),
      ...buildUnchecked(input.unchecked ?? []),
    },
    sources: buildSources(input.sources),
    tests: buildTests(input.tests ?? []),
    nodes: buildNodes(input.replayed.nodes),
    ...entities,
    crashes: buildCrashes(input.crashes, input.storyOf ?? (() => null)),
    findings: buildFindings(input.findings, input.replayed, input.crashes),
  }
  const absent = absentOf(told, input.asked ?? {})
  const status = statusOf(told, input.minCoverage, absent)
  const errors = status === 'inconclusive' && input.errors && input.errors.length > 0 ? { errors: input.errors } : {}
  return {
    schemaVersion: '1',
    tool: { name: 'tidb-triage', version: input.version },
    status,
    summary: wordSummary({ status, ...told, ...errors }, absent),
    ...told,
    ...errors,
  }
}
