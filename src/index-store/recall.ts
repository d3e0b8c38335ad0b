import { passAll } from '../crew/pass.ts'
import type { Item, Origin } from '../entry/entry.ts'
import type { Moment } from '../event/backlog.ts'
import type { FailedTests } from '../event/event.ts'
import type { Recogniser } from '../event/recognise.ts'
import type { Asked, Scope } from '../scope.ts'
import type { Stop } from '../source/ledger.ts'
import type { Survey, Surveyed } from '../survey.ts'
import type { Tracker } from '../tracker.ts'
import { type Understood, understand } from '../understand.ts'
import { type Attribution, restore } from './attribution.ts'
import { Block } from './block.ts'
import { bucketOfJob, OF_ALL } from './bucket.ts'
import type { BlockEntry, KeptSource, Names } from './directory.ts'
import type { IndexFile } from './index-file.ts'

/** Who is told what a reading would have told. */
export interface Listeners {
  readonly survey: Survey
  readonly tracker: Tracker
  readonly recogniser: Recogniser
  /** Takes items whose moments must be attributed. */
  readonly pass: (item: Item) => void
  /** Takes moments that are attributed already. */
  readonly tell: (moment: Moment) => void
  readonly failed: (failed: FailedTests) => void
  readonly giveUp: Stop | undefined
}

/** An item of the first run, and what became of it there. */
interface Told {
  /** Its place among all items of the run. */
  readonly rank: number
  readonly item: Item
  /** Whether more than events came of it. */
  readonly isWhole: boolean
  /** Of each of its events. */
  readonly attributions: readonly Attribution[]
}

/** What a run would read, without reading it: all sources, and of the items those that matter to what is asked. */
export class Recall {
  private readonly sources: readonly Surveyed[]
  /**
   * Whether attribution still holds. It does not for a part of the time, or for one node: then lines are missing from which it was
   * learned, or which made it uncertain.
   */
  private readonly isAttributed: boolean
  /** Null for those of a source that was not asked for. */
  private readonly origins: readonly (Origin | null)[]
  private readonly blocks: readonly BlockEntry[]

  constructor(
    private readonly file: IndexFile,
    names: Names,
    private readonly scope: Scope,
    { since, until, job, node }: Asked,
    /** Of the input, as it lies on disk. */
    private readonly bytes: number,
  ) {
    const { sources, origins, blocks } = file.directory
    this.isAttributed = !since && !until && node === undefined
    this.sources = sources.filter((source) => scope.source(source)).map((source) => surveyed(source, names))
    const asked = new Set(this.sources.map(({ head }) => head.name))
    this.origins = origins.map(({ node, container, stream, ...named }) => {
      const source = names.of(named)
      return asked.has(source) ? { source, node, container, stream } : null
    })
    this.blocks = blocks.filter((block) => (this.isAttributed ? job === undefined || mayBeOf(block, job) : mayBeIn(block, scope)))
  }

  /** Whether all that will be told lies on disk as it was written. */
  isWhole(): boolean {
    return this.file.isWhole(this.blocks)
  }

  /** Tells it as if it were read from the input. */
  async retell({ survey, tracker, recogniser, pass, tell, failed, giveUp }: Listeners): Promise<void> {
    for (const [i, source] of this.sources.entries()) survey.add(i + 1, source)
    const meter = tracker.meter(this.sources[0]?.head.name ?? '', 'index')
    meter.at(
      this.bytes,
      this.sources.reduce((sum, { summary }) => sum + summary.goReports, 0),
    )
    meter.end()
    const again = (told: Told): void => {
      const understood = understoodAgain(told, recogniser)
      for (const moment of understood.moments) tell(moment)
      if (understood.failed) failed(understood.failed)
    }
    await passAll(this.told(), this.isAttributed ? again : ({ item }) => pass(item), giveUp)
  }

  /** The items in the order of the first run. */
  private *told(): Generator<Told> {
    const heaps = new Map<number, BlockEntry[]>()
    for (const block of this.blocks) {
      const heap = heaps.get(block.bucket)
      if (heap) heap.push(block)
      else heaps.set(block.bucket, [block])
    }
    const walks = [...heaps.values()].map((blocks) => this.walk(blocks))
    const heads = walks.map((walk) => walk.next().value ?? null)
    for (;;) {
      let least = -1
      for (const [i, head] of heads.entries()) if (head !== null && (least < 0 || head.rank < heads[least]!.rank)) least = i
      if (least < 0) return
      yield heads[least]!
      heads[least] = walks[least]!.next().value ?? null
    }
  }

  private *walk(blocks: readonly BlockEntry[]): Generator<Told, undefined> {
    for (const entry of blocks) {
      const block = new Block(this.file.block(entry), (attribution) => !this.isAttributed || this.scope.event(attribution))
      for (let i = 0; i < block.count; i++) {
        const origin = this.origins[block.origin(i)]!
        const isWhole = block.isWhole(i)
        if (origin === null || !(isWhole || block.isWanted(i)) || !this.scope.item({ origin, time: block.time(i) })) continue
        yield { rank: block.rank[i]!, item: block.item(i, origin), isWhole, attributions: block.attributionsOf(i) }
      }
    }
  }
}

function understoodAgain({ item, isWhole, attributions }: Told, recogniser: Recogniser): Understood {
  const understood = isWhole || item.kind !== 'entry' ? understand(item, recogniser) : eventsOf(recogniser.recognise(item))
  let next = 0
  for (const { event } of understood.moments) if (event !== null) restore(event, attributions[next++]!)
  return understood
}

/** Without a look for crashes inside of the entry: the first run found none. */
function eventsOf(events: ReturnType<Recogniser['recognise']>): Understood {
  return { moments: events.map((event) => ({ event, crash: null })), failed: null }
}

function surveyed({ node, packing, problems, summary, ...named }: KeptSource, names: Names): Surveyed {
  const head = { name: names.of(named), node, packing }
  return { head, summary, problems: problems.map(({ code, detail, ...of }) => ({ source: names.of(of), code, detail })) }
}

function mayBeOf({ bucket, jobs }: BlockEntry, job: string): boolean {
  return bucket === OF_ALL || (bucket === bucketOfJob(job) && (jobs === null || jobs.includes(job)))
}

function mayBeIn({ span }: BlockEntry, { side }: Scope): boolean {
  if (span === null || side === null) return true
  const { from, to, zone } = span
  return side({ ms: to, zone }) !== 'before' && side({ ms: from, zone }) !== 'after'
}
