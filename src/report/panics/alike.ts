import { alikeness } from '../../event/alikeness.ts'
import { groupBy } from '../../signature/group-by.ts'
import type { PanicsCrash } from './panics.ts'

/** Crashes with one stack that say the same, numbers aside; the first of them stands for all. */
export type Alike = readonly [PanicsCrash, ...PanicsCrash[]]

/** Crashes told apart, in the order of the first of each kind. Dumps are all shown: they are taken one after another to be compared. */
export function alike(crashes: readonly PanicsCrash[]): readonly Alike[] {
  return [...groupBy(crashes, keyOf).values()]
}

function keyOf(crash: PanicsCrash): string {
  const { kind, severity, endedProcess, message, tests, where } = crash
  const said = message?.replace(/0x[0-9a-f]+|\d+/g, '#') ?? null
  return JSON.stringify([alikeness(crash), severity, endedProcess, said, tests, kind === 'dump' ? where : null])
}
