import { bitOf } from './compile.ts'
import type { Grouping } from './grouping.ts'
import { Met } from './met.ts'
import type { CrashProbe, FindingProbe, HistoryProbe, LineProbe, Probe, VersionProbe } from './selection.ts'

/** A selection, and where what meets it goes. */
export interface Owned<P> {
  readonly probe: P
  readonly grouping: Grouping
  /** Place among all selections; those of one signature stand together. */
  readonly place: number
  /** What is met when it is met alone: made once, because most lines meet one selection only. */
  readonly alone: Met
}

/** The selections of all signatures, by what they are about. */
export function owned(groupings: readonly Grouping[]) {
  let place = 0
  const lines: Owned<LineProbe>[] = []
  const crashes: Owned<CrashProbe>[] = []
  const histories: Owned<HistoryProbe>[] = []
  const findings: Owned<FindingProbe>[] = []
  const versions: Owned<VersionProbe>[] = []
  const own = <P extends Probe>(probe: P, grouping: Grouping): Owned<P> => {
    const alone = new Met(new Set([probe.name]), bitOf(grouping.compiled, probe.name))
    return { probe, grouping, place: place++, alone }
  }
  for (const grouping of groupings)
    for (const probe of grouping.compiled.probes) {
      if (probe.on === 'line') lines.push(own(probe, grouping))
      else if (probe.on === 'crash') crashes.push(own(probe, grouping))
      else if (probe.on === 'history') histories.push(own(probe, grouping))
      else if (probe.on === 'finding') findings.push(own(probe, grouping))
      else versions.push(own(probe, grouping))
    }
  return { lines, crashes, histories, findings, versions }
}
