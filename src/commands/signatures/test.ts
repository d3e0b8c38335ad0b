import * as Args from '@oclif/core/args'
import { colorFlag } from '../../command/log-command.ts'
import { EXIT, TriageCommand } from '../../command.ts'
import { UserError } from '../../errors.ts'

export default class SignaturesTest extends TriageCommand {
  static override summary = 'Try signatures on the samples beside them: positives must give the finding, negatives must not.'
  static override description =
    'A sample is a log file, <folder>/<id>/positive/*.log or <folder>/<id>/negative/*.log. Without a folder, the nearest .tidb-triage/signatures at or above the working directory. The built-in signatures are tried on them too: what they say of your samples is shown.'
  static override strict = false
  static override args = { folders: Args.string({ required: false, ignoreStdin: true, description: 'folders of signatures' }) }
  static override flags = colorFlag

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(SignaturesTest)
    const { ownFolders, signaturesWith, triedText, trySamples } = await import('../../index.ts')
    const folders = argv.length > 0 ? (argv as string[]) : ownFolders([], process.cwd())
    if (folders.length === 0) throw new UserError('There is no folder to try.', 'Name one, or make .tidb-triage/signatures.')
    const signatures = await signaturesWith(folders, process.cwd())
    const began = performance.now()
    const tried = await Promise.all(folders.map((folder) => trySamples(folder, signatures)))
    const all = { samples: tried.flatMap(({ samples }) => samples), lacking: tried.flatMap(({ lacking }) => lacking) }
    const look = this.lookOf(null, flags.color)
    await this.write(null, triedText(all, (performance.now() - began) / 1_000, look))
    if (all.samples.some(({ fault }) => fault !== null) || all.lacking.length > 0) process.exitCode = EXIT.findings
  }
}
