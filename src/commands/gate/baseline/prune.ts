import { availableParallelism } from 'node:os'
import * as Flags from '@oclif/core/flags'
import { baselineHere, policyOf, settingsHere, today } from '../../../command/gate-settings.ts'
import { logArgs, readingFlags, textLimitOf } from '../../../command/log-command.ts'
import { ReportCommand } from '../../../command/report-command.ts'
import { EXIT } from '../../../command.ts'
import { UserError } from '../../../errors.ts'
import { hasExpired, writeBaseline } from '../../../gate/baseline.ts'
import { judge } from '../../../gate/judge.ts'
import { settings } from '../../../gate/settings.ts'
import type { BaselineEntry } from '../../../report/gate/judgement.ts'

export default class BaselinePrune extends ReportCommand {
  static override summary = 'Remove what has run out from the baseline, and with logs also what they do not show any more.'
  static override examples = [
    { description: 'What has run out', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'And what a whole run does not show', command: '<%= config.bin %> <%= command.id %> ./artifacts' },
  ]

  static override strict = false
  static override args = logArgs

  static override flags = {
    baseline: Flags.string({ description: settings.baseline.about }),
    ...readingFlags,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(BaselinePrune)
    const held = settingsHere({ baseline: flags.baseline })
    const { path, entries } = baselineHere(held, false)
    if (entries === null) throw new UserError(`There is no baseline ${path}.`, 'Name it with --baseline.')
    const shown = argv.length === 0 ? null : await this.shownBy(argv as string[], entries, flags)
    const kept = entries.filter((entry) => !hasExpired(entry, today()) && (shown === null || shown.has(entry.fingerprint)))
    writeBaseline(path, kept)
    await this.write(null, `${path}: ${entries.length - kept.length} removed, ${kept.length} kept.\n`)
  }

  /** @throws UserError for a run that is not certain: what it does not show may be there all the same */
  private async shownBy(
    paths: readonly string[],
    entries: readonly BaselineEntry[],
    flags: { readonly jobs?: number | undefined; readonly 'max-memory'?: number | undefined },
  ): Promise<ReadonlySet<string>> {
    const held = settingsHere({})
    const policy = policyOf(held)
    const report = await this.examine(paths, {
      ...{ since: null, until: null, job: undefined, node: undefined, minCoverage: policy.minCoverage },
      ...{ signatures: held.signatures.value as readonly string[], unrecognised: false, follow: false, index: false },
      jobs: flags.jobs ?? availableParallelism(),
      ...textLimitOf(flags['max-memory']),
    })
    const { doubts, findings } = judge(report, policy, entries, today())
    if (doubts.length === 0) return new Set(findings.map(({ fingerprint }) => fingerprint))
    throw new UserError('Nothing was removed: the run is not certain.', 'Look at it with tidb-triage gate first.', EXIT.unreadable)
  }
}
