import type { ReadingSummary } from './entry/tally.ts'
import type { Event } from './event/event.ts'
import type { CoverageView } from './replay/coverage.ts'
import type { CoverageInput, SourceSummary } from './report/coverage-input.ts'
import type { Problem, Source } from './source/source.ts'

/** After these the source went on, but what follows was not read. */
const TRUNCATING: ReadonlySet<Problem['code']> = new Set(['archive-cut', 'archive-damaged', 'archive-limit', 'json-damaged', 'unreadable'])

interface Surveyed {
  readonly source: Source
  readonly summary: ReadingSummary
}

/** What was read in all: for the replay, which must know what could have been seen, and for the report. */
export class Survey {
  bytes = 0
  private readonly read: Surveyed[] = []
  private readonly versions = new Map<string, string>()
  private readonly mentioned = new Set<string>()

  add(source: Source, summary: ReadingSummary): void {
    this.read.push({ source, summary })
    this.bytes += summary.bytes
  }

  event(event: Event): void {
    const version = event.fields.version ?? event.fields['Release Version']
    if (version) this.versions.set(event.where.source, version)
    if (event.node !== null) this.mentioned.add(event.node)
  }

  coverageView(): CoverageView {
    const sources = this.sources().map((source, i) => ({ ...source, levels: this.read[i]!.summary.levels }))
    return { sources, mentioned: [...this.mentioned].sort() }
  }

  coverage(): CoverageInput {
    const total = (count: (summary: ReadingSummary) => number): number => this.read.reduce((sum, { summary }) => sum + count(summary), 0)
    const recognised = total((s) => s.recognised)
    const entries = total((s) => s.entries)
    return {
      ...{ bytes: this.bytes, lines: total((s) => s.lines), entries, goReports: total((s) => s.goReports), strays: total((s) => s.strays) },
      ...{ recognised, unrecognised: entries - recognised },
      problems: this.read.flatMap(({ source, summary }) => [...source.problems, ...problemsOf(source.name, summary)]),
    }
  }

  sources(): readonly SourceSummary[] {
    return this.read.map(({ source, summary }) => {
      const { envelopes, order, bytes, lines, entries, strays, first, last, gaps } = summary
      const truncated = summary.fault !== null || source.problems.some(({ code }) => TRUNCATING.has(code))
      return {
        name: source.name,
        node: source.node,
        ...{ envelopes, order, bytes, lines, entries, strays, first, last, gaps, truncated },
        version: this.versions.get(source.name) ?? null,
      }
    })
  }
}

function problemsOf(source: string, { cutLines, invalidUtf8, fault }: ReadingSummary): readonly Problem[] {
  const problems: Problem[] = []
  if (cutLines > 0) problems.push({ source, code: 'line-too-long', detail: String(cutLines) })
  if (fault !== null) problems.push({ source, code: 'unreadable', detail: fault })
  if (invalidUtf8) problems.push({ source, code: 'not-utf8', detail: '' })
  return problems
}
