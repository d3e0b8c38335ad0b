import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { colorFlag } from '../command/log-command.ts'
import { TriageCommand } from '../command.ts'
import { UserError } from '../errors.ts'

export default class Explain extends TriageCommand {
  static override summary = 'Say what a word of a report means: a known failure, an error, a rule, a state.'
  static override description =
    "Each with why, what to do, and the source in TiDB's code or documents. An error tells what DDL, the distributed framework and an import make of it."
  static override examples = [
    { description: 'An error that a client was shown', command: '<%= config.bin %> <%= command.id %> 8214' },
    { description: 'A known failure, a rule, a state', command: '<%= config.bin %> <%= command.id %> subtask paused' },
  ]
  static override strict = false
  static override args = {
    word: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'id of a signature or rule, number or text of an error, or a state, with or without its machine',
    }),
  }
  static override flags = {
    signatures: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'folder with signatures of your own' }),
    ...colorFlag,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Explain)
    const { meaningsOf, meaningText, signaturesWith, wordMeant } = await import('../index.ts')
    const signatures = await signaturesWith(flags.signatures ?? [], process.cwd())
    const word = (argv as string[]).join(' ').trim()
    const meanings = meaningsOf(word, signatures)
    if (meanings.length === 0) {
      throw new UserError(
        `Nothing is known of '${word}'.`,
        wordMeant(word, signatures) ?? 'tidb-triage signatures list and tidb-triage model have the words.',
      )
    }
    await this.write(null, meaningText(meanings, this.lookOf(null, flags.color)))
  }
}
