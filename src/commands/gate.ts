import { appendFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { gateFlags } from '../command/gate-flags.ts'
import { baselineHere, policyOf, type Settings, settingsHere, today } from '../command/gate-settings.ts'
import { logArgs, textLimitOf, windowOf } from '../command/log-command.ts'
import { ReportCommand } from '../command/report-command.ts'
import { teed } from '../command/tee.ts'
import { exitOfGate } from '../command/verdict.ts'
import { EXIT } from '../command.ts'
import { UserError } from '../errors.ts'
import { knownSoFar, updated, writeBaseline } from '../gate/baseline.ts'
import { judge } from '../gate/judge.ts'
import { isAllowed } from '../gate/policy.ts'
import { unknownVariables } from '../gate/settings.ts'
import { printable } from '../report/escape.ts'
import { gateAnnotations } from '../report/gate/github.ts'
import { gateOutputs, gatePrinters } from '../report/gate/index.ts'
import type { Judgement } from '../report/gate/judgement.ts'
import type { Look } from '../report/report.ts'
import { printGate } from '../report/terminal/gate.ts'

export default class Gate extends ReportCommand {
  static override summary = 'For CI: pass or fail a test run by what its logs show, with known failures let pass.'
  static override description =
    'Reads what analyze reads, and the output of test runners. Exit code 0: nothing that the policy forbids; 1: something it forbids; 2: the command line, a settings file or the baseline is wrong; 3: not all could be read, too little was understood, or there was nothing to judge; 4: a fault of this program. Settings come from .tidb-triage.yaml here or in a folder above, from TIDB_TRIAGE_…, and from flags; tidb-triage config shows them.'
  static override examples = [
    {
      description: 'At the end of a pipe',
      command: 'go test ./... 2>&1 | <%= config.bin %> <%= command.id %> --junit triage.xml --sarif triage.sarif',
    },
    {
      description: 'In the middle of one, telling findings as they come',
      command: 'go test -json ./... 2>&1 | <%= config.bin %> <%= command.id %> --tee --follow > run.json',
    },
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
  static override flags = gateFlags

  /** Whether standard output is taken: then what a person reads goes to standard error. */
  private isTaken = false

  async run(): Promise<void> {
    this.outliveReader()
    const { argv, flags } = await this.parse(Gate)
    const held = settingsHere(flags)
    for (const name of unknownVariables(process.env)) process.stderr.write(`${printable(name)} is no setting: see tidb-triage config.\n`)
    const policy = policyOf(held)
    const update = flags['update-baseline']
    const baseline = baselineHere(held, update)
    const isKnown = knownSoFar(baseline.entries ?? [], today())
    const paths = await this.pathsOf(argv)
    if (paths === null) return
    if (flags.tee && !paths.includes('-'))
      throw new UserError('--tee passes standard input on, and it is not read.', 'Name "-" among the inputs, or leave out --tee.')
    const toOut = gateOutputs.filter((name) => held[name].value === '-')
    if (toOut.length + Number(flags.tee) > 1)
      throw new UserError('Two outputs would mix on standard output.', 'Give all but one of them a file.')
    this.isTaken = flags.tee || toOut.length > 0
    const report = await this.examine(
      paths,
      {
        ...windowOf(flags),
        ...{ job: flags.job, node: flags.node, minCoverage: policy.minCoverage },
        signatures: held.signatures.value as readonly string[],
        ...{ unrecognised: false, follow: flags.follow, index: false },
        isSilent: (finding) => isKnown(finding) || isAllowed(finding, policy.allow),
        jobs: flags.jobs ?? availableParallelism(),
        ...textLimitOf(flags['max-memory']),
      },
      flags.tee ? teed(process.stdin, process.stdout) : process.stdin,
    )
    this.onInterrupt = null
    const judgement = judge(report, policy, baseline.entries, today())
    await this.hand(judgement, held)
    await this.say(printGate(judgement, this.lookHere(flags.color)))
    if (process.env.GITHUB_ACTIONS === 'true') await this.say(gateAnnotations(judgement))
    if (report.coverage.interrupted !== null) this.leave()
    const code = exitOfGate(judgement, held['exit-zero'].value as boolean)
    process.exitCode = update ? await this.take(judgement, baseline, code) : code
  }

  /** A reader of our output that goes away must not make a run that failed look as if it had passed. */
  private outliveReader(): void {
    process.stdout.removeAllListeners('error')
    process.stdout.on('error', () => undefined)
  }

  /** Writes the files that were asked for, and the summary that GitHub shows of the job. */
  private async hand(judgement: Judgement, held: Settings): Promise<void> {
    for (const name of gateOutputs) {
      const path = held[name].value as string | null
      if (path === null) continue
      const text = (await gatePrinters[name]())(judgement)
      if (path === '-') await this.put(process.stdout, text)
      else await this.write(path, text)
    }
    const summary = process.env.GITHUB_STEP_SUMMARY
    if (summary)
      await appendFile(summary, (await gatePrinters.markdown())(judgement)).catch(() => this.say('The job summary could not be written.\n'))
  }

  private lookHere(color: boolean | undefined): Look {
    return this.isTaken ? { width: Number.POSITIVE_INFINITY, color: color ?? false } : this.lookOf(null, color)
  }

  private say(text: string): Promise<void> {
    return this.put(this.isTaken ? process.stderr : process.stdout, text)
  }

  private put(stream: NodeJS.WriteStream, text: string): Promise<void> {
    this.beforeWriting()
    return new Promise((resolve, reject) => {
      stream.write(text, (error) => (error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(error) : resolve()))
    })
  }

  /** Takes what the run showed into the baseline, unless it shows too little to be taken for the whole. @returns the exit code */
  private async take(judgement: Judgement, { path, entries }: ReturnType<typeof baselineHere>, code: number): Promise<number> {
    if (judgement.doubts.length > 0) {
      await this.say(`\n${path} was left as it is: the run is not certain.\n`)
      return EXIT.unreadable
    }
    const before = entries ?? []
    const after = updated(before, judgement, today())
    writeBaseline(path, after)
    await this.say(`\n${path} holds ${after.length} known failures, ${after.length - before.length} of them new.\n`)
    return code === EXIT.findings ? EXIT.clean : code
  }
}
