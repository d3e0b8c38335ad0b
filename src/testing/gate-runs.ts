import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { Policy } from '../gate/policy.ts'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import { open } from '../source/open.ts'
import { triage } from '../triage.ts'

/** The policy that holds where nobody says anything. */
export const plainPolicy: Policy = {
  ...{ failOn: 'medium', failOnNew: false, newOnly: false, allowFlaky: false },
  ...{ minCoverage: 0.1, allow: [], maxFindings: null },
}

/** The report that the gate judges, of files or of what is piped in. */
export function reportOf(paths: readonly string[], piped: string | Buffer = '', minCoverage = 0.1): Promise<Report> {
  const sources = open(paths, { stdin: Readable.from([Buffer.from(piped)]) })
  return triage({ sources, signatures: builtInSignatures(), version: '0.0.0', minCoverage })
}

/** A gzip file whose end is missing. */
export function cutGzip(text: string): Buffer {
  const whole = gzipSync(text, { level: 0 })
  return whole.subarray(0, Math.floor(whole.length / 2))
}
