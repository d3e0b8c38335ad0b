import type { ReadingSummary } from '../entry/tally.ts'
import type { ProblemCode } from '../source/source.ts'

/** The name of a source, by the file it came from: files may be named otherwise the next time (`./logs`, `/srv/logs`). */
export interface Named {
  /** Number of the file among all. */
  readonly file: number
  /** What stands behind the name of the file: of a member of an archive `!a.log`. */
  readonly rest: string
}

export interface KeptSource extends Named {
  readonly node: string | null
  readonly packing: readonly string[]
  readonly problems: readonly (Named & { readonly code: ProblemCode; readonly detail: string })[]
  readonly summary: ReadingSummary
}

export interface KeptOrigin extends Named {
  readonly node: string | null
  readonly container: string | null
  readonly stream: string | null
}

/** What is known of a block without reading it. */
export interface BlockEntry {
  /** Place and bytes in the file, their CRC-32, and the bytes that are packed in them. */
  readonly at: number
  readonly size: number
  readonly unpacked: number
  readonly sum: number
  /** What `bucketOf` gave for its items. */
  readonly bucket: number
  /** Jobs that its items are of; null for many. */
  readonly jobs: readonly string[] | null
  /** The first and the last time in it; null where an item has none, or zones differ. */
  readonly span: Span | null
}

export interface Span {
  readonly from: number
  readonly to: number
  readonly zone: number | null
}

/** All of a run but the items themselves. */
export interface Directory {
  readonly sources: readonly KeptSource[]
  readonly origins: readonly KeptOrigin[]
  readonly blocks: readonly BlockEntry[]
  /** Whether some times carry no zone: those are read in that of other sources. */
  readonly zoneless: boolean
}

/** Finds of which file a source is, so that its name can be told again when the file goes by another. */
export class Names {
  private readonly numbers: ReadonlyMap<string, number>

  constructor(private readonly files: readonly string[]) {
    this.numbers = new Map(files.map((file, i) => [file, i]))
  }

  /** @returns null for the name of something else */
  named(source: string): Named | null {
    for (let end = source.length; end > 0; end = source.lastIndexOf('!', end - 1)) {
      const file = this.numbers.get(source.slice(0, end))
      if (file !== undefined) return { file, rest: source.slice(end) }
    }
    return null
  }

  of({ file, rest }: Named): string {
    return `${this.files[file]}${rest}`
  }
}
