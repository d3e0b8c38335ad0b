import type { SourceHead } from '../crew/message.ts'
import type { Item } from '../entry/entry.ts'
import { GrowingReading } from '../entry/growing.ts'
import { mergeSummaries } from '../entry/summaries.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import type { Wants } from '../entry/wants.ts'
import type { HoldBack } from '../event/hold-back.ts'

/** One log that is still being written, through all files that take its name. */
export class Lane {
  private reading: GrowingReading
  private readonly before: ReadingSummary[] = []
  /** When bytes came last, in milliseconds of the clock of `now`. */
  private arrived = 0

  /** @param firstLine lines of it that were read already */
  constructor(
    private readonly head: SourceHead,
    firstLine: number,
    private readonly wants: Wants,
    private readonly held: HoldBack<Item>,
    private readonly now: () => number,
  ) {
    this.reading = this.begin(firstLine)
  }

  /** Lines that came. */
  get lines(): number {
    return this.before.reduce((sum, { lines }) => sum + lines, this.reading.lines)
  }

  add(chunk: Buffer): void {
    this.arrived = this.now()
    this.reading.add(chunk)
  }

  /** See GrowingReading. */
  settle(rested: boolean): void {
    this.reading.settle(rested)
  }

  /** What comes now is another file, from its beginning. */
  beginAnew(): void {
    this.before.push(this.reading.close())
    if (this.before.length > 1) this.before.splice(0, 2, mergeSummaries(this.before))
    this.reading = this.begin(0)
  }

  close(): ReadingSummary {
    return mergeSummaries([...this.before, this.reading.close()])
  }

  private begin(firstLine: number): GrowingReading {
    return new GrowingReading(this.head, this.wants, firstLine, ({ source, node, container, stream }, items) =>
      this.held.push([source, node, container, stream].join('\0'), items, this.arrived),
    )
  }
}
