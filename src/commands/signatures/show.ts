import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { colorFlag } from '../../command/log-command.ts'
import { TriageCommand } from '../../command.ts'
import { UserError } from '../../errors.ts'

export default class SignaturesShow extends TriageCommand {
  static override summary = 'Show a known failure: what it means, what to do, which versions have it, when it fires.'
  static override args = { id: Args.string({ required: true, ignoreStdin: true, description: 'a signature of the list' }) }
  static override flags = {
    signatures: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'folder with signatures of your own' }),
    ...colorFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SignaturesShow)
    const { signaturesWith, signatureText, tryInstead } = await import('../../index.ts')
    const signatures = await signaturesWith(flags.signatures ?? [], process.cwd())
    const signature = signatures.find(({ id }) => id === args.id)
    if (!signature) {
      const ids = signatures.map(({ id }) => id)
      throw new UserError(`There is no signature '${args.id}'.`, tryInstead(args.id, ids) ?? 'tidb-triage signatures list has all of them.')
    }
    await this.write(null, signatureText(signature, this.lookOf(null, flags.color)))
  }
}
