import type { Crash, FailedTests } from '../event/event.ts'
import { crashSeverity } from './crash-severity.ts'
import { crashFindings, testFailures } from './derive.ts'
import { placeOf } from './explain.ts'
import type { Finding } from './finding.ts'
import type { Matcher } from './match.ts'

/** Findings that are told before the end; of more, the report tells. */
const MOST = 1_000

/**
 * Tells of findings before everything was seen, each once, and none that the end could take back: signatures whose condition holds whatever
 * comes, crashes, failed tests. What hangs on what the logs could have shown (illegal steps, broken rules, loops that may heal) is left for
 * the end.
 */
export class Standing {
  readonly #told = new Set<string>()
  /** How many crashes were told, and how many had been read when news was last asked for. */
  #crashes = 0
  #lastRead = 0
  /** How many failed tests were told, and how many had been read when news was last asked for. */
  #failures = 0
  #lastFailed = 0
  /** Where the evidence stands of the signatures that were told last. */
  #lastPlaces: readonly string[] = []

  /** @param crashes @param failures those that were read; they grow while the run goes on */
  constructor(
    private readonly matcher: Matcher,
    private readonly crashes: readonly Crash[],
    private readonly failures: readonly FailedTests[],
  ) {}

  /**
   * @returns what came to stand since this was last asked; a crash one time later, so that a signature that accounts for it may take its
   * place, and so a failed test, which a crash may account for
   */
  news(): readonly Finding[] {
    const signatures = this.matcher.newlyStanding()
    const places = signatures.flatMap(({ evidence }) => evidence.map(placeOf))
    const accountedFor = new Set([...this.#lastPlaces, ...places])
    // what goleak found is told as the failure of a test or package, should one come
    const crashes = crashFindings(this.crashes.slice(this.#crashes, this.#lastRead), []).filter(
      ({ code, evidence }) => code !== 'go-leak' && !evidence.some((shown) => accountedFor.has(placeOf(shown))),
    )
    const failures = testFailures(this.failures.slice(this.#failures, this.#lastFailed), this.crashes).filter(
      (failure) => !this.#diedOfCrash(failure),
    )
    this.#lastPlaces = places
    this.#crashes = this.#lastRead
    this.#lastRead = this.crashes.length
    this.#failures = this.#lastFailed
    this.#lastFailed = this.failures.length
    return [...signatures, ...crashes, ...failures].filter((finding) => this.#isNews(finding))
  }

  /**
   * Whether what failed is part of a test that crashed right below: as events, a subtest's end stands in what the subtest printed, and the
   * panic in what the outermost test did. A subtest that failed of itself before is told at the end.
   */
  #diedOfCrash({ entities, evidence }: Finding): boolean {
    const name = entities[0]?.id ?? ''
    const where = evidence[0]?.where
    return this.crashes.some(
      (crash) =>
        crash.where.source === where?.source &&
        crash.where.line > where.line &&
        crash.tests.some((test) => name.startsWith(`${test}/`)) &&
        crashSeverity(crash) !== null,
    )
  }

  #isNews({ code, entities, arguments: { fingerprint = '' } }: Finding): boolean {
    const key = [code, fingerprint, ...entities.map(({ kind, id }) => `${kind} ${id}`)].join('\n')
    if (this.#told.has(key) || this.#told.size >= MOST) return false
    this.#told.add(key)
    return true
  }
}
