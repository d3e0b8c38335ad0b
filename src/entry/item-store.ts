import type { BlockStore } from './block-store.ts'
import { columnsIn, type ItemColumns, zoneAt } from './columns.ts'
import type { Item, Origin } from './entry.ts'
import { type ItemBatch, isNote, itemOf } from './pack.ts'
import { Recent } from './recent.ts'
import { type Places, StreamPlaces } from './stream-places.ts'

/** A stretch of a source that was read by itself. */
export interface Part {
  /** Numbers of the source, and of the part within it. */
  readonly source: number
  readonly part: number
  /** Lines of the source before it; known once the parts before it were read. */
  firstLine: number
}

/** The items of one stream of one source, in their order. */
export interface ItemRun {
  readonly origin: Origin
  readonly count: number
  /** Milliseconds since 1970, NaN without a time. */
  ms(i: number): number
  /** Minutes east of UTC, null when none was printed. */
  zone(i: number): number | null
  isNote(i: number): boolean
  item(i: number): Item
}

interface Stored {
  readonly count: number
  /** Numbers of blocks. */
  readonly columns: number
  readonly text: number
  readonly part: Part
}

/** Items in a batch are numbered up to here. */
const BATCH = 1 << 13
/** What a part adds to the numbers of its items: more than a part has. */
const PART = 2 ** 46
/** Batches whose columns are at hand: as many as runs are read in turns. */
const AT_HAND = 32

/**
 * Keeps what reading gave until all sources have been read: only then can they be put in one order.
 * Holds a bounded amount of it, the rest lies on disk.
 */
export class ItemStore {
  private readonly stored: Stored[] = []
  private readonly streams = new Map<string, Stream>()
  private readonly recent = new Recent<number, ItemColumns>(AT_HAND)
  private lastBatch = -1
  private lastColumns: ItemColumns | null = null

  /** @param blocks takes what is kept; whoever made it closes it */
  constructor(private readonly blocks: BlockStore) {}

  /** Takes in a batch; batches may come in any order. @param origins of the streams that the batch numbers */
  add({ count, text, columns }: ItemBatch, part: Part, origins: readonly Origin[]): void {
    const at = this.stored.push({ count, columns: this.blocks.put(columns), text: this.blocks.put(text), part }) - 1
    const { stream: numbers, seq } = columnsIn(columns, count)
    const streams: Stream[] = []
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!
      const stream = (streams[number] ??= this.streamOf(origins[number]!, part.source))
      stream.places.add(at * BATCH + i, part.part * PART + seq[i]!)
    }
  }

  /** Those of one source side by side, in the order in which they began. */
  runs(): readonly ItemRun[] {
    const streams = [...this.streams.values()].sort((a, b) => a.source - b.source || a.places.first - b.places.first)
    return streams.map(({ origin, places }) => this.run(origin, places.inOrder(this.seqAt)))
  }

  private streamOf(origin: Origin, source: number): Stream {
    const key = `${source}\0${origin.node}\0${origin.container}\0${origin.stream}`
    let stream = this.streams.get(key)
    if (stream === undefined) this.streams.set(key, (stream = { origin, source, places: new StreamPlaces() }))
    return stream
  }

  private run(origin: Origin, places: Places): ItemRun {
    const batch = (i: number): ItemColumns => this.columnsOf(Math.floor(places.at(i) / BATCH))
    const inBatch = (i: number): number => places.at(i) % BATCH
    return {
      origin,
      count: places.count,
      ms: (i) => batch(i).ms[inBatch(i)]!,
      zone: (i) => zoneAt(batch(i), inBatch(i)),
      isNote: (i) => isNote(batch(i), inBatch(i)),
      item: (i) => {
        const { text, part } = this.stored[Math.floor(places.at(i) / BATCH)]!
        const columns = batch(i)
        const k = inBatch(i)
        return itemOf(columns, this.blocks.slice(text, columns.textStart[k]!, columns.textStart[k + 1]!), k, origin, part.firstLine)
      },
    }
  }

  private readonly seqAt = (place: number): number => {
    const batch = Math.floor(place / BATCH)
    return this.stored[batch]!.part.part * PART + this.columnsOf(batch).seq[place % BATCH]!
  }

  private columnsOf(batch: number): ItemColumns {
    if (batch === this.lastBatch) return this.lastColumns!
    let columns = this.recent.get(batch)
    if (columns === undefined) {
      const { columns: block, count } = this.stored[batch]!
      columns = columnsIn(this.blocks.get(block), count)
      this.recent.set(batch, columns)
    }
    this.lastBatch = batch
    this.lastColumns = columns
    return columns
  }
}

interface Stream {
  readonly origin: Origin
  readonly source: number
  readonly places: StreamPlaces
}
