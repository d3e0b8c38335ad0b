/** One event or crash that satisfied selections; of what it was, only what conditions look at. */
export interface Occurrence {
  /** Names of the selections that it satisfied. */
  readonly selections: ReadonlySet<string>
  /** The bits of those names, as the watcher was told them; more bits do no harm. */
  readonly bits: number
  /** Milliseconds, null when the line had no time. */
  readonly time: number | null
  readonly node: string | null
  /** The value of a field or id for `by`; null when it has none. */
  value(field: string): string | null
}

/** What is known once everything has been read. */
export interface Ending {
  /** The last time that was seen on a node, in milliseconds. */
  lastTime(node: string | null): number | null
  /** Whether a selection over histories holds. */
  history(selection: string): boolean
}

/**
 * A condition fed with occurrences in their order, in memory that does not grow with them.
 * A *moment* is an occurrence with which a condition comes true (once more): `a then b` has one at each `b` after an `a`.
 */
export interface Watcher {
  /** Of all selections that it looks at: what has none of them is no moment and changes nothing. */
  readonly bits: number
  /** @returns whether this occurrence is a moment of the condition */
  see(occurrence: Occurrence): boolean
  holds(ending: Ending): boolean
  /** Whether it holds already, and will whatever else is seen. */
  stands(): boolean
}

/** Whether there is anything in an occurrence for a watcher. */
export function looksAt({ bits }: Watcher, occurrence: Occurrence): boolean {
  return (bits & occurrence.bits) !== 0
}
