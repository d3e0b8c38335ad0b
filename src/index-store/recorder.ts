import type { Item, Origin } from '../entry/entry.ts'
import type { Moment } from '../event/backlog.ts'
import type { Surveyed } from '../survey.ts'
import type { Understood } from '../understand.ts'
import { attributionOf } from './attribution.ts'
import { BlockBuilder } from './block.ts'
import { bucketOf, isOfAll, OF_ALL } from './bucket.ts'
import type { BlockEntry, KeptOrigin, KeptSource, Names, Span } from './directory.ts'
import { IndexWriter } from './index-file.ts'

/** Jobs of a block that are listed. */
const MOST_JOBS = 200
/** Taken from the front of the line at once. */
const SLACK = 4096

/** An item some of whose moments have not been settled yet. */
interface Waiting {
  readonly item: Item
  readonly rank: number
  left: number
  /** Whether more than events came of it. */
  isWhole: boolean
  isOfAll: boolean
  readonly jobs: string[]
  readonly attributions: string[]
}

interface Heap {
  builder: BlockBuilder
  readonly jobs: Set<string>
  span: Span | null | undefined
}

/** Writes down what a run makes of its items, in the order in which it does. */
export class Recorder {
  private readonly writer: IndexWriter
  private readonly waiting: Waiting[] = []
  /** Those before it have been written down. */
  private first = 0
  private rank = 0
  private readonly heaps = new Map<number, Heap>()
  private readonly blocks: BlockEntry[] = []
  private readonly origins = new Map<string, number>()
  private readonly keptOrigins: KeptOrigin[] = []
  private lastOrigin: Origin | null = null
  private lastNumber = 0
  private zoneless = false
  /** Whether something was read that is none of the files. */
  private isForeign = false

  constructor(
    fd: number,
    private readonly names: Names,
  ) {
    this.writer = new IndexWriter(fd)
  }

  /** Bytes written so far. */
  get size(): number {
    return this.writer.size
  }

  /** An item came to be understood; its moments are settled later, in the same order. What nothing came of is left out. */
  met(item: Item, { moments, failed }: Understood): void {
    if (moments.length === 0 && failed === null) return
    const isWhole = item.kind !== 'entry' || failed !== null
    this.waiting.push({ item, rank: this.rank++, left: moments.length, isWhole, isOfAll: failed !== null, jobs: [], attributions: [] })
    this.writeSettled()
  }

  /** @throws what the system throws when it can't be written */
  settled({ event, crash }: Moment): void {
    const item = this.waiting[this.first]!
    if (crash !== null) item.isWhole = item.isOfAll = true
    else {
      const attribution = attributionOf(event)
      item.attributions.push(JSON.stringify(attribution))
      if (isOfAll(attribution)) item.isOfAll = true
      const { job } = event.ids
      if (job !== undefined && !item.jobs.includes(job)) item.jobs.push(job)
    }
    item.left--
    this.writeSettled()
  }

  /**
   * Everything was settled.
   * @param read all sources of the run, in their order
   * @returns false, and nothing done, where a later run may find something else than this one
   * @throws what the system throws when it can't be written
   */
  close(key: Buffer, read: readonly Surveyed[]): boolean {
    const sources = read.flatMap((surveyed) => this.keptSource(surveyed) ?? [])
    if (sources.length < read.length || this.isForeign) return false
    for (const bucket of [...this.heaps.keys()]) this.write(bucket)
    const { blocks, zoneless } = this
    this.writer.close(key, { sources, origins: this.keptOrigins, blocks, zoneless })
    return true
  }

  private writeSettled(): void {
    for (let next = this.waiting[this.first]; next !== undefined && next.left === 0; next = this.waiting[++this.first]) this.keep(next)
    if (this.first < SLACK) return
    this.waiting.splice(0, this.first)
    this.first = 0
  }

  private keep({ item, rank, isWhole, isOfAll, jobs, attributions }: Waiting): void {
    const bucket = isOfAll ? OF_ALL : bucketOf(jobs)
    const heap = this.heapOf(bucket)
    for (const job of jobs) if (heap.jobs.size <= MOST_JOBS) heap.jobs.add(job)
    heap.span = spanWith(heap.span, item.time)
    if (item.time !== null && item.time.zone === null) this.zoneless = true
    const isFull = heap.builder.add({ item, rank, origin: this.originOf(item.origin), isWhole, attributions })
    if (isFull) this.write(bucket)
  }

  private heapOf(bucket: number): Heap {
    let heap = this.heaps.get(bucket)
    if (heap === undefined) this.heaps.set(bucket, (heap = { builder: new BlockBuilder(), jobs: new Set(), span: undefined }))
    return heap
  }

  private write(bucket: number): void {
    const { builder, jobs, span = null } = this.heaps.get(bucket)!
    this.heaps.delete(bucket)
    this.blocks.push({ ...this.writer.block(builder.done()), bucket, jobs: jobs.size > MOST_JOBS ? null : [...jobs], span })
  }

  private originOf(origin: Origin): number {
    if (origin === this.lastOrigin) return this.lastNumber
    const { source, node, container, stream } = origin
    const key = JSON.stringify([source, node, container, stream])
    let number = this.origins.get(key)
    if (number === undefined) {
      const named = this.names.named(source)
      if (named === null) this.isForeign = true
      number = this.keptOrigins.push({ ...(named ?? { file: 0, rest: '' }), node, container, stream }) - 1
      this.origins.set(key, number)
    }
    this.lastOrigin = origin
    return (this.lastNumber = number)
  }

  private keptSource({ head, problems, summary }: Surveyed): KeptSource | null {
    const named = this.names.named(head.name)
    if (named === null || summary.stopped || summary.fault !== null) return null
    const kept = problems.flatMap(({ source, code, detail }) => {
      const of = code === 'unreadable' ? null : this.names.named(source)
      return of === null ? [] : [{ ...of, code, detail }]
    })
    return kept.length < problems.length ? null : { ...named, node: head.node, packing: head.packing, problems: kept, summary }
  }
}

function spanWith(span: Span | null | undefined, time: Item['time']): Span | null {
  if (span === null || time === null) return null
  const { ms, zone } = time
  if (span === undefined) return { from: ms, to: ms, zone }
  return span.zone === zone ? { from: Math.min(span.from, ms), to: Math.max(span.to, ms), zone } : null
}
