import type { Entry, GoReportText, Instant, Item, Level, Origin } from './entry.ts'
import { LogEntry } from './log-entry.ts'

/** Their numbers stand in columns. */
export const LEVELS: readonly Level[] = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'UNKNOWN']
const NO_ZONE = -32_768
const CAPACITY = 4096
const TEXT = 2 << 20
/** Most sources of a bundle are small: room for a whole batch would cost more than all else that is made of them. */
const FIRST_TEXT = 64 << 10
/** A block of text that one large item made larger is not kept. */
const LARGEST = 8 << 20

/** Items of one source in a few blocks of memory: made to be handed to another thread, or written to disk, at once. */
export interface ItemBatch extends ItemColumns {
  readonly text: Buffer
}

/** A batch but for its text. */
export interface ItemColumns {
  readonly count: number
  /** Which stream of the source each item belongs to. */
  readonly stream: Uint16Array
  readonly seq: Float64Array
  /** NaN where an item has no time. */
  readonly ms: Float64Array
  readonly zone: Int16Array
  readonly line: Float64Array
  readonly column: Uint32Array
  /** Index of the level for an entry, or what else an item is. */
  readonly what: Uint8Array
  readonly messageStart: Uint32Array
  readonly messageEnd: Uint32Array
  readonly textStart: Uint32Array
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
  private readonly stream = new Uint16Array(CAPACITY)
  private readonly seq = new Float64Array(CAPACITY)
  private readonly ms = new Float64Array(CAPACITY)
  private readonly zone = new Int16Array(CAPACITY)
  private readonly line = new Float64Array(CAPACITY)
  private readonly column = new Uint32Array(CAPACITY)
  private readonly what = new Uint8Array(CAPACITY)
  private readonly messageStart = new Uint32Array(CAPACITY)
  private readonly messageEnd = new Uint32Array(CAPACITY)
  private readonly textStart = new Uint32Array(CAPACITY + 1)
  private text = Buffer.allocUnsafeSlow(FIRST_TEXT)

  addEntry(entry: LogEntry, stream: number, seq: number): void {
    const i = this.head(entry, stream, seq)
    this.what[i] = LEVELS.indexOf(entry.level)
    const start = entry.whole.indexOf(entry.rawMessage)
    this.messageStart[i] = start
    this.messageEnd[i] = start + entry.rawMessage.length
    this.write(entry.whole)
  }

  addOther(item: Exclude<Item, Entry>, stream: number, seq: number): void {
    const i = this.head(item, stream, seq)
    this.what[i] = item.kind === 'note' ? NOTE : REPORT
    this.write(JSON.stringify(item.kind === 'note' ? { note: item.note, text: item.text } : reportOf(item)))
  }

  /** What was packed, in blocks of just its size; its own are used again, since what is handed over would wait for the collector half empty. */
  done(): ItemBatch {
    const { count, used } = this
    const text = Buffer.allocUnsafeSlow(used)
    this.text.copy(text, 0, 0, used)
    if (this.text.length > LARGEST) this.text = Buffer.allocUnsafeSlow(TEXT)
    this.count = this.used = 0
    return {
      count,
      stream: this.stream.slice(0, count),
      seq: this.seq.slice(0, count),
      ms: this.ms.slice(0, count),
      zone: this.zone.slice(0, count),
      line: this.line.slice(0, count),
      column: this.column.slice(0, count),
      what: this.what.slice(0, count),
      messageStart: this.messageStart.slice(0, count),
      messageEnd: this.messageEnd.slice(0, count),
      textStart: this.textStart.slice(0, count + 1),
      text,
    }
  }

  private head({ time, where }: Item, stream: number, seq: number): number {
    const i = this.count
    this.stream[i] = stream
    this.seq[i] = seq
    this.ms[i] = time?.ms ?? Number.NaN
    this.zone[i] = time?.zone ?? NO_ZONE
    this.line[i] = where.line
    this.column[i] = where.column ?? 0
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
    this.textStart[this.count] = this.used
  }
}

/** Takes item `i` out of a batch again. @param firstLine what is added to its line numbers: where its part of the source begins */
export function itemOf(batch: KeptColumns, all: Buffer, i: number, origin: Origin, firstLine: number): Item {
  const what = batch.what[i]!
  const text = all.toString('utf8', batch.textStart[i], batch.textStart[i + 1])
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

/** Minutes east of UTC, null when none was printed. */
export function zoneAt({ zone }: KeptColumns, i: number): number | null {
  return zone[i] === NO_ZONE ? null : zone[i]!
}

function instantAt(batch: KeptColumns, i: number): Instant | null {
  return Number.isNaN(batch.ms[i]) ? null : { ms: batch.ms[i]!, zone: zoneAt(batch, i) }
}

function reportOf({ lines, at, repeats, isCut, above }: GoReportText): Pick<GoReportText, 'lines' | 'at' | 'repeats' | 'isCut' | 'above'> {
  return { lines, at, repeats, isCut, ...(above === undefined ? {} : { above }) }
}
