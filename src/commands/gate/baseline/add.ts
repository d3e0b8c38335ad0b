import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { baselineHere, settingsHere } from '../../../command/gate-settings.ts'
import { TriageCommand } from '../../../command.ts'
import { UserError } from '../../../errors.ts'
import { parseDay, writeBaseline } from '../../../gate/baseline.ts'
import { settings } from '../../../gate/settings.ts'

/** A code, and the hash of what makes the failure this one. */
const FINGERPRINT = /^[a-z0-9][a-z0-9-]*:[0-9a-f]{12}$/

export default class BaselineAdd extends TriageCommand {
  static override summary = 'Take note of a failure: why it is let be, who takes care of it, until when.'
  static override description =
    'A fingerprint is what gate prints below a finding. One that the baseline holds already gets the new reason, owner and day.'
  static override examples = [
    "<%= config.bin %> <%= command.id %> test-failure:a6c1de3456f0 --reason 'flaky since the upgrade, #58776' --owner ddl --expires 2026-12-31",
  ]

  static override strict = false
  static override args = { fingerprint: Args.string({ description: 'what gate prints below a finding; may be several', required: true }) }

  static override flags = {
    reason: Flags.string({ required: true, description: 'why it is let be; best with an issue' }),
    owner: Flags.string({ default: '', description: 'who takes care of it' }),
    expires: Flags.string({ description: 'the last day on which it is let be, such as 2026-12-31' }),
    title: Flags.string({ default: '', description: 'what it is, for people who read the file' }),
    baseline: Flags.string({ description: settings.baseline.about }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(BaselineAdd)
    const fingerprints = argv as string[]
    const odd = fingerprints.find((text) => !FINGERPRINT.test(text))
    if (odd !== undefined)
      throw new UserError(`'${odd}' is no fingerprint.`, "Copy it from what gate prints below a finding: 'test-failure:a6c1de3456f0'.")
    const expires = flags.expires === undefined ? null : parseDay('--expires', flags.expires)
    const { path, entries } = baselineHere(settingsHere({ baseline: flags.baseline }), true)
    const kept = new Map((entries ?? []).map((entry) => [entry.fingerprint, entry]))
    for (const fingerprint of fingerprints) {
      const { code = fingerprint.split(':')[0]!, title = '', inAnyPackage = '' } = kept.get(fingerprint) ?? {}
      const { reason, owner } = flags
      kept.set(fingerprint, { fingerprint, inAnyPackage, code, title: flags.title || title, reason, owner, expires })
    }
    writeBaseline(path, [...kept.values()])
    await this.write(null, `${path} holds ${kept.size} known failures.\n`)
  }
}
