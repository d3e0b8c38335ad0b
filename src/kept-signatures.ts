import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Signature } from './knowledge/contract.ts'

/** Fewer files than this are read sooner than what was kept of them is looked up. */
const WORTHWHILE = 50
/** States of folders that are kept; of one that changes the older ones go. */
const MOST = 4

/** Where a program keeps things for its next run. */
export interface Keep {
  readonly cacheDir: string
  /** Of the program. */
  readonly version: string
}

/**
 * Large folders of signatures take longer to read than many a log: what was made of them is kept until a file changes.
 * @param make reads and checks them
 */
export async function keptSignatures(
  folders: readonly string[],
  keep: Keep,
  make: () => Promise<readonly Signature[]>,
): Promise<readonly Signature[]> {
  const files = folders.flatMap(filesOf)
  if (files.length < WORTHWHILE) return make()
  const shelf = join(keep.cacheDir, 'signatures')
  const key = createHash('sha256')
    .update([keep.version, process.version, String(mtimeOf(fileURLToPath(import.meta.url))), ...files].join('\n'))
    .digest('hex')
  const path = join(shelf, `${key.slice(0, 40)}.json`)
  const known = read(path)
  if (known !== null) return known
  const made = await make()
  write(shelf, path, made)
  return made
}

/** One line for each signature of a folder that changes when its file does. */
function filesOf(folder: string): readonly string[] {
  const at = resolve(folder)
  try {
    const entries = readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    return entries.flatMap(({ name: id }) => {
      const stat = statSync(join(at, id, 'signature.yaml'), { throwIfNoEntry: false })
      return stat === undefined ? [] : [`${at}\0${id}\0${stat.size}\0${stat.mtimeMs}\0${stat.ino}`]
    })
  } catch {
    return []
  }
}

function mtimeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function read(path: string): readonly Signature[] | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** Whether it can be kept is nobody's business: the next run reads the files again. */
function write(shelf: string, path: string, signatures: readonly Signature[]): void {
  try {
    mkdirSync(shelf, { recursive: true, mode: 0o700 })
    const part = `${path}.${process.pid}`
    writeFileSync(part, JSON.stringify(signatures), { mode: 0o600 })
    renameSync(part, path)
    const older = readdirSync(shelf)
      .map((name) => join(shelf, name))
      .sort((a, b) => mtimeOf(b) - mtimeOf(a))
    for (const old of older.slice(MOST)) rmSync(old, { force: true })
  } catch {
    return
  }
}
