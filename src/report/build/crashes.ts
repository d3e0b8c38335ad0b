import type { Crash } from '../../event/event.ts'
import { compareText, first } from '../order.ts'
import type { ReportCrash } from '../report.ts'
import { compareTimes, isoTime } from '../time.ts'

/** Those that ended their process first, then by time and place. */
export function buildCrashes(crashes: readonly Crash[]): ReportCrash[] {
  return crashes.map(buildCrash).sort(compareCrashes)
}

/** A crash as reports print it. */
export function buildCrash(given: Crash): ReportCrash {
  const { text: _text, nilArguments: _nilArguments, ...rest } = given
  return { ...rest, time: isoTime(given.time) }
}

/** The order of `buildCrashes`. */
export function compareCrashes(a: ReportCrash, b: ReportCrash): number {
  return first(
    Number(b.endedProcess) - Number(a.endedProcess),
    compareTimes(a.time, b.time),
    compareText(a.where.source, b.where.source),
    a.where.line - b.where.line,
    compareText(a.fingerprint, b.fingerprint),
  )
}
