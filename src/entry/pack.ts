import { type ItemColumns, instantAt, NO_ZONE, newColumns } from './columns.ts'
import type { Entry, GoReportText, Item, Level, Origin } from './entry.ts'
import { LogEntry } from './log-entry.ts'

/** Their numbers stand in columns. */
export const LEVELS: readonly Level[] = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'UNKNOWN']
const CAPACITY = 4096
const TEXT = 2 << 20
/** Most sources of a bundle are small: room for a whole batch would cost more than all else that is made of them. */
const FIRST_TEXT = 64 << 10
/** A block of text that one large item made larger is not kept. */
const LARGEST = 8 << 20

/** Items of one source in two blocks of memory: made to be handed to another thread, or written to disk, at once. */
export interface ItemBatch {
  readonly count: number
  /** See `columnsIn`. */
  readonly columns: Buffer
  readonly text: Buffer
}

/** What it takes to have an item back; where it belongs is known to whoever keeps it. */
export type KeptColumns = Omit<ItemColumns, 'stream' | 'seq'>

const REPORT = 100
const NOTE = 101

/** Packs items, and hands on a batch as soon as one is full. */
export class Packer {
  private readonly batch: Columns

  constructor(private readonly full: (batch: ItemBatch) => void) {
    this.batch = spare ?? new Columns()
    spare = null
  }

  add(item: Item, stream: number, seq: number): void {
    if (item.kind === 'entry') this.batch.addEntry(item as LogEntry, stream, seq)
    else this.batch.addOther(item, stream, seq)
    if (this.batch.count === CAPACITY || this.batch.used > TEXT) this.flush()
  }

  flush(): void {
    if (this.batch.count === 0) return
    this.full(this.batch.done())
  }

  /** Hands on what is left, and its memory to the next of this thread. Nothing may be added any more. */
  close(): void {
    this.flush()
    spare = this.batch
  }
}

/** The memory of the packer before: many stretches are read one after another, and none leaves anything to be collected. */
let spare: Columns | null = null

/** The batch under way. */
class Columns {
  count = 0
  used = 0
  private readonly columns = newColumns(CAPACITY).columns
  private text = Buffer.allocUnsafeSlow(FIRST_TEXT)

  addEntry(entry: LogEntry, stream: number, seq: number): void {
    const i = this.head(entry, stream, seq)
    const start = entry.whole.indexOf(entry.rawMessage)
    this.columns.what[i] = LEVELS.indexOf(entry.level)
    this.columns.messageStart[i] = start
    this.columns.messageEnd[i] = start + entry.rawMessage.length
    this.write(entry.whole)
  }

  addOther(item: Exclude<Item, Entry>, stream: number, seq: number): void {
    const i = this.head(item, stream, seq)
    this.columns.what[i] = item.kind === 'note' ? NOTE : REPORT
    this.write(JSON.stringify(item.kind === 'note' ? { note: item.note, text: item.text } : reportOf(item)))
  }

  /** What was packed, in blocks of just its size; its own are used again, since what is handed over would wait for the collector half empty. */
  done(): ItemBatch {
    const { count, used } = this
    const text = Buffer.allocUnsafeSlow(used)
    this.text.copy(text, 0, 0, used)
    if (this.text.length > LARGEST) this.text = Buffer.allocUnsafeSlow(TEXT)
    this.count = this.used = 0
    return { count, columns: copyOf(this.columns, count), text }
  }

  private head({ time, where }: Item, stream: number, seq: number): number {
    const i = this.count
    const { columns } = this
    columns.stream[i] = stream
    columns.seq[i] = seq
    columns.ms[i] = time?.ms ?? Number.NaN
    columns.zone[i] = time?.zone ?? NO_ZONE
    columns.line[i] = where.line
    columns.column[i] = where.column ?? 0
    columns.messageStart[i] = columns.messageEnd[i] = 0
    return i
  }

  private write(text: string): void {
    const most = text.length < TEXT ? text.length * 3 : Buffer.byteLength(text)
    if (this.used + most > this.text.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.used + most, 2 * this.text.length))
      this.text.copy(larger, 0, 0, this.used)
      this.text = larger
    }
    this.used += this.text.write(text, this.used)
    this.count++
    this.columns.textStart[this.count] = this.used
  }
}

/**
 * Takes item `i` out of a batch again.
 * @param bytes of its text alone: those from `textStart[i]` to `textStart[i + 1]`
 * @param firstLine what is added to its line numbers: where its part of the source begins
 */
export function itemOf(batch: KeptColumns, bytes: Buffer, i: number, origin: Origin, firstLine: number): Item {
  const what = batch.what[i]!
  const text = bytes.toString()
  const where = { source: origin.source, line: batch.line[i]! + firstLine, ...(batch.column[i] === 0 ? {} : { column: batch.column[i]! }) }
  const time = instantAt(batch, i)
  if (what === NOTE) return { kind: 'note', where, origin, time, ...JSON.parse(text) }
  if (what === REPORT) {
    const report = JSON.parse(text) as ReturnType<typeof reportOf>
    return { kind: 'go-report', where, origin, time, ...report, at: report.at.map((line) => line + firstLine), embeddedIn: null }
  }
  const message = text.slice(batch.messageStart[i], batch.messageEnd[i])
  return new LogEntry({ where, origin, time, level: LEVELS[what]!, message }, text)
}

/** Whether item `i` is a note: somebody's word from outside the process. */
export function isNote(batch: KeptColumns, i: number): boolean {
  return batch.what[i] === NOTE
}

function copyOf(from: ItemColumns, count: number): Buffer {
  const { memory, columns } = newColumns(count)
  columns.seq.set(from.seq.subarray(0, count))
  columns.ms.set(from.ms.subarray(0, count))
  columns.line.set(from.line.subarray(0, count))
  columns.column.set(from.column.subarray(0, count))
  columns.messageStart.set(from.messageStart.subarray(0, count))
  columns.messageEnd.set(from.messageEnd.subarray(0, count))
  columns.textStart.set(from.textStart.subarray(0, count + 1))
  columns.zone.set(from.zone.subarray(0, count))
  columns.stream.set(from.stream.subarray(0, count))
  columns.what.set(from.what.subarray(0, count))
  return memory
}

function reportOf({ lines, at, repeats, isCut, above }: GoReportText): Pick<GoReportText, 'lines' | 'at' | 'repeats' | 'isCut' | 'above'> {
  return { lines, at, repeats, isCut, ...(above === undefined ? {} : { above }) }
}
