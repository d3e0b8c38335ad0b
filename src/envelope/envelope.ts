/**
 * A line on its way from raw to bare: a range of bytes, and what the envelopes peeled so far said about it.
 * Peeling replaces the range; where an envelope escapes its payload, `buf` becomes a buffer with the unescaped bytes.
 */
export interface Line {
  buf: Buffer
  start: number
  end: number
  /** First physical line in the source (1-based) and how many physical lines were joined into it. */
  readonly line: number
  span: number
  /** Bytes of envelope in front of the payload on the first physical line. */
  column: number
  /** Milliseconds since 1970 as the innermost envelope with a time said, NaN when none did. */
  time: number
  /** Minutes east of UTC of that time; null when the envelope gave no zone (then `time` was read as UTC). */
  zone: number | null
  node: string | null
  container: string | null
  /** `stdout`, `stderr` or a journal unit: lines of different streams are never glued together. */
  stream: string | null
  /** True for a CRI `P` part or a docker line without newline at its end: the next line of the stream continues it. */
  partial: boolean
}

/** One transport's way of wrapping a line. One file each; `index.ts` holds the table. */
export interface Envelope {
  readonly name: string
  /**
   * Peels one layer in place. Must be a cheap look at the head first: it runs on lines of any kind.
   * @returns false, with the line untouched, when the line does not carry this envelope
   */
  peel(line: Line): boolean
  /**
   * For envelopes whose lines are alike but for their payload and a few short values. One without JSON must not depend on what follows
   * the payload's beginning, as long as that is an entry in the fixed layout.
   * @param raw the line that was peeled last, as it was before; @param peeled as it is now
   */
  layout?(raw: Line, peeled: Line): Layout
}

/** Offsets in a line as it was before it was peeled; pairs are [start, end). */
export interface Layout {
  /** Whether the payload is the inside of a JSON string, or all that is left of the line. */
  readonly isString: boolean
  readonly payload: readonly [number, number]
  /** Values, without their quotes, that differ from line to line; where there is no JSON, instants with a zone. */
  readonly changing: readonly (readonly [number, number])[]
  /** The one of them that was taken as the line's time, null when none was. */
  readonly time: readonly [number, number] | null
  /** True when a payload without a newline at its end may be a piece of a line. */
  readonly endsWithNewline: boolean
}
