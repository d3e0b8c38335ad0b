import { join } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { TriageCommand } from '../../command.ts'
import { UserError } from '../../errors.ts'

export default class SignaturesNew extends TriageCommand {
  static override summary = 'Begin a signature: a draft cut from a finding in real logs, with its lines as a sample.'
  static override description =
    'Machine names, addresses and SQL are replaced in the sample; read it all the same before you give it to others. The draft is then filled in by hand.'
  static override examples = [
    {
      description: 'What these logs show, as the beginning of a signature',
      command: '<%= config.bin %> <%= command.id %> my-failure --from ./logs --finding livelock',
    },
  ]
  static override args = { id: Args.string({ required: true, ignoreStdin: true, description: 'its id: small letters, digits, hyphens' }) }
  static override flags = {
    from: Flags.string({ required: true, multiple: true, multipleNonGreedy: true, description: 'logs, as analyze reads them' }),
    finding: Flags.string({ description: 'id or code of the finding; not needed where there is only one' }),
    dir: Flags.string({ default: join('.tidb-triage', 'signatures'), description: 'folder of signatures to put it in' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SignaturesNew)
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(args.id))
      throw new UserError(`'${args.id}' is no id.`, 'Write small letters, digits and single hyphens.')
    const { chosenFinding, open, signaturesWith, triage, writeDraft } = await import('../../index.ts')
    const signatures = await signaturesWith([], process.cwd(), this.config)
    const sources = open(flags.from, { stdin: process.stdin })
    const report = await triage({ sources, signatures, version: this.config.version, minCoverage: 0 })
    const folder = writeDraft(flags.dir, args.id, chosenFinding(report, flags.finding), report)
    await this.write(
      null,
      [
        `Written: ${join(folder, 'signature.yaml')} and a sample in ${join(folder, 'positive')}.`,
        'Say in it what happens and what to do, put near misses into negative, and set status to tested.',
        `Then: tidb-triage signatures lint ${flags.dir} and tidb-triage signatures test ${flags.dir}`,
        '',
      ].join('\n'),
    )
  }
}
