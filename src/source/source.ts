import type { Range } from './file-pages.ts'

/** A place in a source: `line` is 1-based in the source as it was read, after unpacking; `column` is 1-based, in bytes. */
export interface Where {
  readonly source: string
  readonly line: number
  readonly column?: number
}

/** Something about the input that the reader of the report should know; wording is the reporter's, `detail` is data for it. */
export interface Problem {
  readonly source: string
  readonly code: ProblemCode
  readonly detail: string
}

export type ProblemCode =
  | 'archive-cut' // ended before its end mark; read as far as it goes
  | 'archive-damaged' // checksum or structure wrong; read as far as it goes
  | 'archive-limit' // depth, member count or expansion limit reached; the rest was not read
  | 'archive-unsupported' // e.g. an encrypted zip, xz, 7z, or zstd that nothing here can unpack
  | 'binary' // not text: a picture, a program, a database file
  | 'empty' // no byte at all
  | 'unreadable' // permission, a directory loop, a device, an I/O error half way
  | 'line-too-long' // cut at the limit, the rest of the line was skipped
  | 'not-utf8' // bytes that are no UTF-8 were replaced
  | 'json-damaged' // a Loki response that ends early or is no JSON any more

/** A plain file. */
export interface SourceFile {
  readonly path: string
  readonly size: number
  /** The stretch of it that is to be read; all of it when not given. */
  readonly range?: Range
}

/**
 * A stream of bytes with a name: a file, standard input (`-`) or an archive member (`a.zip!b.tar.gz!c.log`).
 * Sources of one archive come in its order and must be read to their end, or skipped, one after the other.
 */
export interface Source {
  readonly name: string
  /** The node that the name suggests (`node-1/tidb.log`, `tidb-0.tar.gz`), or null. */
  readonly node: string | null
  /** How it was packed, outermost first: `gzip`, `tar`, `zip`, `zstd`, `loki-response`, `utf-16`. */
  readonly packing: readonly string[]
  /**
   * The bytes, unpacked and as UTF-8 without byte-order mark. A chunk is only valid until the next one is asked for.
   * Never throws for bad input: it ends early, and `problems` says why.
   */
  chunks(): AsyncIterable<Buffer>
  /** The file whose bytes these are unchanged, when there is one: it can be read at any place, and again. */
  readonly file?: SourceFile
  /** Where the bytes come from, when not from `file`: members of an archive share one. `read` counts what was read of it, as it lies there. */
  readonly input?: { readonly name: string; readonly read: number }
  /** True when no other source with bytes comes beside this one. */
  readonly sole?: boolean
  /** What went wrong so far; complete once `chunks` has ended. */
  readonly problems: readonly Problem[]
}
