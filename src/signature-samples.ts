import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Signature } from './knowledge/contract.ts'
import { open } from './source/open.ts'
import { triage } from './triage.ts'

export interface Sample {
  /** Whose it is. */
  readonly id: string
  readonly kind: 'positive' | 'negative'
  readonly path: string
  /** Ids of all signatures that fired. */
  readonly fired: readonly string[]
  /** What is wrong with that; null when nothing is. */
  readonly fault: string | null
}

export interface Tried {
  readonly samples: readonly Sample[]
  /** Tested signatures without a sample of a kind. */
  readonly lacking: readonly { readonly id: string; readonly kind: Sample['kind'] }[]
}

/**
 * Runs the samples beside the signatures of a folder through the whole program.
 * @param dir holds a folder for each signature, with `positive/*.log` and `negative/*.log` in it
 * @param signatures all that may fire, those of the folder among them
 */
export async function trySamples(dir: string, signatures: readonly Signature[]): Promise<Tried> {
  const samples: Sample[] = []
  const lacking: Tried['lacking'][number][] = []
  for (const signature of signatures) {
    for (const kind of ['positive', 'negative'] as const) {
      const paths = logsOf(join(dir, signature.id, kind))
      if (paths === null) continue
      if (paths.length === 0 && signature.status === 'tested') lacking.push({ id: signature.id, kind })
      for (const path of paths) samples.push(await trySample(signature, kind, path, signatures))
    }
  }
  return { samples, lacking }
}

async function trySample(
  { id, mayAccompany }: Signature,
  kind: Sample['kind'],
  path: string,
  signatures: readonly Signature[],
): Promise<Sample> {
  const sources = open(['-'], { stdin: Readable.from([readFileSync(path)]) })
  const { findings } = await triage({ sources, signatures, version: '0', minCoverage: 0 })
  const fired = findings.filter((finding) => finding.kind === 'signature').map(({ code }) => code)
  const strangers = fired.filter((code) => code !== id && !mayAccompany.includes(code))
  const own = fired.includes(id)
  const fault =
    own !== (kind === 'positive')
      ? own
        ? 'fires, and must not'
        : 'does not fire'
      : strangers.length > 0
        ? `${strangers.join(', ')} fires too`
        : null
  return { id, kind, path, fired, fault }
}

/** @returns null where the signature's folder is not in this one */
function logsOf(folder: string): readonly string[] | null {
  try {
    readdirSync(join(folder, '..'))
  } catch {
    return null
  }
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}
