import { createHash } from 'node:crypto'
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, type Stats, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { Content } from './content.ts'

/** Begins with a dot: whoever reads the folder of the logs does not read it too. */
const OWN = '.tidb-triage'
const FOLDER = 'index'
const ENDING = '.index'
const UNFINISHED = '.part'
/** Bytes of all indexes in one folder; the oldest go first. */
const MOST = 2 ** 30
const DAY_MS = 86_400_000

/** A file that becomes an index once all of it is written. */
export interface Draft {
  readonly fd: number
  /** Puts it where it will be found, in the place of one that lies there. @throws what the system throws */
  publish(): void
  /** Takes it away. Safe to call behind `publish`. */
  drop(): void
}

/** Where the index of one run may lie: beside what it reads, or in the cache folder when that can't be written to. */
export class Shelf {
  /** The folders that are ours on the way, the outermost first. */
  private readonly ways: readonly (readonly [string, string])[]
  private readonly name: string

  constructor(
    private readonly content: Content,
    cacheFolder: string,
  ) {
    const beside = commonFolder(content.paths)
    this.ways = [...(dirname(beside) === beside ? [] : [join(beside, OWN)]), cacheFolder].map((own) => [own, join(own, FOLDER)] as const)
    this.name = createHash('sha256').update(JSON.stringify(content.paths)).digest('hex').slice(0, 32)
  }

  /** Where an index may be found. */
  paths(): readonly string[] {
    return this.ways.map(([, folder]) => join(folder, this.name + ENDING))
  }

  /** @throws what the system throws where none of the folders can be written to */
  begin(): Draft {
    let failure: unknown
    for (const [own, folder] of this.ways) {
      try {
        makeFolders(own, folder)
        return this.draft(own, folder)
      } catch (error) {
        failure ??= error
      }
    }
    throw failure
  }

  private draft(own: string, folder: string): Draft {
    const part = join(folder, `${this.name}.${process.pid}${UNFINISHED}`)
    // Left behind by a run that was killed.
    rmSync(part, { force: true })
    // An index holds lines of the logs: whoever may not read the one may not read the other.
    const fd = openSync(part, 'wx', this.content.mode | 0o600)
    let open = true
    const close = (): void => {
      if (open) closeSync(fd)
      open = false
    }
    const publish = (): void => {
      close()
      renameSync(part, join(folder, this.name + ENDING))
      clear(folder)
    }
    const drop = (): void => {
      process.off('exit', drop)
      close()
      rmSync(part, { force: true })
      for (const empty of [folder, own]) removeEmpty(empty)
    }
    // A second Ctrl-C ends the process where it is.
    process.once('exit', drop)
    return { fd, publish, drop }
  }
}

/** The folder in or below which all paths lie. */
function commonFolder(paths: readonly string[]): string {
  return paths
    .map((path) => dirname(path))
    .reduce((common, folder) => {
      let both = common
      while (dirname(both) !== both && !isWithin(folder, both)) both = dirname(both)
      return both
    })
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** A link planted among the logs must not lead what is written somewhere else. */
function makeFolders(own: string, folder: string): void {
  mkdirSync(dirname(own), { recursive: true })
  for (const one of [own, folder]) {
    const there = lstatSync(one, { throwIfNoEntry: false })
    if (there === undefined) mkdirSync(one)
    else if (!there.isDirectory()) throw new Error(`${one} is no folder`)
  }
}

/** Leaves out what has become too much, and what a run that was killed left behind. */
function clear(folder: string): void {
  const kept = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING) || name.endsWith(UNFINISHED))
    .flatMap((name) => existing(join(folder, name)))
    .sort((a, b) => b.stats.mtimeMs - a.stats.mtimeMs)
  let sum = 0
  for (const { path, stats } of kept) {
    sum += stats.size
    const forgotten = path.endsWith(UNFINISHED) && stats.mtimeMs < kept[0]!.stats.mtimeMs - DAY_MS
    if (sum > MOST || forgotten) rmSync(path, { force: true })
  }
}

function existing(path: string): { readonly path: string; readonly stats: Stats }[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? [] : [{ path, stats }]
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Other indexes lie in it.
  }
}
