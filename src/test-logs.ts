import type { TestLog } from './entry/test-log.ts'
import type { SourceTests } from './report/coverage-input.ts'
import { type Evidence, type Finding, TEST_LOG } from './signature/finding.ts'

/**
 * Gives failed tests what TiDB logged while they ran. Done when all findings are known: a log line that shows another finding, too, must
 * not make the test a part of that one.
 */
export function withTestLogs(findings: readonly Finding[], read: readonly SourceTests[]): readonly Finding[] {
  const logs = new Map(read.map(({ source, tests }) => [source, byTest(tests.logs)]))
  return findings.map((finding) => {
    const where = finding.kind === 'test-failure' ? finding.evidence[0]?.where : undefined
    const known = logs.get(where?.source ?? '')
    if (where === undefined || known === undefined) return finding
    // The innermost test stands first; what it is part of may have logged before it began.
    const found = finding.entities.map(({ id }) => nearest(known.get(id) ?? [], where.line)).find((log) => log !== null)
    if (!found) return finding
    const more = found.entries.map(
      ({ line, time, text }): Evidence => ({ where: { source: where.source, line }, time, text, role: TEST_LOG }),
    )
    return { ...finding, evidence: [...finding.evidence, ...more] }
  })
}

function byTest(logs: readonly TestLog[]): ReadonlyMap<string, readonly TestLog[]> {
  const all = new Map<string, TestLog[]>()
  for (const log of logs) all.set(log.test, [...(all.get(log.test) ?? []), log])
  return all
}

/** Tests of several packages may share a name: the one is meant whose failure stands nearest. */
function nearest(logs: readonly TestLog[], line: number): TestLog | null {
  return logs.reduce<TestLog | null>((a, b) => (a === null || Math.abs(b.line - line) < Math.abs(a.line - line) ? b : a), null)
}
