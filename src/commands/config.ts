import * as Flags from '@oclif/core/flags'
import { settingsHere } from '../command/gate-settings.ts'
import { colorFlag } from '../command/log-command.ts'
import { TriageCommand } from '../command.ts'
import { printSettings } from '../report/terminal/settings.ts'

export default class Config extends TriageCommand {
  static override summary = 'Show every setting of the gate that holds here, and where it comes from.'
  static override description =
    'In rising order: what is built in, .tidb-triage.yaml in this folder or the nearest one above it, TIDB_TRIAGE_… in the environment. Flags of gate go above all of these.'
  static override examples = ['<%= config.bin %> <%= command.id %>', 'TIDB_TRIAGE_FAIL_ON=high <%= config.bin %> <%= command.id %>']

  static override flags = {
    json: Flags.boolean({ description: 'as JSON' }),
    ...colorFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Config)
    const held = Object.values(settingsHere({}))
    await this.write(null, flags.json ? `${JSON.stringify(held, null, 2)}\n` : printSettings(held, this.lookOf(null, flags.color)))
  }
}
