import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { lastEntryIn } from '../entry/last-entry.ts'
import type { Journey } from '../journey.ts'
import { statOf } from '../source/access.ts'
import { reason } from '../source/file.ts'
import type { Stop } from '../source/ledger.ts'
import { nodeName } from '../source/node-name.ts'
import { openApart, type PackedFile } from '../source/open.ts'
import { rotationTime } from '../source/rotated-name.ts'
import type { Source } from '../source/source.ts'
import { Tail } from '../source/tail.ts'
import type { Log } from './feed.ts'
import { follow } from './follow.ts'

/** Files that are followed at most: each stays open. */
const MOST = 200

export interface LogsOptions {
  readonly stdin: Readable
  readonly stop: Stop
  /** See `open`. */
  readonly onSize: (bytes: number | null) => void
  /** Bytes from which on packed files are read beside each other. */
  readonly large: number
  /** Tells a person what happens to a log. */
  readonly tell: (text: string) => void
}

/** Logs that are still being written: what of them is there already, to be read like any other, and how to go on from there. */
export class Logs {
  private readonly logs: Log[] = []
  private readonly unfollowed = new Set<string>()
  /** What of the paths ends, or has an end to begin with. */
  private readonly paths: readonly string[]

  /** @param paths as `open` takes them */
  constructor(
    paths: readonly string[],
    private readonly options: LogsOptions,
  ) {
    const streams = [...new Set(paths)].filter((path) => path === '-' || isFifo(path))
    this.paths = paths.filter((path) => !streams.includes(path))
    for (const name of streams) {
      const stream = name === '-' ? options.stdin : createReadStream(name)
      this.logs.push({ head: { name, node: nodeName(name), packing: [] }, from: { stream, tail: null } })
    }
  }

  /** All that is there, each plain file up to its last entry, which may still be going on. */
  async *sources(): AsyncGenerator<Source | PackedFile> {
    if (this.paths.length === 0) return
    const { stdin, stop, onSize, large } = this.options
    for await (const source of openApart(this.paths, { stdin, stop, onSize }, large)) {
      const from = 'packed' in source ? this.left(source.path) : this.follow(source)
      if (from === null) yield source
      else if (from > 0) yield { ...(source as Source), file: { path: (source as Source).file!.path, size: from } }
    }
  }

  goOn(journey: Journey): Promise<void> {
    const { tell } = this.options
    const asked = this.logs.filter(({ head }) => journey.scope.source(head))
    for (const log of this.logs) if (!asked.includes(log)) log.from.tail?.close()
    if (asked.length === 0) tell('None of these logs can grow: nothing is followed.')
    return follow(asked, journey, tell)
  }

  /** @returns from where on the source is followed; null when it is not */
  private follow(source: Source): number | null {
    const { name, node, problems } = source
    const file = source.file ?? emptyFile(source)
    if (file === null) return problems.length > 0 ? null : this.left(name.split('!')[0]!)
    if (rotationTime(file.path) !== null) return null
    if (this.logs.length >= MOST) return this.left(file.path, `more than ${MOST} logs are`)
    try {
      const from = lastEntryIn(file.path, file.size)
      this.logs.push({ head: { name, node, packing: [] }, from: { stream: null, tail: new Tail(file.path, from) } })
      return from
    } catch (error) {
      return this.left(file.path, reason(error))
    }
  }

  /** Says, once, that a file is not followed, unless nobody expects it. */
  private left(path: string, why = 'it is packed or encoded'): null {
    if (rotationTime(path) === null && !this.unfollowed.has(path)) this.options.tell(`${path} is read, but not followed: ${why}.`)
    this.unfollowed.add(path)
    return null
  }
}

/** A file without a byte is no log yet, but may become one. */
function emptyFile({ name, packing, problems }: Source): { readonly path: string; readonly size: number } | null {
  const isEmpty = packing.length === 0 && problems.length === 1 && problems[0]!.code === 'empty'
  return isEmpty && statSync(name).isFile() ? { path: name, size: 0 } : null
}

function isFifo(path: string): boolean {
  const stats = statOf(path)
  return !(stats instanceof Error) && stats.isFIFO()
}
