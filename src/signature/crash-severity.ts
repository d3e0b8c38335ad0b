import type { Crash } from '../event/event.ts'
import type { Finding } from './finding.ts'

const SEVERITY: Readonly<Record<Crash['kind'], Finding['severity'] | null>> = {
  ...{ panic: 'critical', fatal: 'critical', deadlock: 'critical', timeout: 'high', race: 'high', leak: 'medium' },
  // A goroutine dump is something that a person asked for: worth showing, no failure.
  dump: null,
}

/** How grave a crash is; one that its process survived, outside of a test, is no more than medium. Null: no failure. */
export function crashSeverity({ kind, endedProcess, tests }: Crash): Finding['severity'] | null {
  const severity = SEVERITY[kind]
  return severity === null || endedProcess || tests.length > 0 ? severity : 'medium'
}
