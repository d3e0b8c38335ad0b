import { availableParallelism } from 'node:os'
import * as Flags from '@oclif/core/flags'
import { baselineHere, policyOf, settingsHere, today } from '../command/gate-settings.ts'
import { colorFlag, logArgs, readingFlags, selectionFlags, textLimitOf, windowOf } from '../command/log-command.ts'
import { ReportCommand } from '../command/report-command.ts'
import { exitOfGate } from '../command/verdict.ts'
import { EXIT } from '../command.ts'
import { updated, writeBaseline } from '../gate/baseline.ts'
import { judge } from '../gate/judge.ts'
import { SEVERITIES } from '../gate/policy.ts'
import { settings } from '../gate/settings.ts'
import type { Judgement } from '../report/gate/judgement.ts'
import { printGate } from '../report/terminal/gate.ts'

export default class Gate extends ReportCommand {
  static override summary = 'For CI: pass or fail a test run by what its logs show, with known failures let pass.'
  static override description =
    'Reads what analyze reads, and the output of test runners. Exit code 0: nothing that the policy forbids; 1: something it forbids; 2: the command line, a settings file or the baseline is wrong; 3: not all could be read, too little was understood, or there was nothing to judge; 4: a fault of this program. Settings come from .tidb-triage.yaml here or in a folder above, from TIDB_TRIAGE_…, and from flags; tidb-triage config shows them.'
  static override examples = [
    { description: 'At the end of a pipe', command: 'go test ./... 2>&1 | <%= config.bin %> <%= command.id %>' },
    {
      description: 'Fail on new failures alone',
      command: '<%= config.bin %> <%= command.id %> ./artifacts --baseline .tidb-triage/baseline.json --fail-on high --new-only',
    },
    { description: 'Take note of all that fails now', command: '<%= config.bin %> <%= command.id %> ./artifacts --update-baseline' },
    {
      description: 'Let one flaky test pass',
      command: "<%= config.bin %> <%= command.id %> ./artifacts --allow 'test-failure@TestFlashback*'",
    },
  ]

  static override strict = false
  static override args = logArgs

  static override flags = {
    'fail-on': Flags.option({ options: SEVERITIES })({
      helpGroup: 'POLICY',
      description: `${settings['fail-on'].about}; ${settings['fail-on'].fallback} unless set`,
    }),
    'fail-on-new': Flags.boolean({ helpGroup: 'POLICY', allowNo: true, description: settings['fail-on-new'].about }),
    'new-only': Flags.boolean({ helpGroup: 'POLICY', allowNo: true, description: settings['new-only'].about }),
    'allow-flaky': Flags.boolean({ helpGroup: 'POLICY', allowNo: true, description: settings['allow-flaky'].about }),
    allow: Flags.string({ helpGroup: 'POLICY', multiple: true, multipleNonGreedy: true, description: settings.allow.about }),
    'max-findings': Flags.integer({ helpGroup: 'POLICY', min: 0, description: settings['max-findings'].about }),
    'min-coverage': Flags.string({ helpGroup: 'POLICY', description: `${settings['min-coverage'].about}; 10% unless set` }),
    'exit-zero': Flags.boolean({ helpGroup: 'POLICY', allowNo: true, description: settings['exit-zero'].about }),
    baseline: Flags.string({ helpGroup: 'BASELINE', description: settings.baseline.about }),
    'update-baseline': Flags.boolean({
      helpGroup: 'BASELINE',
      description: 'take all that this run shows into the baseline, and pass; give reasons and owners in the file afterwards',
    }),
    ...selectionFlags,
    ...colorFlag,
    ...readingFlags,
    signatures: Flags.string({ multiple: true, multipleNonGreedy: true, description: settings.signatures.about }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Gate)
    const held = settingsHere(flags)
    const policy = policyOf(held)
    const update = flags['update-baseline']
    const baseline = baselineHere(held, update)
    const paths = await this.pathsOf(argv)
    if (paths === null) return
    const report = await this.examine(paths, {
      ...windowOf(flags),
      ...{ job: flags.job, node: flags.node, minCoverage: policy.minCoverage },
      signatures: held.signatures.value as readonly string[],
      ...{ unrecognised: false, follow: false, index: false },
      jobs: flags.jobs ?? availableParallelism(),
      ...textLimitOf(flags['max-memory']),
    })
    this.onInterrupt = null
    const judgement = judge(report, policy, baseline.entries, today())
    await this.write(null, printGate(judgement, this.lookOf(null, flags.color)))
    if (report.coverage.interrupted !== null) this.leave()
    const code = exitOfGate(judgement, held['exit-zero'].value as boolean)
    process.exitCode = update ? await this.take(judgement, baseline, code) : code
  }

  /** Takes what the run showed into the baseline, unless it shows too little to be taken for the whole. @returns the exit code */
  private async take(judgement: Judgement, { path, entries }: ReturnType<typeof baselineHere>, code: number): Promise<number> {
    if (judgement.doubts.length > 0) {
      await this.write(null, `\n${path} was left as it is: the run is not certain.\n`)
      return EXIT.unreadable
    }
    const before = entries ?? []
    const after = updated(before, judgement, today())
    writeBaseline(path, after)
    await this.write(null, `\n${path} holds ${after.length} known failures, ${after.length - before.length} of them new.\n`)
    return code === EXIT.findings ? EXIT.clean : code
  }
}
