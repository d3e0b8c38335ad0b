import { fileURLToPath } from 'node:url'
import type { Signature } from '../knowledge/contract.ts'
import { compileCatalogue } from './load.ts'

/** The signatures that ship with the program, by id. In the package, build.mjs puts their compiled form in place of this file. */
export function builtInSignatures(): readonly Signature[] {
  return compileCatalogue(fileURLToPath(new URL('../knowledge/signatures', import.meta.url)))
}
