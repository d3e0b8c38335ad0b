import { createHash } from 'node:crypto'
import { fingerprintOf } from '../report/build/fingerprint.ts'
import type { FlakeRate } from '../report/gate/judgement.ts'
import type { Report, ReportFinding } from '../report/report.ts'

/** What the run says of the tests that findings are about. */
export class TestsOfRun {
  private readonly rates = new Map<string, FlakeRate>()
  /** By test, the packages in which it failed, as far as the text names them. */
  private readonly packages = new Map<string, string[]>()

  constructor({ tests }: Pick<Report, 'tests'>) {
    for (const { test, package: name, passed, failed } of tests?.flaky ?? []) {
      const known = this.rates.get(test || name)
      this.rates.set(test || name, { passed: passed + (known?.passed ?? 0), failed: failed + (known?.failed ?? 0) })
    }
    for (const { test, package: name } of tests?.failures ?? [])
      if (test !== '' && name !== '') this.packages.set(test, [...(this.packages.get(test) ?? []), name])
  }

  /**
   * How often the test passed and failed; null where it never passed, or the finding is about none. A package or target that passed in
   * another attempt passed with all its tests, though a console shows those that failed alone.
   */
  flakeOf(finding: ReportFinding): FlakeRate | null {
    const test = testOf(finding)
    if (test === null) return null
    const packages = this.packages.get(test) ?? []
    const whole = packages.every((name) => this.rates.has(name)) ? this.rates.get(packages[0] ?? '') : undefined
    return this.rates.get(test) ?? whole ?? null
  }

  /** A finding's fingerprint. Tests of one name in several packages are different tests: to know one of them is not to know the others. */
  fingerprintOf(finding: ReportFinding): string {
    const print = fingerprintOf(finding.id)
    const packages = this.packages.get(testOf(finding) ?? '') ?? []
    if (packages.length === 0) return print
    const hash = createHash('sha256')
      .update([print, ...packages].join('\n'))
      .digest('hex')
    return `${finding.code}:${hash.slice(0, 12)}`
  }
}

/** The test that a finding is about, which stands before those that it is part of. */
function testOf({ entities, kind }: ReportFinding): string | null {
  return kind === 'test-failure' ? (entities.find((entity) => entity.kind === 'test')?.id ?? null) : null
}
