import { PageBuilder } from '../source/page-builder.ts'
import { PAGE_SIZE } from '../source/pages.ts'
import type { Source } from '../source/source.ts'
import { columnsIn } from './columns.ts'
import type { Item, Origin } from './entry.ts'
import { type ItemBatch, itemOf } from './pack.ts'
import { Reading } from './reading.ts'
import type { ReadingSummary } from './tally.ts'
import type { Wants } from './wants.ts'

/** Takes items of one stream, in their order. */
export type ItemSink = (origin: Origin, items: readonly Item[]) => void

/** Reads a source that is still being written, in the order in which its lines come. */
export class GrowingReading {
  private readonly builder = new PageBuilder(PAGE_SIZE, 0)
  private readonly reading: Reading
  private held = 0

  /** @param firstLine lines that stand before the first byte that will come */
  constructor(source: Pick<Source, 'name' | 'node'>, wants: Wants, firstLine: number, sink: ItemSink) {
    this.reading = new Reading(source, wants, (batch, origins) => unpack(batch, origins, firstLine, sink))
  }

  /** Lines read so far. */
  get lines(): number {
    return this.reading.tally.lines
  }

  /** Takes bytes; what they say is told by `settle`, unless there is much of it. */
  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) at = this.builder.add(chunk, at)
    this.held += chunk.length
    if (this.held >= PAGE_SIZE.page) this.read()
  }

  /**
   * Hands on what the whole lines say that are there: all but what the next line may continue.
   * @param rested hands on, too, what no line has continued since this was last called so
   */
  settle(rested: boolean): void {
    if (this.held > 0) this.read()
    this.reading.settle(rested)
  }

  /** Nothing more comes: a last line without its end counts. */
  close(): ReadingSummary {
    this.builder.endOfSource()
    this.read()
    const summary = this.reading.close()
    // Lines come as they are printed, though two threads may print them a moment out of order.
    return summary.order === 'none' ? summary : { ...summary, order: 'ascending' }
  }

  private read(): void {
    this.held = 0
    const page = this.builder.lines()
    if (page) this.reading.page(page.buf, page.end, page.cutLines, true)
  }
}

function unpack(batch: ItemBatch, origins: readonly Origin[], firstLine: number, sink: ItemSink): void {
  const streams = new Map<number, number[]>()
  const columns = columnsIn(batch.columns, batch.count)
  const { stream: numbers, seq, textStart } = columns
  for (let i = 0; i < batch.count; i++) {
    const known = streams.get(numbers[i]!)
    if (known) known.push(i)
    else streams.set(numbers[i]!, [i])
  }
  for (const [stream, places] of streams) {
    places.sort((a, b) => seq[a]! - seq[b]!)
    const origin = origins[stream]!
    sink(
      origin,
      places.map((i) => itemOf(columns, batch.text.subarray(textStart[i], textStart[i + 1]), i, origin, firstLine)),
    )
  }
}
