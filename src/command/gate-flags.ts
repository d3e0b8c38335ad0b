import * as Flags from '@oclif/core/flags'
import { SEVERITIES } from '../gate/policy.ts'
import { type SettingName, settings } from '../gate/settings.ts'
import { colorFlag, readingFlags, selectionFlags } from './log-command.ts'

const about = (name: SettingName): string => settings[name].about
const policy = (name: SettingName) => ({ helpGroup: 'POLICY', description: about(name) })
const output = (name: SettingName) => ({ helpGroup: 'OUTPUT', description: about(name) })

/** None of them has a default: what nobody says on the command line is left to the environment and the settings file. */
export const gateFlags = {
  'fail-on': Flags.option({ options: SEVERITIES })({
    helpGroup: 'POLICY',
    description: `${about('fail-on')}; ${settings['fail-on'].fallback} unless set`,
  }),
  'fail-on-new': Flags.boolean({ ...policy('fail-on-new'), allowNo: true }),
  'new-only': Flags.boolean({ ...policy('new-only'), allowNo: true }),
  'allow-flaky': Flags.boolean({ ...policy('allow-flaky'), allowNo: true }),
  allow: Flags.string({ ...policy('allow'), multiple: true, multipleNonGreedy: true }),
  'max-findings': Flags.integer({ ...policy('max-findings'), min: 0 }),
  'min-coverage': Flags.string({
    helpGroup: 'POLICY',
    description: `${about('min-coverage')}; ${settings['min-coverage'].fallback} unless set`,
  }),
  'exit-zero': Flags.boolean({ ...policy('exit-zero'), allowNo: true }),
  baseline: Flags.string({ helpGroup: 'BASELINE', description: about('baseline') }),
  'update-baseline': Flags.boolean({
    helpGroup: 'BASELINE',
    description: 'take all that this run shows into the baseline, and pass; give reasons and owners in the file afterwards',
  }),
  junit: Flags.string(output('junit')),
  sarif: Flags.string(output('sarif')),
  gitlab: Flags.string(output('gitlab')),
  markdown: Flags.string(output('markdown')),
  json: Flags.string(output('json')),
  tee: Flags.boolean({
    helpGroup: 'OUTPUT',
    description: 'pass standard input on to standard output; what the gate says then goes to standard error',
  }),
  follow: Flags.boolean({
    helpGroup: 'OUTPUT',
    description: 'tell findings on standard error while the run goes on, within some two seconds of their lines',
  }),
  ...selectionFlags,
  ...colorFlag,
  ...readingFlags,
  signatures: Flags.string({ multiple: true, multipleNonGreedy: true, description: about('signatures') }),
}
