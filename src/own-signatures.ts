import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Keep, keptSignatures } from './kept-signatures.ts'
import type { Signature } from './knowledge/contract.ts'
import { builtInSignatures } from './knowledge/signatures.ts'

/** Where a project keeps signatures of its own. */
const HOME = join('.tidb-triage', 'signatures')

/** A person's folders of signatures: the nearest `.tidb-triage/signatures` at or above `from` that holds one, then those that were named. */
export function ownFolders(named: readonly string[], from: string): readonly string[] {
  for (let at = resolve(from); ; at = dirname(at)) {
    const folder = join(at, HOME)
    if (holdsSignatures(folder)) return [relative(from, folder) || '.', ...named.filter((name) => resolve(from, name) !== folder)]
    if (dirname(at) === at) return named
  }
}

function holdsSignatures(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => existsSync(join(folder, name, 'signature.yaml')))
  } catch {
    return false
  }
}

/**
 * The built-in signatures and those of a person's folders; one of a person's own takes the place of a built-in one with its id.
 * @param keep where what was made of large folders is kept for the next run; null: nowhere
 * @throws UserError when a folder or a file in it is wrong
 */
export async function signaturesWith(named: readonly string[], from: string, keep: Keep | null = null): Promise<readonly Signature[]> {
  const builtIn = builtInSignatures()
  const folders = ownFolders(named, from)
  if (folders.length === 0) return builtIn
  const places = folders.map((folder) => resolve(from, folder))
  // What checks signatures takes longer to load than what was kept of many of them.
  const make = async (): Promise<readonly Signature[]> => (await import('./signature/load.ts')).readSignatures(folders)
  const own = await (keep === null ? make() : keptSignatures(places, keep, make))
  const ids = new Set(own.map((signature) => signature.id))
  return [...builtIn.filter((signature) => !ids.has(signature.id)), ...own]
}
