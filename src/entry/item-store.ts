import type { Item, Origin } from './entry.ts'
import { type ItemBatch, isNote, itemOf, type KeptColumns, zoneAt } from './pack.ts'
import type { TextStore } from './text-store.ts'

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
  readonly batch: KeptColumns
  readonly text: number
  readonly part: Part
}

/** Items in a batch are numbered up to here. */
const BATCH = 1 << 13
/** What a part adds to the numbers of its items: more than a part has. */
const PART = 2 ** 46

/**
 * Keeps what reading gave until all sources have been read: only then can they be put in one order.
 * Holds a bounded amount of text, and some fifty bytes for each item.
 */
export class ItemStore {
  private readonly stored: Stored[] = []
  private readonly streams = new Map<string, Stream>()

  /** @param texts takes the texts; whoever made it closes it */
  constructor(private readonly texts: TextStore) {}

  /** Takes in a batch; batches may come in any order. @param origins of the streams that the batch numbers */
  add({ text, stream: numbers, seq, ...batch }: ItemBatch, part: Part, origins: readonly Origin[]): void {
    const at = this.stored.push({ batch, text: this.texts.put(text), part }) - 1
    const streams: Stream[] = []
    for (let i = 0; i < batch.count; i++) {
      const number = numbers[i]!
      const stream = (streams[number] ??= this.streamOf(origins[number]!, part.source))
      stream.add(at * BATCH + i, part.part * PART + seq[i]!)
    }
  }

  /** Those of one source side by side, in the order in which they began. */
  runs(): readonly ItemRun[] {
    const streams = [...this.streams.values()].sort((a, b) => a.source - b.source || a.first - b.first)
    return streams.map((stream) => this.run(stream.origin, stream.places()))
  }

  private streamOf(origin: Origin, source: number): Stream {
    const key = `${source}\0${origin.node}\0${origin.container}\0${origin.stream}`
    let stream = this.streams.get(key)
    if (stream === undefined) this.streams.set(key, (stream = new Stream(origin, source)))
    return stream
  }

  private run(origin: Origin, places: Float64Array): ItemRun {
    const { stored, texts } = this
    const at = (i: number): Stored => stored[Math.floor(places[i]! / BATCH)]!
    const inBatch = (i: number): number => places[i]! % BATCH
    return {
      origin,
      count: places.length,
      ms: (i) => at(i).batch.ms[inBatch(i)]!,
      zone: (i) => zoneAt(at(i).batch, inBatch(i)),
      isNote: (i) => isNote(at(i).batch, inBatch(i)),
      item: (i) => {
        const { batch, text, part } = at(i)
        return itemOf(batch, texts.get(text), inBatch(i), origin, part.firstLine)
      },
    }
  }
}

/** Where the items of a stream lie, and in which order they belong. */
class Stream {
  /** Number of the earliest item. */
  first = Number.POSITIVE_INFINITY
  private place: Float64Array = new Float64Array(256)
  private seq: Float64Array = new Float64Array(256)
  private count = 0
  private sorted = true

  constructor(
    readonly origin: Origin,
    readonly source: number,
  ) {}

  add(place: number, seq: number): void {
    if (this.count === this.place.length) {
      this.place = grown(this.place)
      this.seq = grown(this.seq)
    }
    this.first = Math.min(this.first, seq)
    if (this.count > 0 && seq < this.seq[this.count - 1]!) this.sorted = false
    this.place[this.count] = place
    this.seq[this.count++] = seq
  }

  places(): Float64Array {
    const place = this.place.subarray(0, this.count)
    if (this.sorted) return place
    const order = Uint32Array.from(place, (_, i) => i).sort((a, b) => this.seq[a]! - this.seq[b]! || a - b)
    return Float64Array.from(order, (i) => place[i]!)
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}
