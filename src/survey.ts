import type { SourceHead } from './crew/message.ts'
import { type CallerCount, mergeCallers } from './entry/strangers.ts'
import { mergeSummaries } from './entry/summaries.ts'
import type { ReadingSummary } from './entry/tally.ts'
import type { Event } from './event/event.ts'
import type { CoverageView } from './replay/coverage.ts'
import type { CoverageInput, Interrupted, SourceSummary, SourceTests } from './report/coverage-input.ts'
import type { Problem } from './source/source.ts'

/** After these the source went on, but what follows was not read. */
const TRUNCATING: ReadonlySet<Problem['code']> = new Set(['archive-cut', 'archive-damaged', 'archive-limit', 'json-damaged', 'unreadable'])

const CUT: ReadonlySet<Problem['code']> = new Set(['archive-cut', 'archive-damaged', 'json-damaged'])

/** A source that was read to its end. */
export interface Surveyed {
  readonly head: SourceHead
  readonly problems: readonly Problem[]
  readonly summary: ReadingSummary
}

/** What was read in all: for the replay, which must know what could have been seen, and for the report. */
export class Survey {
  /** @param onRead told of all that was read of a source, whenever it has become more */
  constructor(private readonly onRead: ((read: Surveyed) => void) | undefined = undefined) {}

  private readonly byNumber = new Map<number, Surveyed>()
  private readonly skipped = new Map<number, number>()
  private readonly versions = new Map<string, string>()
  private readonly mentioned = new Set<string>()

  /** @param number place of the source among all; sources may come in any order */
  add(number: number, { head, problems, summary }: Surveyed): void {
    // An archive that was not read to its end looks as if it had been cut.
    const own = summary.stopped ? problems.filter(({ code }) => !CUT.has(code)) : problems
    const surveyed = { head, problems: own, summary }
    this.byNumber.set(number, surveyed)
    this.onRead?.(surveyed)
  }

  /** What was read of the source of that name; null when nothing was. */
  readOf(name: string): ReadingSummary | null {
    return this.read().find(({ head }) => head.name === name)?.summary ?? null
  }

  /** Adds what was read of a source behind what was read of it before. */
  goOn(surveyed: Surveyed): void {
    const known = [...this.byNumber].find(([, { head }]) => head.name === surveyed.head.name)
    const [number, before] = known ?? [Math.max(0, ...this.byNumber.keys()) + 1, null]
    const summary = before === null ? surveyed.summary : mergeSummaries([before.summary, surveyed.summary])
    this.add(number, { ...surveyed, problems: [...(before?.problems ?? []), ...surveyed.problems], summary })
  }

  /** @param bytes of a source that are not read, since they lie outside the time asked for */
  skip(number: number, bytes: number): void {
    this.skipped.set(number, bytes)
  }

  event(event: Event): void {
    const version = event.fields.version ?? event.fields['Release Version']
    if (version) this.versions.set(event.where.source, version)
    if (event.node !== null) this.mentioned.add(event.node)
  }

  /** All sources that were read, in their order. */
  read(): readonly Surveyed[] {
    return [...this.byNumber].sort(([a], [b]) => a - b).map(([, surveyed]) => surveyed)
  }

  coverageView(): Omit<CoverageView, 'sources'> & { readonly sources: readonly (CoverageView['sources'][number] & SourceSummary)[] } {
    const read = this.read()
    const sources = this.sources().map((source, i) => {
      const { levels, lastInfo, pauses } = read[i]!.summary
      return { ...source, levels, lastInfo, pauses }
    })
    return { sources, mentioned: [...this.mentioned].sort() }
  }

  /** @param interrupted how much was read when the run was interrupted; null when it was not */
  coverage(interrupted: Interrupted | null): CoverageInput {
    const read = this.read()
    const total = (count: (summary: ReadingSummary) => number): number => read.reduce((sum, { summary }) => sum + count(summary), 0)
    const recognised = total((s) => s.recognised)
    const entries = total((s) => s.entries)
    return {
      ...{
        bytes: total((s) => s.bytes),
        lines: total((s) => s.lines),
        entries,
        goReports: total((s) => s.goReports),
        strays: total((s) => s.strays),
        testLines: total((s) => s.tests.lines),
      },
      ...{ recognised, unrecognised: entries - recognised },
      interrupted: interrupted && { bytes: interrupted.bytes, total: interrupted.total },
      skipped: {
        bytes: [...this.skipped.values()].reduce((sum, bytes) => sum + bytes, 0),
        sources: [...this.skipped.keys()].filter((number) => this.byNumber.get(number)?.summary.bytes === 0).length,
      },
      problems: read.flatMap(({ head, problems, summary }) => [...problems, ...problemsOf(head.name, summary)]),
    }
  }

  /** Who printed lines of our code that no table knows. */
  callers(): readonly CallerCount[] {
    return mergeCallers(this.read().map(({ summary }) => summary.callers))
  }

  /** What test runners said, by source. */
  tests(): readonly SourceTests[] {
    return this.read().map(({ head, summary }) => ({ source: head.name, tests: summary.tests }))
  }

  sources(): readonly SourceSummary[] {
    return this.read().map(({ head, problems, summary }) => {
      const { envelopes, order, bytes, lines, entries, strays, first, last, gaps } = summary
      const truncated = summary.stopped || summary.fault !== null || problems.some(({ code }) => TRUNCATING.has(code))
      return {
        name: head.name,
        node: head.node,
        ...{ envelopes, order, bytes, lines, entries, strays, first, last, gaps, truncated },
        version: this.versions.get(head.name) ?? null,
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
