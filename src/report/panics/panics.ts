import type { Crash } from '../../event/event.ts'
import { crashSeverity } from '../../signature/crash-severity.ts'
import { buildCrash, compareCrashes, type StoryOf } from '../build/crashes.ts'
import { buildProblems } from '../build/lists.ts'
import type { CoverageInput } from '../coverage-input.ts'
import type { Report, ReportCrash } from '../report.ts'

/** What `panics --format json` prints (panics.schema.json). Plain, sorted, serialisable: the same input gives the same bytes. */
export interface PanicsReport {
  readonly schemaVersion: '1'
  readonly tool: Report['tool']
  readonly crashes: readonly PanicsCrash[]
  readonly coverage: Pick<Report['coverage'], 'sources' | 'bytes' | 'lines' | 'goReports' | 'interrupted' | 'problems'>
}

export interface PanicsCrash extends ReportCrash {
  /** As `analyze` rates it; `info` for a dump, which is no failure. */
  readonly severity: string
}

export interface PanicsInput {
  readonly crashes: readonly Crash[]
  readonly storyOf: StoryOf
  readonly coverage: CoverageInput
  /** How many were read. */
  readonly sources: number
  /** Version of this program. */
  readonly version: string
  /** The number of a goroutine: only crashes that show it are told, and of their groups only its own. */
  readonly goroutine: string | null
}

/** All crashes of a run: those that ended their process first, then by time and place. */
export function buildPanics({ crashes, storyOf, coverage, sources, version, goroutine }: PanicsInput): PanicsReport {
  const told = crashes.map((crash): PanicsCrash => ({ ...buildCrash(crash, storyOf), severity: crashSeverity(crash) ?? 'info' }))
  const asked = goroutine === null ? told : told.flatMap((crash) => ofGoroutine(crash, goroutine))
  const { bytes, lines, goReports, interrupted } = coverage
  return {
    ...{ schemaVersion: '1', tool: { name: 'tidb-triage', version }, crashes: asked.sort(compareCrashes) },
    coverage: { sources, bytes, lines, goReports, interrupted, problems: buildProblems(coverage) },
  }
}

/** The crash with nothing but the group of that goroutine; nothing where it has none. */
function ofGoroutine(crash: PanicsCrash, id: string): readonly PanicsCrash[] {
  const buckets = crash.buckets.filter(({ ids }) => ids.includes(id))
  return buckets.length === 0 ? [] : [{ ...crash, buckets, blockedOn: [] }]
}
