import * as Flags from '@oclif/core/flags'
import { colorFlag } from '../../command/log-command.ts'
import { TriageCommand } from '../../command.ts'

export default class SignaturesList extends TriageCommand {
  static override summary = 'List the known failures: those that are built in, and those of your own.'
  static override flags = {
    signatures: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'folder with signatures of your own' }),
    json: Flags.boolean({ description: 'as JSON, whole' }),
    ...colorFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(SignaturesList)
    const { signatureList, signaturesWith } = await import('../../index.ts')
    const signatures = await signaturesWith(flags.signatures ?? [], process.cwd())
    const plain = signatures.map(({ trees, ...signature }) => signature)
    await this.write(null, flags.json ? `${JSON.stringify(plain, null, 2)}\n` : signatureList(signatures, this.lookOf(null, flags.color)))
  }
}
