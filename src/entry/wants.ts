/** What `find` gives for a message of no table where such lines are counted by who printed them. */
export const STRANGER = 2 ** 30

/** Words that are looked for in some bytes, and how (see AnyWord). */
export interface WordTable {
  /** Bytes by which a place is judged. */
  readonly block: 2 | 3
  /** Bytes that can be passed over, by a hash of those that were judged. */
  readonly shifts: Uint8Array
  /** Words by the hash of the block with which their first `shortest` bytes end. */
  readonly ending: ReadonlyMap<number, readonly Buffer[]>
  readonly shortest: number
}

/** What a field's name says of its line: 1, nothing; 2, that it is of whom its value names, if that is an id; 3, that it may be of somebody. */
export type Says = 1 | 2 | 3

/** Which entries are worth a string. */
export interface Wants {
  /** @returns a number for `buf[start, end)`, a message without its quotes; negative when it is none of the tables' */
  find(buf: Buffer, start: number, end: number): number
  /** Whether lines with such a message only need to be counted unless their fields tell something. */
  isIdle(found: number): boolean
  /** Whether a field in `buf[start, end)` may tell whose line it is. */
  tells(buf: Buffer, start: number, end: number): boolean
  /** @param hash of a field's name, as `tells` makes it */
  saysOf(hash: number, name: string): Says
  text(message: string): boolean
  /** The quick question: false when no message that begins at `start` is known. */
  mayBegin(buf: Buffer, start: number): boolean
  /** Whether `buf[start, end)`, a line that is no part of an entry, holds a text that somebody looks for. */
  isAsked(buf: Buffer, start: number, end: number): boolean
  /** Whether a WARN or worse whose message is not known is worth a string all the same: it may be about a subject of ours, or tell of a panic. */
  worth(buf: Buffer, start: number, end: number): boolean
  /** The words that `worth` looks for, in the first `looked` bytes of a line; null where it looks for something else. */
  readonly troubles: { readonly leaps: readonly WordTable[]; readonly looked: number } | null
  /** Whether the line `buf[start, end)` of a file is of our code, so that it counts when no table knows it. Null where nobody asks. */
  readonly isOurs: ((file: string, buf: Buffer, start: number, end: number) => boolean) | null
}
