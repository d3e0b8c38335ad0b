import type { Crash } from '../event/event.ts'
import type { Finding } from './finding.ts'

const SEVERITY: Readonly<Record<Crash['kind'], Finding['severity'] | null>> = {
  ...{ panic: 'critical', fatal: 'critical', deadlock: 'critical', timeout: 'high', race: 'high', leak: 'medium' },
  // A goroutine dump is something that a person asked for: worth showing, no failure.
  dump: null,
}

/** Whether a dump is goleak's, which fails the tests for what it found. */
export function isLeak({ kind, message }: Pick<Crash, 'kind' | 'message'>): boolean {
  return kind === 'dump' && message === 'found unexpected goroutines'
}

/** How grave a crash is; one that its process survived, outside of a test, is no more than medium. Null: no failure. */
export function crashSeverity(crash: Crash): Finding['severity'] | null {
  const { kind, endedProcess, tests } = crash
  const severity = SEVERITY[isLeak(crash) ? 'leak' : kind]
  return severity === null || endedProcess || tests.length > 0 ? severity : 'medium'
}
