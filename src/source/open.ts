import { closeSync, createReadStream, lstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import type { Readable } from 'node:stream'
import { UserError } from '../errors.ts'
import { isReadWith, isWithin, openFault, realPathOf, searchFault, statOf } from './access.ts'
import { Bytes } from './bytes.ts'
import { fileBytes, reason, streamBytes } from './file.ts'
import { DEFAULT_LIMITS, Ledger, type Limits, type Stop } from './ledger.ts'
import { packingOf } from './magic.ts'
import type { Source } from './source.ts'
import { HEAD } from './text.ts'
import { unpack } from './unpack.ts'

const STDIN = '-'
const SKIPPED_FOLDERS = ['**/node_modules/**']
/** What is asked of a tree: everything but what begins with a dot; links are followed by hand, where they lead to no loop. */
const TREE = { dot: false, ignore: SKIPPED_FOLDERS, followSymbolicLinks: false, onlyFiles: false, suppressErrors: true } as const

const LOOP = 'a symbolic link back to a folder above it'

/** A place to read from; with `fault` there is nothing to read, and that is why. */
interface Place {
  readonly name: string
  readonly kind: 'file' | 'stream' | 'stdin' | 'fault'
  readonly fault?: string
}

/** A large packed file that is left for others to open, beside each other. */
export interface PackedFile {
  readonly path: string
  readonly size: number
  readonly packed: true
  /** True when nothing else is opened beside it. */
  readonly sole: boolean
  /** True when it is the only large packed file. */
  readonly alone: boolean
}

export interface OpenOptions {
  readonly stdin: Readable
  readonly limits?: Partial<Limits>
  /** Ends all inputs where they are. */
  readonly stop?: Stop | undefined
  /** Told before the first source: bytes of all that will be opened, as they lie there; null when that can't be known. */
  readonly onSize?: (bytes: number | null) => void
}

/**
 * Opens what the user named: files, folders (with all below them), globs, `-` for standard input, archives of any nesting.
 * Sources come sorted by name, those of one archive in its order; each must be read or left before the next is asked for (plain files may
 * be read later, too). A file given twice, or also by a link, comes once.
 * @throws UserError (exit 3) before the first source where a name leads to nothing that can be read; what can't be read
 * inside a folder is a source with the problem `unreadable`
 */
export async function* open(paths: readonly string[], options: OpenOptions): AsyncGenerator<Source> {
  const places = await placesAt(paths)
  options.onSize?.(sizeOf(places))
  for (const place of places) yield* sourcesIn(place, options, places.length === 1)
}

/** As `open`, but large files that are packed come as they are, so that they can be unpacked or read beside each other. */
export async function* openApart(paths: readonly string[], options: OpenOptions, large: number): AsyncGenerator<Source | PackedFile> {
  const places = await placesAt(paths)
  options.onSize?.(sizeOf(places))
  const apart = new Map<Place, number>()
  for (const place of places) {
    const size = place.kind === 'file' ? statSync(place.name).size : 0
    if (size >= large && isPacked(place.name)) apart.set(place, size)
  }
  for (const place of places) {
    const size = apart.get(place)
    if (size !== undefined) yield { path: place.name, size, packed: true, sole: places.length === 1, alone: apart.size === 1 }
    else yield* sourcesIn(place, options, places.length === 1)
  }
}

/** The files that `open` reads for the same paths, in its order; null where not all of it lies in files, so that it can't be read again. */
export async function filesOf(paths: readonly string[]): Promise<readonly string[] | null> {
  const places = await placesAt(paths)
  return places.every(({ kind }) => kind === 'file') ? places.map(({ name }) => name) : null
}

async function placesAt(paths: readonly string[]): Promise<readonly Place[]> {
  const places = new Map<string, Place>()
  for (const path of paths) for (const place of await placesOf(path)) places.set(place.name, places.get(place.name) ?? place)
  return [...once([...places.values()].sort((a, b) => (a.name < b.name ? -1 : 1)))]
}

function sourcesIn(place: Place, { stdin, limits, stop }: OpenOptions, sole: boolean): AsyncGenerator<Source> {
  const bytes = bytesOf(place, new Ledger({ ...DEFAULT_LIMITS, ...limits }, place.name, stop), stdin)
  return unpack({ name: place.name, packing: [], bytes, sole, ...(place.kind === 'file' ? { path: place.name } : {}) })
}

function sizeOf(places: readonly Place[]): number | null {
  if (places.some(({ kind }) => kind === 'stream' || kind === 'stdin')) return null
  return places.reduce((sum, { name, kind }) => sum + (kind === 'file' ? statSync(name).size : 0), 0)
}

function isPacked(path: string): boolean {
  const head = Buffer.alloc(HEAD)
  const fd = openSync(path, 'r')
  try {
    return packingOf(head.subarray(0, readSync(fd, head)), false) !== null
  } finally {
    closeSync(fd)
  }
}

function bytesOf(place: Place, ledger: Ledger, stdin: Readable): Bytes {
  switch (place.kind) {
    case 'file':
      return fileBytes(place.name, ledger)
    case 'stream':
      return streamBytes(createReadStream(place.name), ledger)
    case 'stdin':
      return streamBytes(stdin, ledger)
    case 'fault':
      return new Bytes(ledger, async function* (self) {
        self.fail('unreadable', place.fault ?? '')
        yield* []
      })
  }
}

async function placesOf(path: string): Promise<Place[]> {
  if (path === STDIN) return [{ name: STDIN, kind: 'stdin' }]
  const stats = statOf(path)
  if (stats instanceof Error) {
    if (codeOf(stats) === 'ENOENT' && (await glob()).isDynamicPattern(path)) return globbed(path)
    throw unreadable(path, stats)
  }
  if (stats.isDirectory()) return folder(path)
  const place = placeOf(normalize(path), stats, 'stream')
  if (place.fault === undefined) return [place]
  throw new UserError(`${path} can't be read: ${place.fault}.`, 'Check its permissions, or pass a log file, a folder or an archive.', 3)
}

async function globbed(pattern: string): Promise<Place[]> {
  const places: Place[] = []
  const roots: string[] = []
  for (const match of await (await glob())(pattern, TREE)) places.push(...(await placesBelow(normalize(match), roots)))
  if (places.length > 0) return places
  throw new UserError(`No file matches ${pattern}.`, 'Check the pattern; quote it, so that the shell leaves it alone.', 3)
}

async function folder(path: string): Promise<Place[]> {
  const places = await placesBelow(normalize(path), [])
  if (places.length === 1 && places[0]?.name === normalize(path) && places[0].kind === 'fault') {
    throw new UserError(`${path} can't be read: ${places[0].fault}.`, 'Check the permissions of the folder.', 3)
  }
  if (places.length > 0) return places
  throw new UserError(
    `There is no file in the folder ${path}.`,
    'Pass a folder that holds logs; names that begin with a dot are skipped.',
    3,
  )
}

/** @param roots the real paths of the folders walked so far: a link into one of them leads to nothing new */
async function placesBelow(path: string, roots: string[]): Promise<Place[]> {
  const stats = statOf(path)
  if (stats instanceof Error) return [{ name: path, kind: 'fault', fault: reason(stats) }]
  if (!stats.isDirectory()) return [placeOf(path, stats, 'fault')]
  const closed = searchFault(path)
  if (closed !== null) return [{ name: path, kind: 'fault', fault: closed }]
  const real = realPathOf(path)
  if (lstatSync(path).isSymbolicLink() && isWithin(join(realPathOf(dirname(path)), basename(path)), real))
    return [{ name: path, kind: 'fault', fault: LOOP }]
  if (roots.some((root) => isReadWith(real, root))) return []
  roots.push(real)
  const places: Place[] = []
  const fg = await glob()
  for (const { path: below, dirent } of await fg('**/*', { ...TREE, cwd: path, objectMode: true })) {
    const name = join(path, below)
    if (!dirent.isDirectory()) places.push(...(await placesBelow(name, roots)))
    else {
      const fault = searchFault(name)
      if (fault !== null) places.push({ name, kind: 'fault', fault })
    }
  }
  return places
}

/** Loaded only where folders or patterns were named. */
async function glob(): Promise<typeof import('fast-glob')> {
  return (await import('fast-glob')).default
}

/** @param fifo what to make of a FIFO: read on demand, never by surprise, since opening it waits for a writer */
function placeOf(name: string, stats: Stats, fifo: 'stream' | 'fault'): Place {
  if (stats.isFile()) {
    const fault = openFault(name)
    return fault === null ? { name, kind: 'file' } : { name, kind: 'fault', fault }
  }
  if (stats.isFIFO() && fifo === 'stream') return { name, kind: 'stream' }
  const what = stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a device'
  return { name, kind: 'fault', fault: `it is ${what}, not a file` }
}

/** Leaves out what is the same file under a later name. */
function* once(places: readonly Place[]): Generator<Place> {
  const seen = new Set<string>()
  for (const place of places) {
    const key = place.kind === 'file' ? realPathOf(place.name) : place.name
    if (seen.has(key)) continue
    seen.add(key)
    yield place
  }
}

function codeOf(error: Error): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

function unreadable(path: string, error: Error): UserError {
  if (codeOf(error) === 'ENOENT') return new UserError(`${path} does not exist.`, 'Check the path; to read standard input, pass "-".', 3)
  if (codeOf(error) === 'ELOOP') return new UserError(`${path} is a symbolic link that leads back to itself.`, 'Pass the file itself.', 3)
  return new UserError(`${path} can't be read: ${reason(error)}.`, 'Check the path and its permissions.', 3)
}
