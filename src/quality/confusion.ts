import { builtInSignatures } from '../knowledge/signatures.ts'
import { triedText } from '../report/catalogue/tried.ts'
import { trySamples } from '../signature-samples.ts'

/** Which built-in signature fires on whose samples: the matrix but for its diagonal, and what is wrong with it. */
export async function confusion(): Promise<string> {
  const began = performance.now()
  const tried = await trySamples('src/knowledge/signatures', builtInSignatures())
  const look = { width: Number.POSITIVE_INFINITY, color: false }
  return triedText(tried, (performance.now() - began) / 1_000, look)
}
