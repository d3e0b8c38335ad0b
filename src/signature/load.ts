import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import type { Signature } from '../knowledge/contract.ts'
import { readSignature, type SignatureProblem } from './document.ts'
import type { TableNames } from './table-names.ts'

/**
 * The user's own signatures, from folders of the same shape as the built-in ones.
 * @throws UserError as compileCatalogue does, and when two signatures share an id
 */
export function readSignatures(dirs: readonly string[]): readonly Signature[] {
  const signatures = dirs.flatMap((dir) => compileCatalogue(dir))
  const ids = new Set<string>()
  const twice = signatures.find(({ id }) => ids.size === ids.add(id).size)
  if (twice) throw new UserError(`Two signatures have the id "${twice.id}".`, 'Give each its own id, which is also the name of its folder.')
  return signatures
}

/** What a folder of signatures holds, and what is wrong with it. */
export interface Catalogue {
  readonly files: number
  readonly signatures: readonly Signature[]
  readonly problems: readonly SignatureProblem[]
}

/** Reads a folder of signatures, `<id>/signature.yaml` each, and checks them whole. @param names see readSignature @throws UserError when the folder cannot be read */
export function readCatalogue(dir: string, names: TableNames | null = null): Catalogue {
  const problems: SignatureProblem[] = []
  const signatures: Signature[] = []
  const ids = folders(dir)
  for (const id of ids) {
    const file = join(dir, id, 'signature.yaml')
    const loaded = readSignature(readText(file), file, names)
    if (!loaded.ok) problems.push(...loaded.problems)
    else if (loaded.signature.id !== id)
      problems.push({ file, line: 1, column: 1, message: `the id is "${loaded.signature.id}" but the folder is "${id}"` })
    else signatures.push(loaded.signature)
  }
  return { files: ids.length, signatures, problems }
}

/**
 * Reads a folder of signatures that must be right. The build writes the result of the built-in folder to one JSON file, so that a start
 * reads no YAML.
 * @returns the signatures, by id
 * @throws UserError with all problems of all files when one of them is wrong, when the folder has none or cannot be read
 */
export function compileCatalogue(dir: string): readonly Signature[] {
  const { signatures, problems } = readCatalogue(dir)
  if (problems.length) {
    const list = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n')
    throw new UserError(
      `${problems.length === 1 ? 'A signature is' : 'Signatures are'} wrong:\n${list}`,
      'Correct the files, or leave out --signatures.',
    )
  }
  if (!signatures.length) throw new UserError(`No signature in ${dir}.`, 'A signature is a folder with a file signature.yaml in it.')
  return signatures
}

/** Folders that hold a signature, by name, so that the order does not depend on the disk. */
function folders(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter(
        (entry) =>
          (entry.isDirectory() || entry.isSymbolicLink()) &&
          statSync(join(dir, entry.name, 'signature.yaml'), { throwIfNoEntry: false })?.isFile(),
      )
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    throw new UserError(
      `Cannot read the folder of signatures ${dir} (${(error as NodeJS.ErrnoException).code}).`,
      'Check the path: a folder that holds a folder for each signature.',
    )
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`Cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`, 'Check the permissions of the file.')
  }
}
