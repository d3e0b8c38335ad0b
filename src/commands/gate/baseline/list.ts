import * as Flags from '@oclif/core/flags'
import { baselineHere, settingsHere, today } from '../../../command/gate-settings.ts'
import { colorFlag } from '../../../command/log-command.ts'
import { TriageCommand } from '../../../command.ts'
import { settings } from '../../../gate/settings.ts'
import { printBaseline } from '../../../report/terminal/baseline.ts'

export default class BaselineList extends TriageCommand {
  static override summary = 'List the failures that are let be: why, whose they are, until when.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    "<%= config.bin %> <%= command.id %> --json | jq -r '.[].owner' | sort | uniq -c",
  ]

  static override flags = {
    baseline: Flags.string({ description: settings.baseline.about }),
    json: Flags.boolean({ description: 'as JSON' }),
    ...colorFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(BaselineList)
    const { path, entries } = baselineHere(settingsHere({ baseline: flags.baseline }), false)
    const text = flags.json
      ? `${JSON.stringify(entries ?? [], null, 2)}\n`
      : printBaseline(path, entries, today(), this.lookOf(null, flags.color))
    await this.write(null, text)
  }
}
