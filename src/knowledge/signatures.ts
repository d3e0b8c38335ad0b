import type { Signature } from './contract.ts'
import catalogue from './signatures/catalogue.json' with { type: 'json' }

/** The signatures that come with the program, by id: signatures/<id>/signature.yaml, compiled by catalogue.mjs when it was built. */
export function builtInSignatures(): readonly Signature[] {
  return catalogue as unknown as readonly Signature[]
}
