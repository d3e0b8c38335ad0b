import type { Instant, Level } from '../entry/entry.ts'
import type { Message } from '../knowledge/contract.ts'
import type { Assumption } from './history.ts'

/** What reading one source showed of it, known when it has been read to its end. */
export interface SourceCoverage {
  readonly name: string
  readonly node: string | null
  readonly first: Instant | null
  readonly last: Instant | null
  /** Time of the last INFO; null when none had a time. Not given: as `last`. */
  readonly lastInfo?: Instant | null
  /** Shorter silences than `gaps`, in milliseconds since 1970; null when there are too many to know. Not given: none. */
  readonly pauses?: readonly { readonly from: number; readonly to: number }[] | null
  /** Entries by level. */
  readonly levels: Readonly<Partial<Record<Level, number>>>
  readonly order: 'ascending' | 'descending' | 'mixed' | 'none'
  /** Ended early: a cut archive, an export's cap. */
  readonly truncated: boolean
  readonly version: string | null
  /** Stretches within the source in which a log that goes on would have shown something. */
  readonly gaps?: readonly { readonly from: Instant | null; readonly to: Instant | null }[]
}

export interface CoverageView {
  readonly sources: readonly SourceCoverage[]
  /** Nodes that lines name, whether or not a source holds their log. */
  readonly mentioned?: readonly string[]
}

type Because = Assumption['because']

const RANK: Readonly<Record<string, number>> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3, FATAL: 4, UNKNOWN: 1 }

/** Answers whether a line that is not there could have been there. */
export class Coverage {
  private readonly byName: ReadonlyMap<string, SourceCoverage>
  private readonly nodes: ReadonlySet<string>
  private readonly lowest: number

  constructor(
    private readonly view: CoverageView,
    private readonly rows: ReadonlyMap<string, readonly Message[]>,
  ) {
    this.byName = new Map(view.sources.map((source) => [source.name, source]))
    this.nodes = new Set(view.sources.flatMap((source) => (source.node === null ? [] : [source.node])))
    this.lowest = Math.min(...view.sources.map(lowestLevel))
  }

  /**
   * Why a line of one of these kinds may be missing between two instants.
   * @returns `unexplained` when nothing speaks for its absence
   */
  why(kinds: ReadonlySet<string>, source: string, from: Instant | null, to: Instant | null): Because {
    if (kinds.size === 0) return 'not-logged'
    if ([...kinds].every((kind) => this.levelOff(kind))) return 'level-off'
    if (this.holes(source, from, to)) return 'gap'
    if (!this.wholeCluster()) return 'other-node'
    return 'unexplained'
  }

  /** True when every node that is known of can be read over the whole stretch, so that an absence means something. */
  complete(from: Instant | null, to: Instant | null): boolean {
    return (
      this.wholeCluster() && this.lowest <= (RANK.INFO as number) && this.view.sources.every((source) => !this.holes(source.name, from, to))
    )
  }

  /** True when lines of the source may be missing between two instants: cut, pasted, or with a gap. An unknown source is one big hole. */
  holes(name: string, from: Instant | null, to: Instant | null): boolean {
    const source = this.byName.get(name)
    if (source === undefined || source.truncated || !this.orderly(name)) return true
    const start = from?.ms ?? Number.NEGATIVE_INFINITY
    const end = to?.ms ?? Number.POSITIVE_INFINITY
    const gaps = source.gaps ?? []
    return gaps.some((gap) => (gap.from?.ms ?? Number.NEGATIVE_INFINITY) < end && (gap.to?.ms ?? Number.POSITIVE_INFINITY) > start)
  }

  /**
   * Until when a place went on printing INFO after a moment, no line of it missing.
   * @param node the place; null for the source itself, whose lines name none
   * @param dueMs a silence that begins no later after the moment may have swallowed what was due
   * @param isWhole whether a source proves that it lost no lines
   * @returns null when no source of the place goes on at once and without a break
   */
  unbroken(node: string | null, source: string, since: Instant, dueMs: number, isWhole: (source: string) => boolean): Instant | null {
    const own = this.view.sources.filter((it) => (node === null ? it.name === source : it.node === node))
    let until: Instant | null = null
    for (const it of own) {
      const end = it.lastInfo === undefined ? it.last : it.lastInfo
      if (end === null || end.ms <= since.ms) continue
      if (it.order !== 'ascending' || this.holes(it.name, since, end) || pausedAt(it, since.ms, dueMs) || !isWhole(it.name)) return null
      if (until === null || end.ms > until.ms) until = end
    }
    return until
  }

  /** True when lines of the source stand in the order in which they were printed. */
  orderly(name: string): boolean {
    const order = this.byName.get(name)?.order
    return order === 'ascending' || order === 'descending'
  }

  /** True when a place printed no INFO at all, though it printed something: what went well there cannot be seen. */
  blind(node: string | null, source: string): boolean {
    const own = this.view.sources.filter((it) => (node === null ? it.name === source : it.node === node))
    return own.length > 0 && own.every((it) => lowestLevel(it) > (RANK.INFO as number))
  }

  /** A log of one node says nothing of how many others there are. */
  private wholeCluster(): boolean {
    return this.nodes.size > 1 && (this.view.mentioned ?? []).every((node) => this.nodes.has(node))
  }

  private levelOff(kind: string): boolean {
    const rows = this.rows.get(kind) ?? []
    return rows.length > 0 && rows.every((row) => (RANK[row.level] as number) < this.lowest)
  }
}

function lowestLevel(source: SourceCoverage): number {
  const seen = Object.entries(source.levels).filter(([, count]) => (count ?? 0) > 0)
  return Math.min(...seen.map(([level]) => RANK[level] ?? 1))
}

function pausedAt({ pauses = [] }: SourceCoverage, since: number, dueMs: number): boolean {
  return pauses === null || pauses.some(({ from, to }) => from <= since + dueMs && to > since)
}
