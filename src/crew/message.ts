import type { Instant, Origin } from '../entry/entry.ts'
import type { ItemBatch } from '../entry/pack.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import type { Asked } from '../event/wants.ts'
import type { Range } from '../source/file-pages.ts'
import type { Problem } from '../source/source.ts'

/** What a worker is told once. */
export interface WorkerSetup extends Asked {
  /** What was rotated away long before need not be read. */
  readonly since: Instant | null
}

export interface WorkerData extends WorkerSetup {
  /** Holds 1, in memory that threads share, as soon as no more is to be read. */
  readonly stop: Int32Array<SharedArrayBuffer>
}

/** What a worker is asked to read: a file with all that is packed in it, or a stretch of a plain one. */
export interface Order {
  readonly path: string
  readonly range: Range | null
  /** Only to be unpacked, for another thread to read. */
  readonly unpack?: true
}

/** Gives a worker the memory of a piece back. */
export interface Back {
  readonly back: Uint8Array<ArrayBuffer>
}

/** Of a source, what is known when its reading begins. */
export interface SourceHead {
  readonly name: string
  readonly node: string | null
  readonly packing: readonly string[]
}

/**
 * What a worker says, in this order for each source of its order: `source`, batches and progress, `end`, or where it only unpacks `source`,
 * pieces, `unpacked`; after all `done`.
 */
export type Said =
  | { readonly what: 'source'; readonly head: SourceHead; readonly sole: boolean }
  | { readonly what: 'batch'; readonly batch: ItemBatch; readonly origins: readonly Origin[] }
  /** Bytes of the file, as they lie there. */
  | { readonly what: 'progress'; readonly bytes: number; readonly goReports: number }
  | { readonly what: 'skip'; readonly bytes: number }
  | { readonly what: 'end'; readonly summary: ReadingSummary; readonly problems: readonly Problem[] }
  /** @param read bytes of the file, as they lie there, up to this piece */
  | { readonly what: 'piece'; readonly piece: Uint8Array<ArrayBuffer>; readonly size: number; readonly read: number }
  | { readonly what: 'unpacked'; readonly problems: readonly Problem[] }
  | { readonly what: 'done' }
  | { readonly what: 'fault'; readonly message: string; readonly stack: string }
