import { groupBy } from '../../signature/group-by.ts'
import type { PanicsCrash } from './panics.ts'

/** Crashes with one stack that say the same, numbers aside; the first of them stands for all. */
export type Alike = readonly [PanicsCrash, ...PanicsCrash[]]

/** Crashes told apart, in the order of the first of each kind. Dumps are all shown: they are taken one after another to be compared. */
export function alike(crashes: readonly PanicsCrash[]): readonly Alike[] {
  return [...groupBy(crashes, keyOf).values()]
}

function keyOf({ kind, severity, endedProcess, fingerprint, message, tests, where }: PanicsCrash): string {
  const said = message?.replace(/0x[0-9a-f]+|\d+/g, '#') ?? null
  return JSON.stringify([kind, severity, endedProcess, fingerprint, said, tests, kind === 'dump' ? where : null])
}
