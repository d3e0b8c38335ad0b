import type { Instant } from './entry.ts'

/** What is kept of a batch of items but for its text: a column for each thing that is known of every item. */
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
  /** Where each text begins, and where the last one ends. */
  readonly textStart: Uint32Array
}

export const NO_ZONE = -32_768
/** Bytes of all columns for one item. */
const ITEM = 3 * 8 + 4 * 4 + 2 * 2 + 1
/** The end of the last text. */
const END = 4

/** Columns for so many items in one new block of memory, which is then easily handed to another thread or written to disk. */
export function newColumns(count: number): { readonly memory: Buffer<ArrayBuffer>; readonly columns: ItemColumns } {
  const memory = Buffer.from(new ArrayBuffer(count * ITEM + END))
  return { memory, columns: columnsIn(memory, count) }
}

/** The columns that lie in a block, or in a copy of one; the widest come first, so that each begins where it may. */
export function columnsIn(memory: Uint8Array, count: number): ItemColumns {
  const { buffer, byteOffset } = memory.byteOffset % 8 === 0 ? memory : new Uint8Array(memory)
  let at = byteOffset
  const skip = (bytes: number): number => (at += bytes) - bytes
  return {
    count,
    seq: new Float64Array(buffer, skip(count * 8), count),
    ms: new Float64Array(buffer, skip(count * 8), count),
    line: new Float64Array(buffer, skip(count * 8), count),
    column: new Uint32Array(buffer, skip(count * 4), count),
    messageStart: new Uint32Array(buffer, skip(count * 4), count),
    messageEnd: new Uint32Array(buffer, skip(count * 4), count),
    textStart: new Uint32Array(buffer, skip((count + 1) * 4), count + 1),
    zone: new Int16Array(buffer, skip(count * 2), count),
    stream: new Uint16Array(buffer, skip(count * 2), count),
    what: new Uint8Array(buffer, skip(count), count),
  }
}

/** Minutes east of UTC, null when none was printed. */
export function zoneAt({ zone }: Pick<ItemColumns, 'zone'>, i: number): number | null {
  return zone[i] === NO_ZONE ? null : zone[i]!
}

export function instantAt(columns: Pick<ItemColumns, 'zone' | 'ms'>, i: number): Instant | null {
  return Number.isNaN(columns.ms[i]) ? null : { ms: columns.ms[i]!, zone: zoneAt(columns, i) }
}
